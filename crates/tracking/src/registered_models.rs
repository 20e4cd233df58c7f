//! Registered models, prompts among them: made, found, changed and deleted.

use std::collections::BTreeMap;

use spanwell_model::registry::is_prompt;
use spanwell_model::{Error, Kind, RegisteredModel, Result};
use spanwell_store::{NewRegisteredModel, Page, RegisteredModelQuery, RegistryChange};

use crate::{Tracking, registry_checks};

/// Largest page of registered models (MLflow 3.17).
pub const REGISTERED_MODELS_PER_PAGE: usize = 1_000;

impl Tracking {
    /// Makes a registered model; with MLflow's tag for it, a prompt.
    pub async fn create_registered_model(
        &self,
        name: &str,
        description: &str,
        tags: BTreeMap<String, String>,
    ) -> Result<RegisteredModel> {
        registry_checks::name(name, "name")?;
        registry_checks::description(description)?;
        registry_checks::tags(&tags, &self.limits)?;
        let is_new_prompt = is_prompt(&tags);
        let new = NewRegisteredModel {
            name: name.to_owned(),
            description: description.to_owned(),
            tags,
            now_ms: self.clock.now_ms(),
        };
        match self.registry.create_registered_model(new).await {
            Err(error) if error.kind() == Kind::AlreadyExists => {
                let known = self.registry.get_registered_model(name).await?;
                let is_known_prompt = known.is_some_and(|known| is_prompt(&known.tags));
                Err(taken(name, is_known_prompt, is_new_prompt))
            }
            made => made.inspect(|model| self.announce_registered_model(model)),
        }
    }

    /// One registered model.
    pub async fn registered_model(&self, name: &str) -> Result<RegisteredModel> {
        registry_checks::name(name, "name")?;
        self.registry.get_registered_model(name).await?.ok_or_else(|| no_registered_model(name))
    }

    /// Gives a registered model another description.
    pub async fn describe_registered_model(&self, name: &str, description: &str) -> Result<RegisteredModel> {
        registry_checks::description(description)?;
        let description = Some(description.to_owned());
        self.change_registered_model(name, RegistryChange { description, ..RegistryChange::default() }).await
    }

    /// Gives a registered model another name; its versions and aliases go with it.
    pub async fn rename_registered_model(&self, name: &str, new_name: &str) -> Result<RegisteredModel> {
        registry_checks::name(new_name, "new_name")?;
        registry_checks::name(name, "name")?;
        let now_ms = self.clock.now_ms();
        let renamed = self.registry.rename_registered_model(name, new_name, now_ms).await?;
        renamed.ok_or_else(|| no_registered_model(name))
    }

    /// Deletes a registered model with its versions and aliases.
    pub async fn delete_registered_model(&self, name: &str) -> Result<()> {
        registry_checks::name(name, "name")?;
        match self.registry.delete_registered_model(name).await? {
            true => Ok(()),
            false => Err(no_registered_model(name)),
        }
    }

    /// A page of registered models.
    pub async fn search_registered_models(
        &self,
        query: RegisteredModelQuery,
    ) -> Result<Page<RegisteredModel>> {
        self.registry.search_registered_models(query).await
    }

    /// Sets a tag.
    pub async fn set_registered_model_tag(&self, name: &str, key: &str, value: &str) -> Result<()> {
        registry_checks::tag(key, value, &self.limits)?;
        self.change_tag(name, key, Some(value.to_owned())).await
    }

    /// Deletes a tag; one that is not there is no error.
    pub async fn delete_registered_model_tag(&self, name: &str, key: &str) -> Result<()> {
        crate::checks::tag_key(key, &self.limits)?;
        self.change_tag(name, key, None).await
    }

    async fn change_tag(&self, name: &str, key: &str, value: Option<String>) -> Result<()> {
        let tags = [(key.to_owned(), value.clone())].into();
        let change = RegistryChange { tags, ..RegistryChange::default() };
        let changed = self.change_registered_model(name, change).await?;
        self.announce_tag(&changed, key, value.as_deref());
        Ok(())
    }

    async fn change_registered_model(&self, name: &str, change: RegistryChange) -> Result<RegisteredModel> {
        registry_checks::name(name, "name")?;
        let change = RegistryChange { now_ms: self.clock.now_ms(), ..change };
        let changed = self.registry.change_registered_model(name, change).await?;
        changed.ok_or_else(|| no_registered_model(name))
    }
}

/// MLflow's words for a name that is not there.
pub(crate) fn no_registered_model(name: &str) -> Error {
    Error::not_found(format!("Registered Model with name={name} not found"))
}

/// A name is used once, by a model or by a prompt.
fn taken(name: &str, by_prompt: bool, for_prompt: bool) -> Error {
    let text = match (by_prompt, for_prompt) {
        (true, true) => format!("Prompt (name={name}) already exists."),
        (false, false) => format!("Registered Model (name={name}) already exists."),
        (true, false) => format!(
            "Tried to create a registered model with name '{name}', but the name is already taken by a prompt. MLflow does \
             not allow creating a model and a prompt with the same name."
        ),
        (false, true) => format!(
            "Tried to create a prompt with name '{name}', but the name is already taken by a registered model. MLflow does \
             not allow creating a model and a prompt with the same name."
        ),
    };
    Error::new(Kind::AlreadyExists, text)
}
