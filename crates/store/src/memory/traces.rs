//! The port for traces in memory.

use async_trait::async_trait;
use spanwell_model::{
    Assessment, AssessmentId, ExperimentId, PromptReference, Result, Span, SpanId, TraceId, TraceSummary,
};

use super::MemoryStore;
use crate::{
    ChartBuckets, Charts, ExperimentFigures, LogWrite, Page, SessionQuery, SessionRow, SpanSkeleton,
    SpanWrite, StorageFigures, SuggestField, TraceChanges, TraceCount, TraceHeader, TraceQuery,
    TraceSelection, TraceStore,
};

#[async_trait]
impl TraceStore for MemoryStore {
    async fn put_spans(&self, writes: Vec<SpanWrite>) -> Result<()> {
        self.put_spans_now(writes);
        Ok(())
    }

    async fn put_logs(&self, writes: Vec<LogWrite>) -> Result<()> {
        self.put_logs_now(writes);
        Ok(())
    }

    async fn put_header(&self, header: TraceHeader) -> Result<TraceSummary> {
        Ok(self.put_header_now(&header))
    }

    async fn get_traces(&self, ids: &[TraceId]) -> Result<Vec<Option<TraceSummary>>> {
        let state = self.lock();
        Ok(ids.iter().map(|id| state.traces.get(id).map(|entry| entry.record.summary.clone())).collect())
    }

    async fn get_spans(&self, id: &TraceId) -> Result<Vec<Span>> {
        Ok(self.lock().read_spans(id, &*self.derive))
    }

    async fn get_span(&self, id: &TraceId, span_id: SpanId) -> Result<Option<Span>> {
        let state = self.lock();
        let stored = state.traces.get(id).and_then(|entry| entry.spans.get(&span_id));
        Ok(stored.map(|stored| state.read_span(id, stored, &*self.derive)))
    }

    async fn get_skeleton(&self, id: &TraceId) -> Result<Vec<SpanSkeleton>> {
        Ok(self.lock().read_spans(id, &*self.derive).into_iter().map(skeleton).collect())
    }

    async fn search_traces(&self, query: TraceQuery) -> Result<Page<TraceSummary>> {
        self.search_now(&query)
    }

    async fn count_traces(&self, selection: TraceSelection, cap: u64) -> Result<TraceCount> {
        let count = self.selected(&selection).len() as u64;
        Ok(TraceCount { count: count.min(cap), exact: count <= cap })
    }

    async fn charts(&self, selection: TraceSelection, buckets: ChartBuckets) -> Result<Charts> {
        self.charts_now(&selection, buckets)
    }

    async fn experiment_figures(
        &self,
        ids: &[ExperimentId],
        since_ms: i64,
    ) -> Result<Vec<ExperimentFigures>> {
        ids.iter().map(|id| self.experiment_figures_now(*id, since_ms)).collect()
    }

    async fn sessions(&self, query: SessionQuery) -> Result<Page<SessionRow>> {
        self.sessions_now(&query)
    }

    async fn suggest(
        &self,
        experiment_id: ExperimentId,
        field: SuggestField,
        part: &str,
        limit: usize,
    ) -> Result<Vec<String>> {
        Ok(self.suggest_now(experiment_id, &field, part, limit))
    }

    async fn find_in_trace(&self, id: &TraceId, text: &str, limit: usize) -> Result<Vec<SpanId>> {
        Ok(self.find_now(id, text, limit))
    }

    async fn change_trace_tag(&self, id: &TraceId, key: &str, value: Option<&str>) -> Result<Option<bool>> {
        Ok(self.change(id, |record| {
            let had = record.change_tag(key, value);
            (had, had || value.is_some())
        }))
    }

    async fn put_assessment(&self, assessment: Assessment) -> Result<bool> {
        let id = assessment.trace_id.clone();
        Ok(self.change(&id, |record| (record.put_assessment(assessment), true)).is_some())
    }

    async fn update_assessment(&self, assessment: Assessment) -> Result<bool> {
        let id = assessment.trace_id.clone();
        let updated = self.change(&id, |record| {
            let had = record.update_assessment(assessment);
            (had, had)
        });
        Ok(updated.unwrap_or(false))
    }

    async fn delete_assessment(&self, id: &TraceId, assessment_id: &AssessmentId) -> Result<Option<bool>> {
        Ok(self.change(id, |record| {
            let had = record.delete_assessment(assessment_id);
            (had, had)
        }))
    }

    async fn link_run(&self, ids: &[TraceId], run_id: &str) -> Result<Vec<TraceId>> {
        Ok(self.link_run_now(ids, run_id))
    }

    async fn link_prompts(&self, id: &TraceId, prompts: Vec<PromptReference>) -> Result<bool> {
        Ok(self.change(id, |record| (record.link_prompts(prompts), true)).is_some())
    }

    async fn delete_traces(&self, experiment_id: ExperimentId, ids: &[TraceId]) -> Result<u64> {
        Ok(self.delete_traces_now(experiment_id, ids))
    }

    async fn delete_until(
        &self,
        experiment_id: Option<ExperimentId>,
        until_ms: i64,
        limit: u64,
        keep_assessed: bool,
    ) -> Result<u64> {
        Ok(self.delete_until_now(experiment_id, until_ms, limit, keep_assessed))
    }

    async fn give_space_back(&self) -> Result<u64> {
        Ok(0)
    }

    async fn figures(&self) -> Result<StorageFigures> {
        let state = self.lock();
        let spans = state.traces.values().map(|entry| entry.spans.len() as u64).sum();
        Ok(StorageFigures { traces: state.traces.len() as u64, spans, ..StorageFigures::default() })
    }

    fn changes(&self) -> TraceChanges {
        self.changes.subscribe()
    }
}

/// The light part of a span.
fn skeleton(span: Span) -> SpanSkeleton {
    SpanSkeleton {
        span_id: span.span_id,
        parent_span_id: span.parent_span_id,
        name: span.name,
        span_type: span.facts.span_type,
        status: span.status.code,
        start_time_ns: span.start_time_ns,
        end_time_ns: span.end_time_ns,
        model: span.facts.model.or(span.facts.model_request),
        usage: span.facts.usage,
        cost: span.facts.cost,
        time_to_first_token_ns: span.facts.time_to_first_token_ns,
    }
}
