//! The spans of a trace without their payload, column by column.

use serde::Serialize;
use utoipa::ToSchema;

/// The spans of a trace without their payload: one array a column, one place a span. Roots come first, parents before
/// their children; texts that repeat are numbers into `names`, `types` and `models`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct Skeleton {
    /// The trace.
    pub trace_id: String,
    /// The trace's version.
    pub version: i64,
    /// Earliest start of a span, in nanoseconds since the epoch, as decimal text.
    pub start_ns: String,
    /// Span names.
    pub names: Vec<String>,
    /// Span types; `UNKNOWN` for spans without one.
    pub types: Vec<String>,
    /// Models.
    pub models: Vec<String>,
    /// Span ids, 16 hexadecimal digits each.
    pub span_id: Vec<String>,
    /// Place of the parent; -1 for roots and for spans whose parent is not here.
    pub parent: Vec<i32>,
    /// Number of the name.
    pub name: Vec<u32>,
    /// Number of the type.
    #[serde(rename = "type")]
    pub span_type: Vec<u32>,
    /// Number of the model; -1 for none.
    pub model: Vec<i32>,
    /// 0 not said, 1 ended well, 2 failed.
    pub status: Vec<u8>,
    /// Start in microseconds after `start_ns`.
    pub start_us: Vec<i64>,
    /// Duration in microseconds; -1 while the span runs.
    pub duration_us: Vec<i64>,
    /// Tokens in and out; -1 for none.
    pub tokens: Vec<i64>,
    /// Cost in millionths of a US dollar; -1 for none.
    pub cost_micro_usd: Vec<i64>,
    /// Microseconds from the span's start to its first token; -1 for none.
    pub first_token_us: Vec<i64>,
    /// True when the trace has more spans than are shown here.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub truncated: bool,
}
