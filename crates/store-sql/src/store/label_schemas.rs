//! The port for label schemas.

use async_trait::async_trait;
use spanwell_model::{ExperimentId, LabelSchema, Result};
use spanwell_store::{Cursor, LabelSchemaChange, LabelSchemaStore, Page};

use super::SqliteStore;
use crate::read::label_schemas;

#[async_trait]
impl LabelSchemaStore for SqliteStore {
    async fn create_label_schema(&self, new: LabelSchema) -> Result<LabelSchema> {
        self.queue.write(0, move |context| context.create_label_schema(&new)).await
    }

    async fn get_label_schema(&self, id: &str) -> Result<Option<LabelSchema>> {
        let id = id.to_owned();
        self.readers.read(move |connection| label_schemas::load(connection, &id)).await
    }

    async fn get_label_schema_by_name(
        &self,
        experiment_id: ExperimentId,
        name: &str,
    ) -> Result<Option<LabelSchema>> {
        let name = name.to_owned();
        self.readers
            .read(move |connection| label_schemas::load_by_name(connection, experiment_id, &name))
            .await
    }

    async fn list_label_schemas(
        &self,
        experiment_id: ExperimentId,
        limit: usize,
        after: Option<Cursor>,
    ) -> Result<Page<LabelSchema>> {
        self.readers
            .read(move |connection| label_schemas::list(connection, experiment_id, limit, after.as_ref()))
            .await
    }

    async fn change_label_schema(&self, id: &str, change: LabelSchemaChange) -> Result<Option<LabelSchema>> {
        let id = id.to_owned();
        self.queue.write(0, move |context| context.change_label_schema(&id, &change)).await
    }

    async fn delete_label_schema(&self, id: &str) -> Result<bool> {
        let id = id.to_owned();
        self.queue.write(0, move |context| context.delete_label_schema(&id)).await
    }
}
