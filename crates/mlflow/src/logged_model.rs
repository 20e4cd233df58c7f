//! `LoggedModel`.

use serde::Serialize;
use spanwell_model::{LoggedModel, LoggedModelStatus};

use crate::experiment::{KeyValue, key_values};
use crate::message::EnumChoice;
use crate::run::MetricAnswer;

/// The statuses of a logged model.
pub const STATUSES: [EnumChoice<LoggedModelStatus>; 4] = [
    ("LOGGED_MODEL_STATUS_UNSPECIFIED", 0, LoggedModelStatus::Unspecified),
    ("LOGGED_MODEL_PENDING", 1, LoggedModelStatus::Pending),
    ("LOGGED_MODEL_READY", 2, LoggedModelStatus::Ready),
    ("LOGGED_MODEL_UPLOAD_FAILED", 3, LoggedModelStatus::UploadFailed),
];

#[derive(Clone, Debug, Serialize)]
struct Info<'a> {
    model_id: &'a str,
    experiment_id: String,
    name: &'a str,
    creation_timestamp_ms: i64,
    last_updated_timestamp_ms: i64,
    artifact_uri: &'a str,
    status: &'static str,
    model_type: &'a str,
    source_run_id: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<KeyValue<'a>>,
}

#[derive(Clone, Debug, Serialize)]
struct Data<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    params: Vec<KeyValue<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    metrics: Vec<MetricAnswer<'a>>,
}

/// A logged model as answers show it.
#[derive(Clone, Debug, Serialize)]
pub struct LoggedModelAnswer<'a> {
    info: Info<'a>,
    data: Data<'a>,
}

impl<'a> From<&'a LoggedModel> for LoggedModelAnswer<'a> {
    fn from(model: &'a LoggedModel) -> Self {
        Self {
            info: Info {
                model_id: &model.model_id,
                experiment_id: model.experiment_id.to_string(),
                name: &model.name,
                creation_timestamp_ms: model.creation_time_ms,
                last_updated_timestamp_ms: model.last_update_time_ms,
                artifact_uri: &model.artifact_uri,
                status: model.status.name(),
                model_type: &model.model_type,
                source_run_id: &model.source_run_id,
                tags: key_values(&model.tags),
            },
            data: Data {
                params: key_values(&model.params),
                metrics: model
                    .metrics
                    .iter()
                    .map(|found| MetricAnswer::of_model(found, &model.model_id))
                    .collect(),
            },
        }
    }
}
