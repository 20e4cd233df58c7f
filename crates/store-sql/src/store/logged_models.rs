//! The port for logged models.

use async_trait::async_trait;
use spanwell_model::{LoggedModel, Result};
use spanwell_store::{LoggedModelChange, LoggedModelQuery, LoggedModelStore, Page};

use super::SqliteStore;
use crate::read::logged_models;

#[async_trait]
impl LoggedModelStore for SqliteStore {
    async fn create_logged_model(&self, new: LoggedModel) -> Result<LoggedModel> {
        self.queue.write(0, move |context| context.create_logged_model(&new)).await
    }

    async fn get_logged_model(&self, id: &str) -> Result<Option<LoggedModel>> {
        let id = id.to_owned();
        self.readers.read(move |connection| logged_models::load(connection, &id)).await
    }

    async fn change_logged_model(&self, id: &str, change: LoggedModelChange) -> Result<Option<LoggedModel>> {
        let id = id.to_owned();
        self.queue.write(0, move |context| context.change_logged_model(&id, &change)).await
    }

    async fn delete_logged_model(&self, id: &str) -> Result<bool> {
        let id = id.to_owned();
        self.queue.write(0, move |context| context.delete_logged_model(&id)).await
    }

    async fn search_logged_models(&self, query: LoggedModelQuery) -> Result<Page<LoggedModel>> {
        self.readers.read(move |connection| logged_models::search(connection, &query)).await
    }
}
