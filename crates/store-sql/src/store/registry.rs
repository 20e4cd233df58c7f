//! The port for the registry.

use async_trait::async_trait;
use spanwell_model::{ModelVersion, RegisteredModel, Result};
use spanwell_store::{
    ModelVersionQuery, NewModelVersion, NewRegisteredModel, Page, RegisteredModelQuery, RegistryChange,
    RegistryStore, StageChange,
};

use super::SqliteStore;
use crate::read::registry::{load_model, load_version};
use crate::read::registry_search::{models, versions};

#[async_trait]
impl RegistryStore for SqliteStore {
    async fn create_registered_model(&self, new: NewRegisteredModel) -> Result<RegisteredModel> {
        self.queue.write(0, move |context| context.create_registered_model(&new)).await
    }

    async fn get_registered_model(&self, name: &str) -> Result<Option<RegisteredModel>> {
        let name = name.to_owned();
        let found = self.readers.read(move |connection| load_model(connection, &name)).await?;
        Ok(found.map(|(_, model)| model))
    }

    async fn change_registered_model(
        &self,
        name: &str,
        change: RegistryChange,
    ) -> Result<Option<RegisteredModel>> {
        let name = name.to_owned();
        self.queue.write(0, move |context| context.change_registered_model(&name, &change)).await
    }

    async fn delete_registered_model(&self, name: &str) -> Result<bool> {
        let name = name.to_owned();
        self.queue.write(0, move |context| context.delete_registered_model(&name)).await
    }

    async fn rename_registered_model(
        &self,
        name: &str,
        new_name: &str,
        now_ms: i64,
    ) -> Result<Option<RegisteredModel>> {
        let (name, new_name) = (name.to_owned(), new_name.to_owned());
        self.queue.write(0, move |context| context.rename_registered_model(&name, &new_name, now_ms)).await
    }

    async fn search_registered_models(&self, query: RegisteredModelQuery) -> Result<Page<RegisteredModel>> {
        self.readers.read(move |connection| models(connection, &query)).await
    }

    async fn create_model_version(&self, new: NewModelVersion) -> Result<Option<ModelVersion>> {
        self.queue.write(0, move |context| context.create_model_version(&new)).await
    }

    async fn get_model_version(&self, name: &str, version: u32) -> Result<Option<ModelVersion>> {
        let name = name.to_owned();
        let found = self.readers.read(move |connection| load_version(connection, &name, version)).await?;
        Ok(found.map(|(_, version)| version))
    }

    async fn change_model_version(
        &self,
        name: &str,
        version: u32,
        change: RegistryChange,
    ) -> Result<Option<ModelVersion>> {
        let name = name.to_owned();
        self.queue.write(0, move |context| context.change_model_version(&name, version, &change)).await
    }

    async fn change_model_stage(
        &self,
        name: &str,
        version: u32,
        change: StageChange,
    ) -> Result<Option<ModelVersion>> {
        let name = name.to_owned();
        self.queue.write(0, move |context| context.change_model_stage(&name, version, change)).await
    }

    async fn search_model_versions(&self, query: ModelVersionQuery) -> Result<Page<ModelVersion>> {
        self.readers.read(move |connection| versions(connection, &query)).await
    }

    async fn delete_model_version(&self, name: &str, version: u32, now_ms: i64) -> Result<bool> {
        let name = name.to_owned();
        self.queue.write(0, move |context| context.delete_model_version(&name, version, now_ms)).await
    }

    async fn set_model_alias(&self, name: &str, alias: &str, version: u32) -> Result<bool> {
        let (name, alias) = (name.to_owned(), alias.to_owned());
        self.queue.write(0, move |context| context.set_model_alias(&name, &alias, version)).await
    }

    async fn delete_model_alias(&self, name: &str, alias: &str) -> Result<bool> {
        let (name, alias) = (name.to_owned(), alias.to_owned());
        self.queue.write(0, move |context| context.delete_model_alias(&name, &alias)).await
    }
}
