//! Experiments, found again by their names.

use serde_json::json;
use spanwell_mlflow::message::Message;
use spanwell_model::{Experiment, Kind as ErrorKind, Lifecycle, Result};

use crate::Target;
use crate::report::{Kind, Report};
use crate::source::MlflowServer;

/// An experiment of the source and what it became.
pub(crate) struct CopiedExperiment {
    /// Its id there.
    pub(crate) source_id: String,
    /// What it is here.
    pub(crate) here: Experiment,
    is_deleted: bool,
}

/// Copies all experiments, deleted ones too.
pub(crate) async fn copy(
    source: &MlflowServer,
    target: &Target,
    report: &mut Report<'_>,
) -> Result<Vec<CopiedExperiment>> {
    let message = json!({"max_results": 1000, "view_type": "ALL", "order_by": ["creation_time ASC"]});
    let mut copied = Vec::new();
    let mut pages = source.search("api/2.0/mlflow/experiments/search", message);
    while let Some(page) = pages.next().await? {
        for experiment in page.message().messages("experiments")? {
            let name = experiment.required_string("name")?;
            match copy_one(target, &experiment, name).await {
                Ok((one, is_new)) => {
                    match is_new {
                        true => report.copied(Kind::Experiment, 1),
                        false => report.present(Kind::Experiment, 1),
                    }
                    copied.push(one);
                }
                Err(error) => report.failed(Kind::Experiment, name, &error),
            }
        }
    }
    Ok(copied)
}

async fn copy_one(target: &Target, experiment: &Message<'_>, name: &str) -> Result<(CopiedExperiment, bool)> {
    let tags = experiment.key_values("tags")?;
    let (here, is_new) = match target.tracking.experiment_by_name(name).await {
        Ok(known) => (known, false),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            (target.tracking.create_experiment(name, None, tags.clone()).await?, true)
        }
        Err(error) => return Err(error),
    };
    let is_deleted = experiment.string("lifecycle_stage")? == Some("deleted");
    if here.lifecycle == Lifecycle::Deleted {
        // What belongs to it can only be written while it is in use.
        target.tracking.restore_experiment(here.experiment_id).await?;
    }
    for (key, value) in &tags {
        if !here.tags.contains_key(key) {
            target.tracking.set_experiment_tag(here.experiment_id, key, value).await?;
        }
    }
    let source_id = experiment.required_string("experiment_id")?.to_owned();
    Ok((CopiedExperiment { source_id, here, is_deleted }, is_new))
}

/// Deletes those that are deleted in the source, once everything in them is here.
pub(crate) async fn delete_again(target: &Target, experiments: &[CopiedExperiment], report: &mut Report<'_>) {
    for experiment in experiments.iter().filter(|experiment| experiment.is_deleted) {
        if let Err(error) = target.tracking.delete_experiment(experiment.here.experiment_id).await {
            report.failed(Kind::Experiment, &experiment.here.name, &error);
        }
    }
}
