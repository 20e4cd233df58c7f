//! Runs: evaluations and other pieces of work, with what they logged.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::endpoints::list_experiments::View;
use crate::wire::experiments::Lifecycle;
use crate::wire::trace::TraceRow;

/// A search for runs.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RunSearch {
    /// A condition in MLflow's filter grammar, with OR, NOT and parentheses, such as `metrics.accuracy > 0.8`.
    #[serde(default)]
    pub filter: Option<String>,
    /// Order as MLflow's `order_by`, such as `metrics.accuracy DESC`; empty for newest first.
    #[serde(default)]
    pub order: Vec<String>,
    /// Runs in use (the default), deleted ones, or all.
    #[serde(default)]
    pub view: View,
    /// Most rows of the page, at most 500; 100 when left out.
    #[serde(default)]
    pub limit: Option<usize>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// A page of runs.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RunPage {
    /// The runs.
    pub runs: Vec<RunRow>,
    /// Where the next page starts; left out on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum RunStatus {
    /// It goes on.
    Running,
    /// It will start.
    Scheduled,
    /// It ended well.
    Finished,
    /// It failed.
    Failed,
    /// It was ended from outside.
    Killed,
}

/// One run as a list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RunRow {
    /// Its id.
    pub run_id: String,
    /// The experiment it belongs to.
    pub experiment_id: String,
    /// Its name.
    pub name: String,
    /// How far it is.
    pub status: RunStatus,
    /// In use or deleted.
    pub lifecycle: Lifecycle,
    /// Who made it.
    pub user: String,
    /// When it started, in milliseconds since the epoch.
    pub started_at: i64,
    /// When it ended, in milliseconds since the epoch; left out while it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<i64>,
    /// The latest value of each metric, by name.
    pub metrics: Vec<RunMetric>,
    /// Datasets that it used, in the order in which they were logged.
    pub datasets: Vec<RunDataset>,
}

/// The latest value of a metric.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RunMetric {
    /// Its name.
    pub key: String,
    /// Its value; left out when it is not a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The step it was logged at.
    pub step: i64,
    /// When it was measured, in milliseconds since the epoch.
    pub measured_at: i64,
}

/// A dataset that a run used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RunDataset {
    /// Its name.
    pub name: String,
    /// A short hash of its content.
    pub digest: String,
    /// What it was used for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    /// The evaluation dataset of this server that it is; left out for others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dataset_id: Option<String>,
}

/// A run with everything it logged.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RunDetail {
    /// What a list shows of it.
    #[serde(flatten)]
    pub row: RunRow,
    /// Name of its experiment.
    pub experiment_name: String,
    /// Its parameters.
    pub params: BTreeMap<String, String>,
    /// All its tags, those that begin with `mlflow.` too.
    pub tags: BTreeMap<String, String>,
    /// Logged models that it used or made, by id.
    pub models: Vec<String>,
    /// Root of its artifacts.
    pub artifact_uri: String,
}

/// What a folder of a run's artifacts holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ArtifactList {
    /// Files and folders, by name; at most 10,000.
    pub artifacts: Vec<Artifact>,
    /// True when the artifacts are elsewhere (`artifact_uri`) and this server cannot list them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub elsewhere: bool,
}

/// A file or folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Artifact {
    /// Its path from the root of the run's artifacts.
    pub path: String,
    /// The size of a file; left out for a folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
}

/// A page of the results of a run: its traces, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RunResultPage {
    /// The results.
    pub results: Vec<RunResult>,
    /// Where the next page starts; left out on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// One trace of a run, with what tells its inputs apart.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RunResult {
    /// What a list shows of the trace.
    #[serde(flatten)]
    pub row: TraceRow,
    /// The same text for the same inputs, whatever the order of their keys: joins the results of two runs. Left out when
    /// the trace has no inputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inputs_id: Option<String>,
}
