//! Logged models, with their parameters and tags.

use std::collections::BTreeMap;

use serde_json::json;
use spanwell_mlflow::logged_model::STATUSES;
use spanwell_mlflow::message::Message;
use spanwell_model::{LoggedModel, Result};
use spanwell_tracking::runs::artifact_folder;

use crate::Target;
use crate::experiments::CopiedExperiment;
use crate::report::{Kind, Report};
use crate::source::MlflowServer;

/// Copies the logged models of an experiment. Their metrics come with the runs that measured them.
pub(crate) async fn copy(
    source: &MlflowServer,
    target: &Target,
    experiment: &CopiedExperiment,
    report: &mut Report<'_>,
) -> Result<()> {
    let message = json!({"experiment_ids": [experiment.source_id], "max_results": 50});
    let mut pages = source.search("api/2.0/mlflow/logged-models/search", message);
    while let Some(page) = pages.next().await? {
        for model in page.message().messages("models")? {
            let id = model.required_message("info")?.required_string("model_id")?;
            match copy_one(target, experiment, &model).await {
                Ok(true) => report.copied(Kind::LoggedModel, 1),
                Ok(false) => report.present(Kind::LoggedModel, 1),
                Err(error) => report.failed(Kind::LoggedModel, id, &error),
            }
        }
    }
    Ok(())
}

/// Whether it was copied; else it is here already.
async fn copy_one(target: &Target, experiment: &CopiedExperiment, model: &Message<'_>) -> Result<bool> {
    let info = model.required_message("info")?;
    let model_id = info.required_string("model_id")?.to_owned();
    if target.tracking.known_logged_model(&model_id).await? {
        return Ok(false);
    }
    let text = |name: &str| Ok::<_, spanwell_model::Error>(info.string(name)?.unwrap_or_default().to_owned());
    let params = match model.message("data")? {
        Some(data) => data.key_values("params")?,
        None => BTreeMap::new(),
    };
    let folder = format!("models/{model_id}/artifacts");
    let model = LoggedModel {
        artifact_uri: artifact_folder(&experiment.here.artifact_location, &folder),
        model_id,
        experiment_id: experiment.here.experiment_id,
        name: text("name")?,
        model_type: text("model_type")?,
        source_run_id: text("source_run_id")?,
        status: info.choice("status", &STATUSES)?.unwrap_or_default(),
        creation_time_ms: info.int64("creation_timestamp_ms")?.unwrap_or_default(),
        last_update_time_ms: info.int64("last_updated_timestamp_ms")?.unwrap_or_default(),
        params,
        tags: info.key_values("tags")?,
        metrics: Vec::new(),
    };
    target.tracking.import_logged_model(model).await?;
    Ok(true)
}
