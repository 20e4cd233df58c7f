//! Runs: one piece of work (an evaluation, a batch) with its parameters, metrics, tags and what went in and came out.

use std::collections::BTreeMap;

use crate::experiment::Lifecycle;
use crate::ids::{ExperimentId, RunId};

/// How far a run is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RunStatus {
    /// It goes on.
    #[default]
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

impl RunStatus {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Running, Self::Scheduled, Self::Finished, Self::Failed, Self::Killed];

    /// MLflow's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Scheduled => "SCHEDULED",
            Self::Finished => "FINISHED",
            Self::Failed => "FAILED",
            Self::Killed => "KILLED",
        }
    }

    /// MLflow's number (`RunStatus` of its protocol); also what is stored.
    pub const fn number(self) -> i64 {
        match self {
            Self::Running => 1,
            Self::Scheduled => 2,
            Self::Finished => 3,
            Self::Failed => 4,
            Self::Killed => 5,
        }
    }

    /// The status of a number; unknown ones are `Running`.
    pub fn from_number(number: i64) -> Self {
        Self::ALL.into_iter().find(|status| status.number() == number).unwrap_or_default()
    }
}

/// One value of a metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// Its name.
    pub key: String,
    /// The value; may be not a number.
    pub value: f64,
    /// When it was measured, in milliseconds since the epoch.
    pub timestamp_ms: i64,
    /// At which step.
    pub step: i64,
    /// The logged model that it is about.
    pub model_id: Option<String>,
    /// The name of the dataset that it was measured on.
    pub dataset_name: Option<String>,
    /// The digest of that dataset.
    pub dataset_digest: Option<String>,
}

impl Metric {
    /// Which of two values of one metric is the latest: by step, then time, then value (MLflow's rule).
    pub fn is_later_than(&self, other: &Self) -> bool {
        let place = |metric: &Self| (metric.step, metric.timestamp_ms);
        place(self).cmp(&place(other)).then(self.value.total_cmp(&other.value)).is_gt()
    }
}

/// A dataset that a run used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatasetInput {
    /// Its name.
    pub name: String,
    /// A short hash of its content.
    pub digest: String,
    /// Where it comes from: the kind.
    pub source_type: String,
    /// Where it comes from: JSON of that kind.
    pub source: String,
    /// JSON of its columns.
    pub schema: Option<String>,
    /// JSON of its counts.
    pub profile: Option<String>,
    /// What it was used for and more, in order of keys.
    pub tags: BTreeMap<String, String>,
}

/// A model that a run made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelOutput {
    /// The id of the logged model.
    pub model_id: String,
    /// At which step.
    pub step: i64,
}

/// A run.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its id.
    pub run_id: RunId,
    /// Where it belongs.
    pub experiment_id: ExperimentId,
    /// Its name; also the tag `mlflow.runName`.
    pub name: String,
    /// Who made it.
    pub user_id: String,
    /// How far it is.
    pub status: RunStatus,
    /// When it started, in milliseconds since the epoch.
    pub start_time_ms: i64,
    /// When it ended, in milliseconds since the epoch.
    pub end_time_ms: Option<i64>,
    /// In use or deleted.
    pub lifecycle: Lifecycle,
    /// Root of its artifacts.
    pub artifact_uri: String,
    /// The latest value of each metric, by name.
    pub metrics: Vec<Metric>,
    /// Its parameters.
    pub params: BTreeMap<String, String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// The datasets that it used, in order of arrival.
    pub datasets: Vec<DatasetInput>,
    /// The ids of logged models that it used.
    pub model_inputs: Vec<String>,
    /// The logged models that it made.
    pub model_outputs: Vec<ModelOutput>,
}
