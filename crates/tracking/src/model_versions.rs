//! Versions of registered models and prompts, and the aliases that point to them.

use std::collections::BTreeMap;

use spanwell_model::{Error, ModelStage, ModelVersion, Result};
use spanwell_store::{ModelVersionQuery, NewModelVersion, Page, RegistryChange, StageChange};

use crate::registered_models::no_registered_model;
use crate::{Tracking, registry_checks};

/// Most versions that a client may ask for in one page (MLflow 3.17).
pub const MODEL_VERSIONS_ASKED: usize = 200_000;
/// Most versions of one page that is answered: versions hold whole prompts. The next page goes on.
pub const MODEL_VERSIONS_PER_PAGE: usize = 5_000;

/// What a client says of a version it makes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModelVersionDraft {
    /// Name of the registered model.
    pub name: String,
    /// What changed; of a prompt, the commit message.
    pub description: String,
    /// Where its files are.
    pub source: String,
    /// The run it came from; empty for none.
    pub run_id: String,
    /// Address of that run; empty for none.
    pub run_link: String,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

impl Tracking {
    /// Makes the next version of a registered model.
    pub async fn create_model_version(&self, draft: ModelVersionDraft) -> Result<ModelVersion> {
        let ModelVersionDraft { name, description, source, run_id, run_link, tags } = draft;
        registry_checks::name(&name, "name")?;
        registry_checks::description(&description)?;
        registry_checks::tags(&tags, &self.limits)?;
        let now_ms = self.clock.now_ms();
        let new = NewModelVersion { name: name.clone(), description, source, run_id, run_link, tags, now_ms };
        let made = self.registry.create_model_version(new).await?;
        let made = made.ok_or_else(|| no_registered_model(&name))?;
        self.announce_model_version(&made);
        Ok(made)
    }

    /// One version.
    pub async fn model_version(&self, name: &str, version: &str) -> Result<ModelVersion> {
        let number = checked(name, version)?;
        let found = self.registry.get_model_version(name, number).await?;
        found.ok_or_else(|| no_version(name, version))
    }

    /// Gives a version another description.
    pub async fn describe_model_version(
        &self,
        name: &str,
        version: &str,
        description: &str,
    ) -> Result<ModelVersion> {
        registry_checks::description(description)?;
        let description = Some(description.to_owned());
        let change = RegistryChange { description, ..RegistryChange::default() };
        self.change_model_version(name, version, change).await
    }

    /// Moves a version to another stage. Only those of the stages in use can be emptied for it.
    pub async fn change_model_stage(
        &self,
        name: &str,
        version: &str,
        stage: &str,
        archives_others: bool,
    ) -> Result<ModelVersion> {
        let to = read_stage(stage)?;
        if archives_others && !matches!(to, ModelStage::Staging | ModelStage::Production) {
            return Err(Error::invalid(format!(
                "Model version transition cannot archive existing model versions because '{stage}' is not an Active stage. \
                 Valid stages are ['Staging', 'Production']"
            )));
        }
        let number = checked(name, version)?;
        let change = StageChange { stage: to, archives_others, now_ms: self.clock.now_ms() };
        let changed = self.registry.change_model_stage(name, number, change).await?;
        changed.ok_or_else(|| no_version(name, version))
    }

    /// Deletes a version and its aliases; its number is not used again.
    pub async fn delete_model_version(&self, name: &str, version: &str) -> Result<()> {
        let number = checked(name, version)?;
        match self.registry.delete_model_version(name, number, self.clock.now_ms()).await? {
            true => Ok(()),
            false => Err(no_version(name, version)),
        }
    }

    /// A page of versions.
    pub async fn search_model_versions(&self, query: ModelVersionQuery) -> Result<Page<ModelVersion>> {
        let limit = query.limit.min(MODEL_VERSIONS_PER_PAGE);
        self.registry.search_model_versions(ModelVersionQuery { limit, ..query }).await
    }

