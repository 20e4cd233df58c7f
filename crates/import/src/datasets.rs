//! Evaluation datasets with their records.

use serde_json::json;
use spanwell_mlflow::message::Message;
use spanwell_model::{Dataset, Error, ExperimentId, Result};

use crate::Target;
use crate::experiments::CopiedExperiment;
use crate::report::{Kind, Report};
use crate::source::MlflowServer;

const DATASETS: &str = "api/3.0/mlflow/datasets";

/// Copies all datasets.
pub(crate) async fn copy(
    source: &MlflowServer,
    target: &Target,
    experiments: &[CopiedExperiment],
    report: &mut Report<'_>,
) -> Result<()> {
    let message = json!({"max_results": 1000, "order_by": ["created_time ASC"]});
    let mut pages = source.search(format!("{DATASETS}/search"), message);
    while let Some(page) = pages.next().await? {
        for dataset in page.message().messages("datasets")? {
            let id = dataset.required_string("dataset_id")?;
            match copy_one(source, target, experiments, &dataset).await {
                Ok(is_new) => {
                    match is_new {
                        true => report.copied(Kind::Dataset, 1),
                        false => report.present(Kind::Dataset, 1),
                    }
                    if let Err(error) = copy_records(source, target, id, report).await {
                        report.failed(Kind::DatasetRecord, &format!("of {id}"), &error);
                    }
                }
                Err(error) => report.failed(Kind::Dataset, id, &error),
            }
        }
    }
    Ok(())
}

/// Whether it was copied; else it is here already.
async fn copy_one(
    source: &MlflowServer,
    target: &Target,
    experiments: &[CopiedExperiment],
    dataset: &Message<'_>,
) -> Result<bool> {
    let id = dataset.required_string("dataset_id")?;
    if target.tracking.known_dataset(id).await? {
        return Ok(false);
    }
    let answer = source.fetch(&format!("{DATASETS}/{id}/experiment-ids"), &[]).await?;
    let here = |id: &str| -> Option<ExperimentId> {
        let found = experiments.iter().find(|experiment| experiment.source_id == id)?;
        Some(found.here.experiment_id)
    };
    let experiment_ids = answer.message().strings("experiment_ids")?.into_iter().filter_map(here).collect();
    let text = |name: &str| Ok::<_, Error>(dataset.string(name)?.map(str::to_owned));
    let tags = dataset.string("tags")?.filter(|tags| !tags.is_empty()).unwrap_or("{}");
    let tags = serde_json::from_str(tags)
        .map_err(|error| Error::invalid(format!("the tags of dataset {id} are no JSON object: {error}")))?;
    let created_time_ms = dataset.int64("created_time")?.unwrap_or_default();
    let last_update_time_ms = dataset.int64("last_update_time")?.unwrap_or(created_time_ms);
    let dataset = Dataset {
        dataset_id: id.to_owned(),
        name: dataset.required_string("name")?.to_owned(),
        tags,
        schema: None,
        record_count: 0,
        created_time_ms,
        last_update_time_ms,
        content_time_ms: last_update_time_ms,
        created_by: text("created_by")?,
        last_updated_by: text("last_updated_by")?,
        experiment_ids,
    };
    target.tracking.import_dataset(dataset).await?;
    Ok(true)
}

async fn copy_records(
    source: &MlflowServer,
    target: &Target,
    id: &str,
    report: &mut Report<'_>,
) -> Result<()> {
    let mut pages = source.list(format!("{DATASETS}/{id}/records"), &[("max_results", "1000")]);
    while let Some(page) = pages.next().await? {
        if let Some(records) = page.message().string("records")? {
            // Records with the same inputs are one: those that are here already are merged into themselves.
            let merged = target.tracking.merge_records(id, records.to_owned()).await?;
            report.copied(Kind::DatasetRecord, merged.inserted);
            report.present(Kind::DatasetRecord, merged.updated);
        }
    }
    Ok(())
}
