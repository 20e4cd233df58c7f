//! Traces that were written a moment ago: their next spans come soon, and need neither row nor skeleton read again.

use lru::LruCache;
use spanwell_model::TraceId;
use spanwell_store::{SpanTree, TraceRecord};

/// Most traces remembered.
const TRACES: usize = 2_048;

/// Most spans of all remembered traces.
const SPANS: usize = 60_000;

/// Traces that were written a moment ago.
pub(crate) struct TraceCache {
    traces: LruCache<TraceId, (i64, TraceRecord, Option<SpanTree>)>,
    spans: usize,
}

impl Default for TraceCache {
    fn default() -> Self {
        Self { traces: LruCache::unbounded(), spans: 0 }
    }
}

fn weight(tree: Option<&SpanTree>) -> usize {
    tree.map_or(0, |tree| tree.len() as usize)
}

impl TraceCache {
    /// Takes a trace out, to be changed and put back.
    pub(crate) fn take(&mut self, id: &TraceId) -> Option<(i64, TraceRecord, Option<SpanTree>)> {
        let taken = self.traces.pop(id)?;
        self.spans -= weight(taken.2.as_ref());
        Some(taken)
    }

    /// Remembers a trace; the ones not used for longest are forgotten.
    pub(crate) fn put(&mut self, trace_key: i64, record: TraceRecord, tree: Option<SpanTree>) {
        self.spans += weight(tree.as_ref());
        let id = record.summary.trace_id.clone();
        if let Some((_, (_, _, old))) = self.traces.push(id, (trace_key, record, tree)) {
            self.spans -= weight(old.as_ref());
        }
        while self.traces.len() > TRACES || (self.spans > SPANS && self.traces.len() > 1) {
            let Some((_, (_, _, tree))) = self.traces.pop_lru() else { break };
            self.spans -= weight(tree.as_ref());
        }
    }

    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.traces.clear();
        self.spans = 0;
    }
}
