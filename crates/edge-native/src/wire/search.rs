//! Search of traces.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::wire::trace::{State, TraceRow};

/// Which traces are meant.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TraceSelection {
    /// A condition in MLflow's filter grammar, with OR, NOT and parentheses.
    #[serde(default)]
    pub filter: Option<String>,
    /// Words that must all occur somewhere in the trace.
    #[serde(default)]
    pub text: Option<String>,
    /// Earliest request time, inclusive, in milliseconds since the epoch.
    #[serde(default)]
    pub start_ms: Option<i64>,
    /// Latest request time, exclusive, in milliseconds since the epoch.
    #[serde(default)]
    pub end_ms: Option<i64>,
    /// States; empty for all.
    #[serde(default)]
    pub state: Vec<State>,
}

/// A search for traces.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TraceSearch {
    /// A condition in MLflow's filter grammar, with OR, NOT and parentheses.
    #[serde(default)]
    pub filter: Option<String>,
    /// Words that must all occur somewhere in the trace.
    #[serde(default)]
    pub text: Option<String>,
    /// Earliest request time, inclusive, in milliseconds since the epoch.
    #[serde(default)]
    pub start_ms: Option<i64>,
    /// Latest request time, exclusive, in milliseconds since the epoch.
    #[serde(default)]
    pub end_ms: Option<i64>,
    /// States; empty for all.
    #[serde(default)]
    pub state: Vec<State>,
    /// Order as MLflow's `order_by`, such as `attributes.timestamp_ms DESC`; empty for newest first.
    #[serde(default)]
    pub order: Vec<String>,
    /// Most rows of the page, at most 500; 100 when left out.
    #[serde(default)]
    pub limit: Option<usize>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// A page of traces.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TracePage {
    /// The traces.
    pub traces: Vec<TraceRow>,
    /// Where the next page starts; left out on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// When the page was read, in milliseconds since the epoch.
    pub as_of: i64,
}

/// How many traces there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TraceCount {
    /// The number counted.
    pub count: u64,
    /// False when there are more: counting stops at 10,000.
    pub exact: bool,
}

/// Traces to be deleted.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TraceDeletion {
    /// Their ids, at most 1,000; those of other experiments are left alone.
    pub trace_ids: Vec<String>,
}

/// Traces deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Deleted {
    /// How many there were.
    pub deleted: u64,
}
