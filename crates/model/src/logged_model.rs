//! Logged models: a version of an application or a model that traces, runs and metrics can name.

use std::collections::BTreeMap;

use crate::ids::ExperimentId;
use crate::run::Metric;

/// How far a logged model is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LoggedModelStatus {
    /// Not said.
    #[default]
    Unspecified,
    /// Its files are still on their way.
    Pending,
    /// It can be used.
    Ready,
    /// Its files did not arrive.
    UploadFailed,
}

impl LoggedModelStatus {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Unspecified, Self::Pending, Self::Ready, Self::UploadFailed];

    /// MLflow's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "LOGGED_MODEL_STATUS_UNSPECIFIED",
            Self::Pending => "LOGGED_MODEL_PENDING",
            Self::Ready => "LOGGED_MODEL_READY",
            Self::UploadFailed => "LOGGED_MODEL_UPLOAD_FAILED",
        }
    }

    /// MLflow's number (`LoggedModelStatus` of its protocol); also what is stored.
    pub const fn number(self) -> i64 {
        match self {
            Self::Unspecified => 0,
            Self::Pending => 1,
            Self::Ready => 2,
            Self::UploadFailed => 3,
        }
    }

    /// The status of a number; unknown ones are `Unspecified`.
    pub fn from_number(number: i64) -> Self {
        Self::ALL.into_iter().find(|status| status.number() == number).unwrap_or_default()
    }
}

/// A value of a metric that was logged to a run about a model.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelMetric {
    /// The run that it was logged to.
    pub run_id: String,
    /// The value.
    pub metric: Metric,
}

/// A logged model.
#[derive(Clone, Debug, PartialEq)]
pub struct LoggedModel {
    /// Its id: `m-` and 32 hexadecimal digits.
    pub model_id: String,
    /// Where it belongs.
    pub experiment_id: ExperimentId,
    /// Its name; several models may have the same.
    pub name: String,
    /// What it is; may be empty.
    pub model_type: String,
    /// The run that made it; may be empty.
    pub source_run_id: String,
    /// How far it is.
    pub status: LoggedModelStatus,
    /// When it was made, in milliseconds since the epoch.
    pub creation_time_ms: i64,
    /// When its status changed, in milliseconds since the epoch.
    pub last_update_time_ms: i64,
    /// Root of its files.
    pub artifact_uri: String,
    /// Its parameters.
    pub params: BTreeMap<String, String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Values of metrics about it.
    pub metrics: Vec<ModelMetric>,
}
