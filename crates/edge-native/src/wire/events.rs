//! Messages of the event stream.

use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::trace::TraceRow;

/// Event `traces`: traces of the experiment that are new, changed or gone since the last message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct TracesEvent {
    /// New and changed traces, as they stand now.
    pub upserts: Vec<TraceRow>,
    /// Ids of traces that are gone.
    pub deleted: Vec<String>,
}

/// Event `trace`: the watched trace has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TraceEvent {
    /// The trace.
    pub trace_id: String,
    /// Its version now.
    pub version: i64,
}

/// Event `reset`: too much has changed to be listed; read again what is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ResetEvent {}
