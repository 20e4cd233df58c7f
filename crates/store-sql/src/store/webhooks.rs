//! The port for webhooks.

use async_trait::async_trait;
use spanwell_model::{Result, Webhook, WebhookEvent};
use spanwell_store::{Cursor, NewWebhook, Page, WebhookChange, WebhookStore, WebhookTarget};

use super::SqliteStore;
use crate::read::webhooks;

#[async_trait]
impl WebhookStore for SqliteStore {
    async fn create_webhook(&self, new: NewWebhook) -> Result<Webhook> {
        self.queue.write(0, move |context| context.create_webhook(&new)).await
    }

    async fn get_webhook(&self, webhook_id: &str) -> Result<Option<Webhook>> {
        let id = webhook_id.to_owned();
        self.readers.read(move |connection| webhooks::load(connection, &id)).await
    }

    async fn list_webhooks(&self, limit: usize, after: Option<Cursor>) -> Result<Page<Webhook>> {
        self.readers.read(move |connection| webhooks::list(connection, limit, after.as_ref())).await
    }

    async fn change_webhook(&self, webhook_id: &str, change: WebhookChange) -> Result<Option<Webhook>> {
        let id = webhook_id.to_owned();
        self.queue.write(0, move |context| context.change_webhook(&id, &change)).await
    }

    async fn delete_webhook(&self, webhook_id: &str) -> Result<bool> {
        let id = webhook_id.to_owned();
        self.queue.write(0, move |context| context.delete_webhook(&id)).await
    }

    async fn webhook_target(&self, webhook_id: &str) -> Result<Option<WebhookTarget>> {
        let id = webhook_id.to_owned();
        self.readers.read(move |connection| webhooks::target(connection, &id)).await
    }

    async fn webhook_targets(&self, event: WebhookEvent) -> Result<Vec<WebhookTarget>> {
        self.readers.read(move |connection| webhooks::targets(connection, event)).await
    }
}