    /// Sets a tag.
    pub async fn set_model_version_tag(
        &self,
        name: &str,
        version: &str,
        key: &str,
        value: &str,
    ) -> Result<()> {
        registry_checks::tag(key, value, &self.limits)?;
        let tags = [(key.to_owned(), Some(value.to_owned()))].into();
        let change = RegistryChange { tags, ..RegistryChange::default() };
        self.change_model_version(name, version, change).await?;
        self.announce_version_tag(name, version, key, Some(value)).await;
        Ok(())
    }

    /// Deletes a tag; one that is not there is no error.
    pub async fn delete_model_version_tag(&self, name: &str, version: &str, key: &str) -> Result<()> {
        crate::checks::tag_key(key, &self.limits)?;
        let change = RegistryChange { tags: [(key.to_owned(), None)].into(), ..RegistryChange::default() };
        self.change_model_version(name, version, change).await?;
        self.announce_version_tag(name, version, key, None).await;
        Ok(())
    }

    /// The highest version in each of these stages, in all when none is named.
    pub async fn latest_versions(&self, name: &str, stages: &[&str]) -> Result<Vec<ModelVersion>> {
        let stages: Vec<ModelStage> = stages.iter().map(|stage| read_stage(stage)).collect::<Result<_>>()?;
        let model = self.registered_model(name).await?;
        let is_asked = |version: &ModelVersion| stages.is_empty() || stages.contains(&version.stage);
        Ok(model.latest_versions.into_iter().filter(is_asked).collect())
    }

    /// Points an alias to a version.
    pub async fn set_model_alias(&self, name: &str, alias: &str, version: &str) -> Result<()> {
        registry_checks::name(name, "name")?;
        registry_checks::new_alias(alias)?;
        let number = checked(name, version)?;
        if !self.registry.set_model_alias(name, alias, number).await? {
            return Err(no_version(name, version));
        }
        self.announce_alias(name, alias, Some(version)).await;
        Ok(())
    }

    /// Deletes an alias; one that is not there is no error.
    pub async fn delete_model_alias(&self, name: &str, alias: &str) -> Result<()> {
        registry_checks::name(name, "name")?;
        registry_checks::alias(alias)?;
        if !self.registry.delete_model_alias(name, alias).await? {
            return Err(no_registered_model(name));
        }
        self.announce_alias(name, alias, None).await;
        Ok(())
    }

    /// The version that an alias points to; `latest` in any case of letters means the one with the highest number.
    pub async fn model_version_by_alias(&self, name: &str, alias: &str) -> Result<ModelVersion> {
        registry_checks::alias(alias)?;
        let mut model = self.registered_model(name).await?;
        if alias.eq_ignore_ascii_case(registry_checks::LATEST) {
            let newest = model.latest_versions.pop();
            return newest
                .ok_or_else(|| Error::not_found(format!("Latest version not found for model {name}.")));
        }
        let number = *model
            .aliases
            .get(alias)
            .ok_or_else(|| Error::not_found(format!("Registered model alias {alias} not found.")))?;
        let found = self.registry.get_model_version(name, number).await?;
        found.ok_or_else(|| no_version(name, &number.to_string()))
    }

    async fn change_model_version(
        &self,
        name: &str,
        version: &str,
        change: RegistryChange,
    ) -> Result<ModelVersion> {
        let number = checked(name, version)?;
        let change = RegistryChange { now_ms: self.clock.now_ms(), ..change };
        let changed = self.registry.change_model_version(name, number, change).await?;
        changed.ok_or_else(|| no_version(name, version))
    }
}

fn checked(name: &str, version: &str) -> Result<u32> {
    registry_checks::name(name, "name")?;
    registry_checks::version(version)
}

fn read_stage(name: &str) -> Result<ModelStage> {
    ModelStage::named(name).ok_or_else(|| {
        Error::invalid(format!(
            "Invalid Model Version stage: {name}. Value must be one of None, Staging, Production, Archived."
        ))
    })
}

fn no_version(name: &str, version: &str) -> Error {
    Error::not_found(format!("Model Version (name={name}, version={version}) not found"))
}
