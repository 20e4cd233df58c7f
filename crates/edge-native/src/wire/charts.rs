//! Figures over time.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::wire::trace::State;

/// What figures are asked for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChartQuery {
    /// A condition in MLflow's filter grammar, with OR, NOT and parentheses.
    #[serde(default)]
    pub filter: Option<String>,
    /// Words that must all occur somewhere in the trace.
    #[serde(default)]
    pub text: Option<String>,
    /// States; empty for all.
    #[serde(default)]
    pub state: Vec<State>,
    /// Earliest request time, inclusive, in milliseconds since the epoch.
    pub start_ms: i64,
    /// Latest request time, exclusive, in milliseconds since the epoch.
    pub end_ms: i64,
    /// How many buckets the time is cut into, 1 to 200. Buckets of an hour or more become whole hours, of which the first
    /// may begin before `start_ms`.
    pub buckets: u32,
}

/// Figures over time.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Charts {
    /// Start of the first bucket, in milliseconds since the epoch.
    pub start_ms: i64,
    /// Length of a bucket in milliseconds.
    pub bucket_ms: i64,
    /// Buckets in order of time, without holes: at most as many as asked for, or one more when they are whole hours.
    pub buckets: Vec<ChartBucket>,
    /// All of it.
    pub total: ChartTotal,
    /// By model, largest first, at most 20.
    pub by_model: Vec<Slice>,
    /// By trace name, largest first, at most 20.
    pub by_name: Vec<Slice>,
}

/// Figures of a stretch of time.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ChartBucket {
    /// Its start, in milliseconds since the epoch.
    pub start_ms: i64,
    /// Traces that ended well, or whose state was not said.
    pub ok: u64,
    /// Traces that failed.
    pub error: u64,
    /// Traces that run.
    pub in_progress: u64,
    /// Median duration in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p50_ms: Option<f64>,
    /// 95th percentile of the duration in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p95_ms: Option<f64>,
    /// Tokens in.
    pub tokens_input: u64,
    /// Tokens out.
    pub tokens_output: u64,
    /// Cost in US dollars.
    pub cost_usd: f64,
}

/// Figures of the whole time.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ChartTotal {
    /// Traces.
    pub traces: u64,
    /// Traces that failed.
    pub errors: u64,
    /// Median duration in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p50_ms: Option<f64>,
    /// 95th percentile of the duration in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p95_ms: Option<f64>,
    /// Tokens in.
    pub tokens_input: u64,
    /// Tokens out.
    pub tokens_output: u64,
    /// Cost in US dollars.
    pub cost_usd: f64,
}

/// Figures of the traces that share a model or a name.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Slice {
    /// The model or the name.
    pub key: String,
    /// Traces.
    pub traces: u64,
    /// Traces that failed.
    pub errors: u64,
    /// Tokens in and out.
    pub tokens: u64,
    /// Cost in US dollars.
    pub cost_usd: f64,
}
