//! The port for traces.

use std::sync::atomic::Ordering;

use async_trait::async_trait;
use spanwell_model::{
    Assessment, AssessmentId, ExperimentId, PromptReference, Result, Span, SpanId, TraceId, TraceSummary,
};
use spanwell_store::text::span_content;
use spanwell_store::{
    ChartBuckets, Charts, ExperimentFigures, LogWrite, Page, SessionQuery, SessionRow, SpanSkeleton,
    SpanWrite, StorageFigures, SuggestField, TraceChanges, TraceCount, TraceHeader, TraceQuery,
    TraceSelection, TraceStore,
};

use super::SqliteStore;
use crate::connection::Reader;
use crate::read::charts::NewHours;
use crate::read::{charts, figures, record, search, sessions, skeleton, spans, suggest};
use crate::write::prepare::prepare;

/// What a header, a tag or an assessment keeps in memory while it waits, in bytes: their texts are capped by the edges.
const SMALL_WRITE_BYTES: usize = 16 << 10;

impl SqliteStore {
    /// Keeps hours that a question has collected, when the writer has room for it.
    fn keep_hours(&self, new: NewHours) {
        let NewHours { version, hours } = new;
        if !hours.is_empty() {
            self.queue.write_if_room(move |context| context.keep_hours(version, &hours));
        }
    }
}

#[async_trait]
impl TraceStore for SqliteStore {
    async fn put_spans(&self, writes: Vec<SpanWrite>) -> Result<()> {
        // A full queue refuses at once: packing for nothing would only add to the load.
        self.queue.check_room()?;
        let prepared = prepare(writes, &self.packing).await?;
        let bytes = prepared.iter().map(|write| write.bytes()).sum();
        self.queue
            .write(bytes, move |context| prepared.iter().try_for_each(|write| context.put_spans(write)))
            .await
    }

    async fn put_logs(&self, writes: Vec<LogWrite>) -> Result<()> {
        let bytes = writes.iter().map(|write| write.events.len() * 4_096).sum();
        self.queue
            .write(bytes, move |context| writes.iter().try_for_each(|write| context.put_logs(write)))
            .await
    }

    async fn put_header(&self, header: TraceHeader) -> Result<TraceSummary> {
        self.queue.write(SMALL_WRITE_BYTES, move |context| context.put_header(&header)).await
    }

    async fn get_traces(&self, ids: &[TraceId]) -> Result<Vec<Option<TraceSummary>>> {
        let ids = ids.to_vec();
        self.readers
            .read(move |reader| {
                ids.iter().map(|id| Ok(record::load(reader, id)?.map(|(_, record)| record.summary))).collect()
            })
            .await
    }

    async fn get_spans(&self, id: &TraceId) -> Result<Vec<Span>> {
        let (id, derive) = (id.clone(), self.derive.clone());
        self.readers.read(move |reader| spans::load_all(reader, &id, &*derive)).await
    }

    async fn get_span(&self, id: &TraceId, span_id: SpanId) -> Result<Option<Span>> {
        let (id, derive) = (id.clone(), self.derive.clone());
        self.readers.read(move |reader| spans::load_one(reader, &id, span_id, &*derive)).await
    }

    async fn get_skeleton(&self, id: &TraceId) -> Result<Vec<SpanSkeleton>> {
        let id = id.clone();
        self.readers
            .read(move |reader| {
                record::key_of(reader, &id)?.map_or(Ok(Vec::new()), |key| skeleton::load(reader, key))
            })
            .await
    }

    async fn search_traces(&self, query: TraceQuery) -> Result<Page<TraceSummary>> {
        self.readers.read(move |reader| search::search(reader, &query)).await
    }

    async fn count_traces(&self, selection: TraceSelection, cap: u64) -> Result<TraceCount> {
        self.readers.read(move |reader| search::count(reader, &selection, cap)).await
    }

    async fn charts(&self, selection: TraceSelection, buckets: ChartBuckets) -> Result<Charts> {
        let now_ms = self.clock.now_ms();
        let read = move |reader: &Reader| charts::charts(reader, &selection, buckets, now_ms);
        let (charts, new) = self.readers.read(read).await?;
        self.keep_hours(new);
        Ok(charts)
    }

    async fn experiment_figures(
        &self,
        ids: &[ExperimentId],
        since_ms: i64,
    ) -> Result<Vec<ExperimentFigures>> {
        let (ids, now_ms) = (ids.to_vec(), self.clock.now_ms());
        let read = move |reader: &Reader| {
            ids.iter()
                .map(|id| charts::of_experiment(reader, *id, since_ms, now_ms))
                .collect::<Result<Vec<_>>>()
        };
        let (figures, new): (Vec<_>, Vec<_>) = self.readers.read(read).await?.into_iter().unzip();
        new.into_iter().for_each(|new| self.keep_hours(new));
        Ok(figures)
    }

