//! Prompts and registered models with all their versions, under the same numbers.

use spanwell_mlflow::message::Message;
use spanwell_model::{ModelVersion, Result};
use spanwell_store::{NewModelVersion, NewRegisteredModel};

use crate::Target;
use crate::experiments::CopiedExperiment;
use crate::report::{Kind, Report};
use crate::source::MlflowServer;

/// The tag that names a prompt's experiments: ids between commas.
const TAG_EXPERIMENTS: &str = "_mlflow_experiment_ids";
/// Filters that find prompts, and models that are none.
const FILTERS: [&str; 2] =
    ["tags.`mlflow.prompt.is_prompt` = 'true'", "tags.`mlflow.prompt.is_prompt` != 'true'"];

/// Copies the registry.
pub(crate) async fn copy(
    source: &MlflowServer,
    target: &Target,
    experiments: &[CopiedExperiment],
    report: &mut Report<'_>,
) -> Result<()> {
    for filter in FILTERS {
        let query = [("filter", filter), ("max_results", "200")];
        let mut pages = source.list("api/2.0/mlflow/registered-models/search", &query);
        while let Some(page) = pages.next().await? {
            for model in page.message().messages("registered_models")? {
                let name = model.required_string("name")?;
                if let Err(error) = copy_one(source, target, experiments, &model, filter, report).await {
                    report.failed(Kind::Prompt, name, &error);
                }
            }
        }
    }
    Ok(())
}

async fn copy_one(
    source: &MlflowServer,
    target: &Target,
    experiments: &[CopiedExperiment],
    model: &Message<'_>,
    filter: &str,
    report: &mut Report<'_>,
) -> Result<()> {
    let name = model.required_string("name")?;
    let mut tags = model.key_values("tags")?;
    if let Some(ids) = tags.get_mut(TAG_EXPERIMENTS) {
        *ids = renamed(ids, experiments);
    }
    let is_known = target.tracking.known_registered_model(name).await?;
    if !is_known {
        let new = NewRegisteredModel {
            name: name.to_owned(),
            description: model.string("description")?.unwrap_or_default().to_owned(),
            tags,
            now_ms: model.int64("creation_timestamp")?.unwrap_or_default(),
        };
        target.tracking.import_registered_model(new).await?;
    }
    let versions = versions(source, name, filter).await?;
    copy_versions(target, name, versions, report).await?;
    for alias in model.messages("aliases")? {
        let (alias, version) = (alias.required_string("alias")?, alias.required_string("version")?);
        target.tracking.set_model_alias(name, alias, version).await?;
    }
    match is_known {
        true => report.present(Kind::Prompt, 1),
        false => report.copied(Kind::Prompt, 1),
    }
    Ok(())
}

/// Ids of experiments of the source as they are here; those that were not copied are left out.
fn renamed(ids: &str, experiments: &[CopiedExperiment]) -> String {
    let here = |id: &str| {
        let found = experiments.iter().find(|experiment| experiment.source_id == id)?;
        Some(found.here.experiment_id.to_string())
    };
    let ids: Vec<String> = ids.split(',').filter_map(here).collect();
    format!(",{},", ids.join(","))
}

/// All versions, the first one first.
async fn versions(source: &MlflowServer, name: &str, filter: &str) -> Result<Vec<(u32, NewModelVersion)>> {
    let filter = format!("name = '{}' AND {filter}", name.replace('\'', "''"));
    let query = [("filter", filter.as_str()), ("max_results", "500")];
    let mut pages = source.list("api/2.0/mlflow/model-versions/search", &query);
    let mut versions = Vec::new();
    while let Some(page) = pages.next().await? {
        for version in page.message().messages("model_versions")? {
            let number = version.int64("version")?.and_then(|number| u32::try_from(number).ok());
            let text = |name: &str| {
                Ok::<_, spanwell_model::Error>(version.string(name)?.unwrap_or_default().to_owned())
            };
            let new = NewModelVersion {
                name: name.to_owned(),
                description: text("description")?,
                source: text("source")?,
                run_id: text("run_id")?,
                run_link: text("run_link")?,
                tags: version.key_values("tags")?,
                now_ms: version.int64("creation_timestamp")?.unwrap_or_default(),
            };
            versions.push((number.ok_or_else(|| version.missing("version"))?, new));
        }
    }
    versions.sort_by_key(|(number, _)| *number);
    Ok(versions)
}

/// Makes the versions that are not here. Numbers of deleted ones are passed over by making and deleting them.
async fn copy_versions(
    target: &Target,
    name: &str,
    versions: Vec<(u32, NewModelVersion)>,
    report: &mut Report<'_>,
) -> Result<()> {
    for (number, new) in versions {
        if target.tracking.known_model_version(name, number).await? {
            report.present(Kind::PromptVersion, 1);
            continue;
        }
        match copy_version(target, number, new).await {
            Ok(_) => report.copied(Kind::PromptVersion, 1),
            Err(error) => report.failed(Kind::PromptVersion, &format!("{number} of {name}"), &error),
        }
    }
    Ok(())
}

async fn copy_version(target: &Target, number: u32, new: NewModelVersion) -> Result<ModelVersion> {
    loop {
        let made = target.tracking.import_model_version(new.clone()).await?;
        if made.version == number {
            return Ok(made);
        }
        let made_number = made.version.to_string();
        target.tracking.delete_model_version(&new.name, &made_number).await?;
        if made.version > number {
            return Err(spanwell_model::Error::invalid(format!(
                "the number {number} was given to another version here, which was deleted"
            )));
        }
    }
}
