//! Headers, tags, assessments, links to runs and prompts: changes of a trace's record.

use spanwell_model::{Result, TraceId, TraceSummary};
use spanwell_store::{TraceHeader, TraceRecord};

use crate::write::context::WriteContext;

impl WriteContext<'_> {
    /// Stores or merges a header.
    pub(crate) fn put_header(&mut self, header: &TraceHeader) -> Result<TraceSummary> {
        let mut loaded = self.load_or_make(&header.trace_id, || {
            TraceRecord::new(header.trace_id.clone(), header.experiment_id, header.request_time_ms)
        })?;
        loaded.record.absorb_header(header);
        let mut merged = loaded.record.summary.clone();
        self.save(loaded)?;
        merged.version = self.state.counters.version;
        Ok(merged)
    }

    /// Changes the record of a trace; `None` when there is no such trace. `change` also tells whether it changed something.
    pub(crate) fn change<T>(
        &mut self,
        id: &TraceId,
        change: impl FnOnce(&mut TraceRecord) -> (T, bool),
    ) -> Result<Option<T>> {
        let Some(mut loaded) = self.load(id)? else { return Ok(None) };
        let (answer, is_changed) = change(&mut loaded.record);
        if is_changed {
            self.save(loaded)?;
        } else {
            self.state.cache.put(loaded.trace_key, loaded.record, loaded.tree);
        }
        Ok(Some(answer))
    }

    /// Links traces to a run, all or none; the answer is the unknown ones.
    pub(crate) fn link_run(&mut self, ids: &[TraceId], run_id: &str) -> Result<Vec<TraceId>> {
        let mut unknown = Vec::new();
        for id in ids {
            if crate::read::record::key_of(self.connection, id)?.is_none() {
                unknown.push(id.clone());
            }
        }
        if unknown.is_empty() {
            for id in ids {
                self.change(id, |record| ((), record.summary.run_ids.insert(run_id.to_owned())))?;
            }
        }
        Ok(unknown)
    }
}