    async fn sessions(&self, query: SessionQuery) -> Result<Page<SessionRow>> {
        self.readers.read(move |reader| sessions::sessions(reader, &query)).await
    }

    async fn suggest(
        &self,
        experiment_id: ExperimentId,
        field: SuggestField,
        part: &str,
        limit: usize,
    ) -> Result<Vec<String>> {
        let part = part.to_owned();
        self.readers.read(move |reader| suggest::suggest(reader, experiment_id, &field, &part, limit)).await
    }

    async fn find_in_trace(&self, id: &TraceId, text: &str, limit: usize) -> Result<Vec<SpanId>> {
        let text = text.to_lowercase();
        let spans = self.get_spans(id).await?.into_iter();
        let found = spans.filter(|span| span_content(span).to_lowercase().contains(&text));
        Ok(found.map(|span| span.span_id).take(limit).collect())
    }

    async fn change_trace_tag(&self, id: &TraceId, key: &str, value: Option<&str>) -> Result<Option<bool>> {
        let (id, key, value) = (id.clone(), key.to_owned(), value.map(str::to_owned));
        self.queue
            .write(SMALL_WRITE_BYTES, move |context| {
                context.change(&id, |record| {
                    let had = record.change_tag(&key, value.as_deref());
                    (had, had || value.is_some())
                })
            })
            .await
    }

    async fn put_assessment(&self, assessment: Assessment) -> Result<bool> {
        self.queue
            .write(SMALL_WRITE_BYTES, move |context| {
                let id = assessment.trace_id.clone();
                let done = context.change(&id, |record| (record.put_assessment(assessment.clone()), true))?;
                Ok(done.is_some())
            })
            .await
    }

    async fn update_assessment(&self, assessment: Assessment) -> Result<bool> {
        self.queue
            .write(SMALL_WRITE_BYTES, move |context| {
                let id = assessment.trace_id.clone();
                let updated = context.change(&id, |record| {
                    let had = record.update_assessment(assessment.clone());
                    (had, had)
                })?;
                Ok(updated.unwrap_or(false))
            })
            .await
    }

    async fn delete_assessment(&self, id: &TraceId, assessment_id: &AssessmentId) -> Result<Option<bool>> {
        let (id, assessment_id) = (id.clone(), assessment_id.clone());
        self.queue
            .write(SMALL_WRITE_BYTES, move |context| {
                context.change(&id, |record| {
                    let had = record.delete_assessment(&assessment_id);
                    (had, had)
                })
            })
            .await
    }

    async fn link_run(&self, ids: &[TraceId], run_id: &str) -> Result<Vec<TraceId>> {
        let (ids, run_id) = (ids.to_vec(), run_id.to_owned());
        self.queue.write(SMALL_WRITE_BYTES, move |context| context.link_run(&ids, &run_id)).await
    }

    async fn link_prompts(&self, id: &TraceId, prompts: Vec<PromptReference>) -> Result<bool> {
        let id = id.clone();
        self.queue
            .write(SMALL_WRITE_BYTES, move |context| {
                let done = context.change(&id, |record| (record.link_prompts(prompts.clone()), true))?;
                Ok(done.is_some())
            })
            .await
    }

    async fn delete_traces(&self, experiment_id: ExperimentId, ids: &[TraceId]) -> Result<u64> {
        let ids = ids.to_vec();
        self.queue.write(SMALL_WRITE_BYTES, move |context| context.delete_traces(experiment_id, &ids)).await
    }

    async fn delete_until(
        &self,
        experiment_id: Option<ExperimentId>,
        until_ms: i64,
        limit: u64,
        keep_assessed: bool,
    ) -> Result<u64> {
        self.queue
            .write(SMALL_WRITE_BYTES, move |context| {
                context.delete_until(experiment_id, until_ms, limit, keep_assessed)
            })
            .await
    }

    async fn give_space_back(&self) -> Result<u64> {
        self.queue.write(0, |context| context.give_space_back()).await
    }

    async fn figures(&self) -> Result<StorageFigures> {
        let directory = self.directory.clone();
        let index_lag_ms = self.index.lag_ms.load(Ordering::Relaxed);
        self.readers
            .read(move |reader| Ok(StorageFigures { index_lag_ms, ..figures::figures(reader, &directory)? }))
            .await
    }

    fn changes(&self) -> TraceChanges {
        self.changes.subscribe()
    }
}
