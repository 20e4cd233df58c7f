//! Runs with everything that was logged to them, and their files.

use serde_json::json;
use spanwell_artifacts::stored_path;
use spanwell_mlflow::message::Message;
use spanwell_mlflow::run::{STATUSES, read_dataset, read_metric, read_outputs};
use spanwell_model::{Lifecycle, Metric, Result, Run, RunId};
use spanwell_store::{NewRun, RunBatch, RunChange};
use spanwell_tracking::runs::artifact_folder;

use crate::Target;
use crate::experiments::CopiedExperiment;
use crate::report::{Kind, Report};
use crate::source::MlflowServer;

/// Deepest folder of artifacts that is looked into.
const FOLDER_DEPTH: usize = 32;

/// Copies the runs of an experiment, deleted ones too; gives their ids.
pub(crate) async fn copy(
    source: &MlflowServer,
    target: &Target,
    experiment: &CopiedExperiment,
    report: &mut Report<'_>,
) -> Result<Vec<RunId>> {
    let message = json!({
        "experiment_ids": [experiment.source_id], "max_results": 1000, "run_view_type": "ALL",
        "order_by": ["attributes.start_time ASC"],
    });
    let mut ids = Vec::new();
    let mut pages = source.search("api/2.0/mlflow/runs/search", message);
    while let Some(page) = pages.next().await? {
        for run in page.message().messages("runs")? {
            let id = run.required_message("info")?.required_string("run_id")?;
            match copy_one(source, target, experiment, &run, report).await {
                Ok(run) => {
                    if let Err(error) = copy_files(source, target, &run, report).await {
                        report.failed(Kind::Artifact, &format!("of run {id}"), &error);
                    }
                    ids.push(run.run_id);
                }
                Err(error) => report.failed(Kind::Run, id, &error),
            }
        }
    }
    Ok(ids)
}

async fn copy_one(
    source: &MlflowServer,
    target: &Target,
    experiment: &CopiedExperiment,
    run: &Message<'_>,
    report: &mut Report<'_>,
) -> Result<Run> {
    let info = run.required_message("info")?;
    let run_id = RunId::parse(info.required_string("run_id")?)?;
    let batch = read_batch(source, run, &run_id).await?;
    let known = target.tracking.known_run(&run_id).await?;
    let is_new = known.is_none();
    if is_new {
        let text =
            |name: &str| Ok::<_, spanwell_model::Error>(info.string(name)?.unwrap_or_default().to_owned());
        let new = NewRun {
            run_id: run_id.clone(),
            experiment_id: experiment.here.experiment_id,
            name: text("run_name")?,
            user_id: text("user_id")?,
            start_time_ms: info.int64("start_time")?.unwrap_or_default(),
            artifact_uri: artifact_folder(&experiment.here.artifact_location, &format!("{run_id}/artifacts")),
            tags: batch.tags.clone(),
        };
        target.tracking.import_run(new).await?;
    }
    let values = batch.metrics.len();
    let is_whole = known.is_some_and(|known| is_whole(&known, &batch));
    if !is_whole {
        // Values that are here already are kept once.
        target.tracking.import_to_run(&run_id, batch).await?;
    }
    let change = RunChange {
        status: info.choice("status", &STATUSES)?,
        end_time_ms: info.int64("end_time")?,
        name: None,
    };
    target.tracking.import_run_change(&run_id, change, lifecycle(&info)?).await?;
    match is_new {
        true => report.copied(Kind::Run, 1),
        false => report.present(Kind::Run, 1),
    }
    match is_whole {
        true => report.present(Kind::MetricValue, values),
        false => report.copied(Kind::MetricValue, values),
    }
    target.tracking.run(&run_id).await
}

fn lifecycle(info: &Message<'_>) -> Result<Lifecycle> {
    Ok(match info.string("lifecycle_stage")? {
        Some("deleted") => Lifecycle::Deleted,
        _ => Lifecycle::Active,
    })
}

