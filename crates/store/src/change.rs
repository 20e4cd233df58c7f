//! What changed, for live views and for whoever waits for spans.

use spanwell_model::{ExperimentId, TraceId};

/// What happened to a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new or one of its parts changed.
    Upserted,
    /// It is gone.
    Deleted,
}

/// A change of one trace, sent after it is durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceChange {
    /// The trace.
    pub trace_id: TraceId,
    /// Its experiment.
    pub experiment_id: ExperimentId,
    /// What happened.
    pub kind: ChangeKind,
    /// The trace's version after the change.
    pub version: i64,
    /// Spans it has after the change.
    pub span_count: u32,
}
