//! Traces: their headers, their spans, search, tags, links, deletion.

use futures_util::future::join_all;
use spanwell_model::{Error, ExperimentId, PromptReference, Result, Span, TraceId, TraceSummary};
use spanwell_store::{Page, TraceHeader, TraceQuery};

use crate::{Tracking, checks};

/// Most traces linked to a run by one call (MLflow 3.17).
pub const LINKED_TRACES_PER_CALL: usize = 100;

/// A trace with its spans.
pub type WholeTrace = (TraceSummary, Vec<Span>);

impl Tracking {
    /// Takes a trace's header. When it announces spans that are not here yet, the answer waits for them for a short
    /// time: MLflow's client sends header and spans at the same time, and sends every span a second time unless the
    /// answer says that they are stored.
    pub async fn start_trace(&self, mut header: TraceHeader) -> Result<TraceSummary> {
        self.locate(&mut header).await?;
        self.cut_header(&mut header)?;
        let id = header.trace_id.clone();
        let summary = self.traces.put_header(header).await?;
        match summary.expected_spans {
            Some(expected) if summary.span_count < expected => {
                let later = self.wait_for_spans(&id, expected, self.limits.header_wait_ms).await?;
                Ok(later.unwrap_or(summary))
            }
            _ => Ok(summary),
        }
    }

    /// Says where the files of a trace are, unless it has that tag already.
    pub(crate) async fn locate(&self, header: &mut TraceHeader) -> Result<()> {
        let experiment = self.experiment(header.experiment_id).await?;
        let location = format!("{}/traces/{}/artifacts", experiment.artifact_location, header.trace_id);
        header.default_tags.push(("mlflow.artifactLocation".into(), location));
        Ok(())
    }

    /// Cuts what is too long (as MLflow does) and refuses what would collide when cut.
    fn cut_header(&self, header: &mut TraceHeader) -> Result<()> {
        let limits = &self.limits;
        if let Some(session) = header.metadata.get(spanwell_store::summary::META_SESSION)
            && session.chars().count() > limits.metadata_value_characters
        {
            return Err(Error::invalid(format!(
                "session id exceeds the maximum length of {} characters (it has {})",
                limits.metadata_value_characters,
                session.chars().count()
            )));
        }
        for value in header.metadata.values_mut() {
            *value = spanwell_store::summary::cut(value, limits.metadata_value_characters);
        }
        for (key, value) in &mut header.tags {
            if key.chars().count() > limits.tag_key_characters {
                return Err(Error::invalid(format!(
                    "trace tag key `{key}` exceeds the maximum length of {} characters",
                    limits.tag_key_characters
                )));
            }
            *value = spanwell_store::summary::cut(value, limits.tag_value_characters);
        }
        for preview in [&mut header.request_preview, &mut header.response_preview].into_iter().flatten() {
            *preview = spanwell_store::summary::cut(preview, limits.preview_characters);
        }
        Ok(())
    }

    /// One trace's summary.
    pub async fn trace(&self, id: &TraceId) -> Result<TraceSummary> {
        let found = self.traces.get_traces(std::slice::from_ref(id)).await?.into_iter().next().flatten();
        found.ok_or_else(|| not_found(id))
    }

    /// These traces' summaries in the order asked for, unknown ones left out.
    pub async fn traces(&self, ids: &[TraceId]) -> Result<Vec<TraceSummary>> {
        Ok(self.traces.get_traces(ids).await?.into_iter().flatten().collect())
    }

    /// A trace with its spans. Unless `allow_partial`, a trace of which spans are missing is waited for, for a short time,
    /// and then is `NotFound`, as MLflow's client expects of a trace that is on its way.
    pub async fn whole_trace(&self, id: &TraceId, allow_partial: bool) -> Result<WholeTrace> {
        let mut summary = self.trace(id).await?;
        if let (false, Some(expected)) = (allow_partial, summary.expected_spans)
            && summary.span_count < expected
        {
            let later = self.wait_for_spans(id, expected, self.limits.header_wait_ms).await?;
            summary = later.ok_or_else(|| not_found(id))?;
            if summary.span_count < expected {
                return Err(Error::not_found(format!(
                    "Trace with ID {id} is not fully exported yet ({} of {expected} spans), please try again later.",
                    summary.span_count
                )));
            }
        }
        let spans = self.traces.get_spans(id).await?;
        Ok((summary, spans))
    }

