//! The ports for webhooks: where they are kept, and what tells them of events.

use async_trait::async_trait;
use serde_json::Value;
use spanwell_model::{
    Error, Kind, Result, Webhook, WebhookEvent, WebhookSecret, WebhookStatus, WebhookTestResult,
};

use crate::{Cursor, Page};

/// A webhook to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWebhook {
    /// The webhook.
    pub webhook: Webhook,
    /// The key that its deliveries are signed with.
    pub secret: Option<WebhookSecret>,
}

/// A change of a webhook; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebhookChange {
    /// The new name.
    pub name: Option<String>,
    /// The new description.
    pub description: Option<String>,
    /// The new address.
    pub url: Option<String>,
    /// The events it is told of from now on.
    pub events: Option<Vec<WebhookEvent>>,
    /// The new secret; `Some(None)` takes the old one away.
    pub secret: Option<Option<WebhookSecret>>,
    /// The new status.
    pub status: Option<WebhookStatus>,
    /// Now, in milliseconds since the epoch.
    pub now_ms: i64,
}

/// What a delivery needs to know of a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookTarget {
    /// The webhook's id.
    pub webhook_id: String,
    /// Where it is posted to.
    pub url: String,
    /// The key that it is signed with.
    pub secret: Option<WebhookSecret>,
}

/// Something that happened, to be told to the webhooks that asked for it.
#[derive(Clone, Debug, PartialEq)]
pub struct WebhookNotice {
    /// What happened.
    pub event: WebhookEvent,
    /// To what: a JSON object.
    pub data: Value,
}

/// What is asked of any engine about webhooks.
#[async_trait]
pub trait WebhookStore: Send + Sync {
    /// Makes a webhook. `InvalidArgument` when there are too many.
    async fn create_webhook(&self, new: NewWebhook) -> Result<Webhook>;

    /// One webhook.
    async fn get_webhook(&self, webhook_id: &str) -> Result<Option<Webhook>>;

    /// A page of webhooks, newest first.
    async fn list_webhooks(&self, limit: usize, after: Option<Cursor>) -> Result<Page<Webhook>>;

    /// Changes a webhook; `None` when there is no such webhook.
    async fn change_webhook(&self, webhook_id: &str, change: WebhookChange) -> Result<Option<Webhook>>;

    /// Deletes a webhook with its secret; whether there was one.
    async fn delete_webhook(&self, webhook_id: &str) -> Result<bool>;

    /// Where one webhook is posted to, whatever its status is.
    async fn webhook_target(&self, webhook_id: &str) -> Result<Option<WebhookTarget>>;

    /// Where an event is posted to: the active webhooks that asked for it, oldest first.
    async fn webhook_targets(&self, event: WebhookEvent) -> Result<Vec<WebhookTarget>>;
}

/// What tells webhooks of events.
#[async_trait]
pub trait WebhookDelivery: Send + Sync {
    /// Takes a notice to be delivered later. Never waits and never fails: what cannot be taken is counted and logged.
    fn announce(&self, notice: WebhookNotice);

    /// Whether events may be posted to this address; `InvalidArgument` says why not.
    async fn check_url(&self, url: &str) -> Result<()>;

    /// Posts once and waits for the answer.
    async fn send_once(&self, target: WebhookTarget, notice: WebhookNotice) -> WebhookTestResult;
}

/// No delivery: for programs that keep webhooks but do not tell them. Every address is refused.
#[derive(Clone, Copy, Debug, Default)]
pub struct Undelivered;

#[async_trait]
impl WebhookDelivery for Undelivered {
    fn announce(&self, _notice: WebhookNotice) {}

    async fn check_url(&self, _url: &str) -> Result<()> {
        Err(Error::new(Kind::InvalidArgument, "this server does not deliver webhooks"))
    }

    async fn send_once(&self, _target: WebhookTarget, _notice: WebhookNotice) -> WebhookTestResult {
        let error_message = Some("this server does not deliver webhooks".to_owned());
        WebhookTestResult { error_message, ..WebhookTestResult::default() }
    }
}