/// Whether a run has everything already: the latest values tell that the earlier ones came too, since all of them are
/// written together.
fn is_whole(known: &Run, batch: &RunBatch) -> bool {
    let has =
        |metric: &Metric| known.metrics.iter().any(|one| one.key == metric.key && one.step >= metric.step);
    batch.metrics.iter().all(has)
        && batch.params.keys().all(|key| known.params.contains_key(key))
        && batch.tags.keys().all(|key| known.tags.contains_key(key))
        && known.datasets.len() >= batch.datasets.len()
        && known.model_inputs.len() >= batch.model_inputs.len()
        && known.model_outputs.len() >= batch.model_outputs.len()
}

async fn read_batch(source: &MlflowServer, run: &Message<'_>, run_id: &RunId) -> Result<RunBatch> {
    let mut batch = RunBatch::default();
    if let Some(data) = run.message("data")? {
        batch.params = data.key_values("params")?;
        batch.tags = data.key_values("tags")?;
        for metric in data.messages("metrics")? {
            batch.metrics.extend(history(source, run_id, metric.required_string("key")?).await?);
        }
    }
    if let Some(inputs) = run.message("inputs")? {
        for input in inputs.messages("dataset_inputs")? {
            batch.datasets.push(read_dataset(&input)?);
        }
        for model in inputs.messages("model_inputs")? {
            batch.model_inputs.push(model.required_string("model_id")?.to_owned());
        }
    }
    if let Some(outputs) = run.message("outputs")? {
        batch.model_outputs = read_outputs(&outputs, "model_outputs")?;
    }
    Ok(batch)
}

/// All values of a metric.
async fn history(source: &MlflowServer, run_id: &RunId, key: &str) -> Result<Vec<Metric>> {
    let query = [("run_id", run_id.as_str()), ("metric_key", key), ("max_results", "25000")];
    let mut pages = source.list("api/2.0/mlflow/metrics/get-history", &query);
    let mut values = Vec::new();
    while let Some(page) = pages.next().await? {
        for metric in page.message().messages("metrics")? {
            values.push(read_metric(&metric)?);
        }
    }
    Ok(values)
}

async fn copy_files(
    source: &MlflowServer,
    target: &Target,
    run: &Run,
    report: &mut Report<'_>,
) -> Result<()> {
    let mut folders = vec![(String::new(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let query = [("run_id", run.run_id.as_str()), ("path", folder.as_str())];
        let query = if folder.is_empty() { &query[..1] } else { &query[..] };
        let listed = source.fetch("api/2.0/mlflow/artifacts/list", query).await?;
        let here = target.artifacts.list(&stored_path(&run.artifact_uri, &folder)?).await?;
        for file in listed.message().messages("files")? {
            let path = file.required_string("path")?;
            if file.boolean("is_dir")?.unwrap_or(false) {
                if depth < FOLDER_DEPTH {
                    folders.push((path.to_owned(), depth + 1));
                }
                continue;
            }
            let name = path.rsplit('/').next().unwrap_or(path);
            let bytes = file.int64("file_size")?.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or(0);
            if here.iter().any(|known| known.name == name && known.bytes == Some(bytes)) {
                report.present(Kind::Artifact, 1);
                continue;
            }
            match copy_file(source, target, run, path).await {
                Ok(()) => report.copied(Kind::Artifact, 1),
                Err(error) => report.failed(Kind::Artifact, &format!("{path} of run {}", run.run_id), &error),
            }
        }
    }
    Ok(())
}

async fn copy_file(source: &MlflowServer, target: &Target, run: &Run, path: &str) -> Result<()> {
    let query = [("run_id", run.run_id.as_str()), ("path", path)];
    let content = source.download("get-artifact", &query).await?;
    target.artifacts.put(&stored_path(&run.artifact_uri, path)?, content).await
}
