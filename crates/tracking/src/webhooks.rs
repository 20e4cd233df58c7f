//! Webhooks: made, found, changed, deleted and tried.

use spanwell_model::{Error, Result, Webhook, WebhookEvent, WebhookSecret, WebhookStatus, WebhookTestResult};
use spanwell_store::{Cursor, NewWebhook, Page, WebhookChange, WebhookNotice};
use uuid::Builder;

use crate::{Tracking, webhook_checks, webhook_examples};

/// Most webhooks of a page (MLflow 3.17).
pub const WEBHOOKS_PER_PAGE: usize = 1_000;

/// What a client says of a webhook it makes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebhookDraft {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Where events are posted to.
    pub url: String,
    /// What it is told of.
    pub events: Vec<WebhookEvent>,
    /// The key that deliveries are signed with; empty for none.
    pub secret: String,
    /// Whether it is told.
    pub status: WebhookStatus,
}

/// What a client changes in a webhook; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebhookEdit {
    /// The new name.
    pub name: Option<String>,
    /// The new description.
    pub description: Option<String>,
    /// The new address.
    pub url: Option<String>,
    /// The events it is told of from now on.
    pub events: Option<Vec<WebhookEvent>>,
    /// The new secret; empty text takes the old one away.
    pub secret: Option<String>,
    /// The new status.
    pub status: Option<WebhookStatus>,
}

impl Tracking {
    /// Makes a webhook.
    pub async fn create_webhook(&self, draft: WebhookDraft) -> Result<Webhook> {
        webhook_checks::name(&draft.name)?;
        webhook_checks::description(draft.description.as_deref().unwrap_or_default())?;
        webhook_checks::secret(&draft.secret)?;
        let events = webhook_checks::events(draft.events)?;
        self.check_webhook_url(&draft.url).await?;
        let now_ms = self.clock.now_ms();
        let webhook = Webhook {
            webhook_id: Builder::from_random_bytes(self.ids.random_bytes()).into_uuid().to_string(),
            name: draft.name,
            description: draft.description,
            url: draft.url,
            events,
            status: draft.status,
            creation_time_ms: now_ms,
            last_update_time_ms: now_ms,
        };
        let secret = WebhookSecret::new(draft.secret);
        self.webhooks.create_webhook(NewWebhook { webhook, secret }).await
    }

    /// One webhook.
    pub async fn webhook(&self, webhook_id: &str) -> Result<Webhook> {
        self.webhooks.get_webhook(webhook_id).await?.ok_or_else(|| no_webhook(webhook_id))
    }

    /// A page of webhooks, newest first.
    pub async fn list_webhooks(&self, limit: usize, after: Option<Cursor>) -> Result<Page<Webhook>> {
        self.webhooks.list_webhooks(limit.min(WEBHOOKS_PER_PAGE), after).await
    }

    /// Changes a webhook.
    pub async fn change_webhook(&self, webhook_id: &str, edit: WebhookEdit) -> Result<Webhook> {
        self.webhook(webhook_id).await?;
        if let Some(name) = &edit.name {
            webhook_checks::name(name)?;
        }
        webhook_checks::description(edit.description.as_deref().unwrap_or_default())?;
        webhook_checks::secret(edit.secret.as_deref().unwrap_or_default())?;
        let events = edit.events.map(webhook_checks::events).transpose()?;
        if let Some(url) = &edit.url {
            self.check_webhook_url(url).await?;
        }
        let change = WebhookChange {
            name: edit.name,
            description: edit.description,
            url: edit.url,
            events,
            secret: edit.secret.map(WebhookSecret::new),
            status: edit.status,
            now_ms: self.clock.now_ms(),
        };
        let changed = self.webhooks.change_webhook(webhook_id, change).await?;
        changed.ok_or_else(|| no_webhook(webhook_id))
    }

    /// Deletes a webhook with its secret.
    pub async fn delete_webhook(&self, webhook_id: &str) -> Result<()> {
        match self.webhooks.delete_webhook(webhook_id).await? {
            true => Ok(()),
            false => Err(no_webhook(webhook_id)),
        }
    }

    /// Posts an example of an event, or of the webhook's first one, once; what comes of it is the answer, not an error.
    pub async fn test_webhook(
        &self,
        webhook_id: &str,
        event: Option<WebhookEvent>,
    ) -> Result<WebhookTestResult> {
        let webhook = self.webhook(webhook_id).await?;
        let target = self.webhooks.webhook_target(webhook_id).await?;
        let target = target.ok_or_else(|| no_webhook(webhook_id))?;
        let event = event.or_else(|| webhook.events.first().copied());
        let event = event.ok_or_else(|| Error::internal("a webhook has no events"))?;
        let notice = WebhookNotice { event, data: webhook_examples::data_of(event) };
        Ok(self.delivery.send_once(target, notice).await)
    }

    async fn check_webhook_url(&self, url: &str) -> Result<()> {
        webhook_checks::url(url)?;
        self.delivery.check_url(url).await
    }
}

fn no_webhook(webhook_id: &str) -> Error {
    Error::not_found(format!("Webhook with ID {webhook_id} not found."))
}
