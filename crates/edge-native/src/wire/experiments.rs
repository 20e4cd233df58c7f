//! Experiments.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A page of experiments.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ExperimentList {
    /// The experiments, newest first.
    pub experiments: Vec<ExperimentRow>,
    /// Where the next page starts; left out on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// An experiment with its figures.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ExperimentRow {
    /// Its id, a decimal number.
    pub experiment_id: String,
    /// Its name.
    pub name: String,
    /// In use or deleted.
    pub lifecycle: Lifecycle,
    /// When it was made, in milliseconds since the epoch.
    pub created_at: i64,
    /// When it was changed, in milliseconds since the epoch.
    pub updated_at: i64,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Request time of its newest trace, in milliseconds since the epoch; left out when it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_trace_at: Option<i64>,
    /// All its traces.
    pub trace_count: u64,
    /// Figures of the last 24 hours.
    pub day: DayFigures,
}

/// Whether an experiment is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lifecycle {
    /// In use.
    Active,
    /// Deleted, can be restored.
    Deleted,
}

/// Figures of the last 24 hours.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct DayFigures {
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
    /// Tokens in and out.
    pub tokens: u64,
    /// Cost in US dollars.
    pub cost_usd: f64,
    /// Traces of each of the last 24 hours, oldest first.
    pub hourly: Vec<u64>,
}

/// An experiment to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExperimentDraft {
    /// Its name, not in use by another experiment, also not by a deleted one.
    pub name: String,
}

/// What changes in an experiment; what is left out stays as it is.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExperimentChange {
    /// A new name.
    #[serde(default)]
    pub name: Option<String>,
    /// Tags to set; null deletes one.
    #[serde(default)]
    pub tags: BTreeMap<String, Option<String>>,
}
