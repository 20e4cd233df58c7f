//! Changing webhooks.

use rusqlite::params;
use spanwell_model::{Error, Result, Webhook, WebhookEvent, WebhookSecret, WebhookStatus};
use spanwell_store::{NewWebhook, WebhookChange};

use crate::error::SqliteResult;
use crate::read::webhooks::load;
use crate::write::context::WriteContext;

/// Most webhooks: each event reads them all.
const WEBHOOKS: i64 = 1_000;

const COUNT: &str = "SELECT COUNT(*) FROM webhooks";

const INSERT: &str = "INSERT INTO webhooks (webhook_id, name, description, url, events, secret, status,
    creation_time_ms, last_update_time_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

const CHANGE: &str = "UPDATE webhooks SET name = COALESCE(?2, name), description = COALESCE(?3, description),
    url = COALESCE(?4, url), events = COALESCE(?5, events), secret = CASE WHEN ?6 THEN ?7 ELSE secret END,
    status = COALESCE(?8, status), last_update_time_ms = ?9 WHERE webhook_id = ?1";

const DELETE: &str = "DELETE FROM webhooks WHERE webhook_id = ?1";

impl WriteContext<'_> {
    /// Makes a webhook.
    pub(crate) fn create_webhook(&mut self, new: &NewWebhook) -> Result<Webhook> {
        let count: i64 = self.connection.query_row(COUNT, [], |row| row.get(0)).sql()?;
        if count >= WEBHOOKS {
            return Err(Error::invalid(format!(
                "there are {WEBHOOKS} webhooks, the most there can be: delete some of them"
            )));
        }
        let NewWebhook { webhook, secret } = new;
        self.connection
            .execute(
                INSERT,
                params![
                    webhook.webhook_id,
                    webhook.name,
                    webhook.description,
                    webhook.url,
                    names(&webhook.events)?,
                    secret.as_ref().map(WebhookSecret::reveal),
                    webhook.status.name(),
                    webhook.creation_time_ms,
                    webhook.last_update_time_ms,
                ],
            )
            .sql()?;
        load(self.connection, &webhook.webhook_id)?
            .ok_or_else(|| Error::internal("a webhook that was just made is not there"))
    }

    /// Changes a webhook; `None` when there is no such webhook.
    pub(crate) fn change_webhook(&mut self, id: &str, change: &WebhookChange) -> Result<Option<Webhook>> {
        let secret = change.secret.as_ref();
        self.connection
            .execute(
                CHANGE,
                params![
                    id,
                    change.name,
                    change.description,
                    change.url,
                    change.events.as_deref().map(names).transpose()?,
                    secret.is_some(),
                    secret.and_then(Option::as_ref).map(WebhookSecret::reveal),
                    change.status.map(WebhookStatus::name),
                    change.now_ms,
                ],
            )
            .sql()?;
        load(self.connection, id)
    }

    /// Deletes a webhook; whether there was one.
    pub(crate) fn delete_webhook(&mut self, id: &str) -> Result<bool> {
        Ok(self.connection.execute(DELETE, [id]).sql()? > 0)
    }
}

fn names(events: &[WebhookEvent]) -> Result<String> {
    let names: Vec<String> = events.iter().map(WebhookEvent::to_string).collect();
    serde_json::to_string(&names).map_err(Error::internal)
}
