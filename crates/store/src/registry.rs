//! The port for the registry of models and prompts.

use std::collections::BTreeMap;

use async_trait::async_trait;
use spanwell_model::{ModelStage, ModelVersion, RegisteredModel, Result};
use spanwell_query::{ModelVersionFilter, ModelVersionOrder, RegisteredModelFilter, RegisteredModelOrder};

use crate::{Cursor, Page};

/// A registered model to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRegisteredModel {
    /// Its name, unique.
    pub name: String,
    /// What it is for; empty for none.
    pub description: String,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Now, in milliseconds since the epoch.
    pub now_ms: i64,
}

/// A version to be made; its number is allotted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewModelVersion {
    /// Name of the registered model.
    pub name: String,
    /// What changed; empty for none.
    pub description: String,
    /// Where its files are.
    pub source: String,
    /// The run it came from; empty for none.
    pub run_id: String,
    /// Address of that run; empty for none.
    pub run_link: String,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Now, in milliseconds since the epoch.
    pub now_ms: i64,
}

/// A change of a registered model or a version; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegistryChange {
    /// The new description; it alone changes the time of the last update (as in MLflow).
    pub description: Option<String>,
    /// Tags that are set (`Some`) or deleted (`None`).
    pub tags: BTreeMap<String, Option<String>>,
    /// Now, in milliseconds since the epoch.
    pub now_ms: i64,
}

/// A version that is moved to another stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageChange {
    /// Where it goes.
    pub stage: ModelStage,
    /// Whether the other versions in that stage are archived.
    pub archives_others: bool,
    /// Now, in milliseconds since the epoch.
    pub now_ms: i64,
}

/// A search for registered models.
///
/// Prompts are hidden unless the filter names the tag `mlflow.prompt.is_prompt` (as in MLflow 3.17); a model without that
/// tag has the value `false` there.
#[derive(Clone, Debug, Default)]
pub struct RegisteredModelQuery {
    /// Condition.
    pub filter: RegisteredModelFilter,
    /// Complete order.
    pub order: Vec<RegisteredModelOrder>,
    /// Most rows.
    pub limit: usize,
    /// Where the page before ended.
    pub after: Option<Cursor>,
}

/// A search for versions; prompts are hidden as in [`RegisteredModelQuery`].
#[derive(Clone, Debug, Default)]
pub struct ModelVersionQuery {
    /// Condition.
    pub filter: ModelVersionFilter,
    /// Complete order.
    pub order: Vec<ModelVersionOrder>,
    /// Most rows.
    pub limit: usize,
    /// Where the page before ended.
    pub after: Option<Cursor>,
}

/// What is asked of any engine about the registry. Numbers of deleted versions are never allotted again while the model
/// exists; the aliases of a deleted version are deleted with it.
#[async_trait]
pub trait RegistryStore: Send + Sync {
    /// Makes a model. Fails with `AlreadyExists` when the name is in use.
    async fn create_registered_model(&self, new: NewRegisteredModel) -> Result<RegisteredModel>;

    /// One model.
    async fn get_registered_model(&self, name: &str) -> Result<Option<RegisteredModel>>;

    /// Changes a model. `Ok(None)` when there is none.
    async fn change_registered_model(
        &self,
        name: &str,
        change: RegistryChange,
    ) -> Result<Option<RegisteredModel>>;

    /// Deletes a model with its versions and aliases; whether it was there.
    async fn delete_registered_model(&self, name: &str) -> Result<bool>;

    /// Gives a model another name. `Ok(None)` when there is none, `AlreadyExists` when the new name is in use.
    async fn rename_registered_model(
        &self,
        name: &str,
        new_name: &str,
        now_ms: i64,
    ) -> Result<Option<RegisteredModel>>;

    /// A page of models.
    async fn search_registered_models(&self, query: RegisteredModelQuery) -> Result<Page<RegisteredModel>>;

    /// Makes the next version. `Ok(None)` when there is no such model.
    async fn create_model_version(&self, new: NewModelVersion) -> Result<Option<ModelVersion>>;

    /// One version.
    async fn get_model_version(&self, name: &str, version: u32) -> Result<Option<ModelVersion>>;

    /// Changes a version. `Ok(None)` when there is none.
    async fn change_model_version(
        &self,
        name: &str,
        version: u32,
        change: RegistryChange,
    ) -> Result<Option<ModelVersion>>;

    /// Moves a version to another stage. `Ok(None)` when there is none.
    async fn change_model_stage(
        &self,
        name: &str,
        version: u32,
        change: StageChange,
    ) -> Result<Option<ModelVersion>>;

    /// A page of versions.
    async fn search_model_versions(&self, query: ModelVersionQuery) -> Result<Page<ModelVersion>>;

    /// Deletes a version and its aliases; whether it was there.
    async fn delete_model_version(&self, name: &str, version: u32, now_ms: i64) -> Result<bool>;

    /// Points an alias to a version; `false` when there is no such version.
    async fn set_model_alias(&self, name: &str, alias: &str, version: u32) -> Result<bool>;

    /// Deletes an alias, if it is there; `false` when there is no such model.
    async fn delete_model_alias(&self, name: &str, alias: &str) -> Result<bool>;
}