    /// Traces with their spans, and the ids of those left out because they are unknown or incomplete.
    pub async fn whole_traces(&self, ids: &[TraceId]) -> Result<(Vec<WholeTrace>, Vec<TraceId>)> {
        let (mut whole, mut left_out) = (Vec::new(), Vec::new());
        // At once, so that the call waits for spans once and not once a trace.
        let found = join_all(ids.iter().map(|id| self.whole_trace(id, false))).await;
        for (id, result) in ids.iter().zip(found) {
            match result {
                Ok(trace) => whole.push(trace),
                Err(error) if error.kind() == spanwell_model::Kind::NotFound => left_out.push(id.clone()),
                Err(error) => return Err(error),
            }
        }
        Ok((whole, left_out))
    }

    /// A page of traces.
    pub async fn search_traces(&self, query: TraceQuery) -> Result<Page<TraceSummary>> {
        let most = self.limits.traces_per_page;
        if query.limit == 0 || query.limit > most {
            return Err(Error::invalid(format!(
                "Invalid value {} for parameter 'max_results' supplied: It must be a positive integer, at most {most}.",
                query.limit
            )));
        }
        self.traces.search_traces(query).await
    }

    /// Sets a tag.
    pub async fn set_trace_tag(&self, id: &TraceId, key: &str, value: &str) -> Result<()> {
        checks::trace_tag(key, Some(value), &self.limits)?;
        self.traces.change_trace_tag(id, key, Some(value)).await?.map(|_| ()).ok_or_else(|| not_found(id))
    }

    /// Deletes a tag.
    pub async fn delete_trace_tag(&self, id: &TraceId, key: &str) -> Result<()> {
        checks::trace_tag(key, None, &self.limits)?;
        match self.traces.change_trace_tag(id, key, None).await? {
            Some(true) => Ok(()),
            Some(false) => Err(Error::not_found(format!("No tag with name: {key} in trace with ID {id}."))),
            None => Err(not_found(id)),
        }
    }

    /// Links traces to a run.
    pub async fn link_traces_to_run(&self, ids: &[TraceId], run_id: &str) -> Result<()> {
        if ids.len() > LINKED_TRACES_PER_CALL {
            return Err(Error::invalid(format!(
                "Cannot link more than {LINKED_TRACES_PER_CALL} traces to a run in a single request. Provided {} traces.",
                ids.len()
            )));
        }
        let unknown = self.traces.link_run(ids, run_id).await?;
        match unknown.first() {
            None => Ok(()),
            Some(id) => Err(not_found(id)),
        }
    }

    /// Links prompts to a trace.
    pub async fn link_prompts(&self, id: &TraceId, prompts: Vec<PromptReference>) -> Result<()> {
        if self.traces.link_prompts(id, prompts).await? { Ok(()) } else { Err(not_found(id)) }
    }

    /// Deletes these traces of the experiment; unknown ones and those of other experiments are not counted.
    pub async fn delete_traces(&self, experiment_id: ExperimentId, ids: &[TraceId]) -> Result<u64> {
        self.traces.delete_traces(experiment_id, ids).await
    }

    /// Deletes the experiment's traces whose request time is at most `until_ms`, oldest first, at most `most`.
    pub async fn delete_traces_until(
        &self,
        experiment_id: ExperimentId,
        until_ms: i64,
        most: Option<u64>,
    ) -> Result<u64> {
        const STEP: u64 = 1_000;
        let mut deleted = 0;
        loop {
            let step = most.map_or(STEP, |most| STEP.min(most.saturating_sub(deleted)));
            if step == 0 {
                return Ok(deleted);
            }
            let now = self.traces.delete_until(Some(experiment_id), until_ms, step, false).await?;
            deleted += now;
            if now == 0 {
                return Ok(deleted);
            }
        }
    }
}

pub(crate) fn not_found(id: &TraceId) -> Error {
    Error::not_found(format!("Trace with ID '{id}' not found."))
}
