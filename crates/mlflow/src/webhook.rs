//! `mlflow.Webhook` and its events, as requests and answers have them.

use serde::Serialize;
use spanwell_model::{Error, Result, Webhook, WebhookEvent, WebhookStatus, WebhookTestResult};

use crate::message::{EnumChoice, Message};

const ENTITIES: [EnumChoice<&str>; 10] = [
    ("REGISTERED_MODEL", 1, "registered_model"),
    ("MODEL_VERSION", 2, "model_version"),
    ("MODEL_VERSION_TAG", 3, "model_version_tag"),
    ("MODEL_VERSION_ALIAS", 4, "model_version_alias"),
    ("PROMPT", 5, "prompt"),
    ("PROMPT_VERSION", 6, "prompt_version"),
    ("PROMPT_TAG", 7, "prompt_tag"),
    ("PROMPT_VERSION_TAG", 8, "prompt_version_tag"),
    ("PROMPT_ALIAS", 9, "prompt_alias"),
    ("BUDGET_POLICY", 10, "budget_policy"),
];

const ACTIONS: [EnumChoice<&str>; 5] = [
    ("CREATED", 1, "created"),
    ("UPDATED", 2, "updated"),
    ("DELETED", 3, "deleted"),
    ("SET", 4, "set"),
    ("EXCEEDED", 5, "exceeded"),
];

const STATUSES: [EnumChoice<WebhookStatus>; 2] =
    [("ACTIVE", 1, WebhookStatus::Active), ("DISABLED", 2, WebhookStatus::Disabled)];

/// A webhook as answers show it: without its secret.
#[derive(Clone, Debug, Serialize)]
pub struct WebhookAnswer<'a> {
    webhook_id: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    url: &'a str,
    events: Vec<EventAnswer>,
    status: &'static str,
    creation_timestamp: i64,
    last_updated_timestamp: i64,
}

#[derive(Clone, Debug, Serialize)]
struct EventAnswer {
    entity: String,
    action: String,
}

impl<'a> From<&'a Webhook> for WebhookAnswer<'a> {
    fn from(webhook: &'a Webhook) -> Self {
        let event = |event: &WebhookEvent| EventAnswer {
            entity: event.entity().to_ascii_uppercase(),
            action: event.action().to_ascii_uppercase(),
        };
        Self {
            webhook_id: &webhook.webhook_id,
            name: &webhook.name,
            description: webhook.description.as_deref(),
            url: &webhook.url,
            events: webhook.events.iter().map(event).collect(),
            status: webhook.status.name(),
            creation_timestamp: webhook.creation_time_ms,
            last_updated_timestamp: webhook.last_update_time_ms,
        }
    }
}

/// What came of a trial.
#[derive(Clone, Debug, Serialize)]
pub struct WebhookTestAnswer<'a> {
    success: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_body: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<&'a str>,
}

impl<'a> From<&'a WebhookTestResult> for WebhookTestAnswer<'a> {
    fn from(result: &'a WebhookTestResult) -> Self {
        Self {
            success: result.success,
            response_status: result.response_status,
            response_body: result.response_body.as_deref(),
            error_message: result.error_message.as_deref(),
        }
    }
}

/// Reads `status`.
pub fn read_status(message: &Message<'_>) -> Result<Option<WebhookStatus>> {
    message.choice("status", &STATUSES)
}

/// Reads `events`, none when it is not there.
pub fn read_events(message: &Message<'_>) -> Result<Vec<WebhookEvent>> {
    message.messages("events")?.iter().map(read_event).collect()
}

/// Reads one event: a thing and what is done with it.
pub fn read_event(message: &Message<'_>) -> Result<WebhookEvent> {
    let entity = message.choice("entity", &ENTITIES)?.ok_or_else(|| message.missing("entity"))?;
    let action = message.choice("action", &ACTIONS)?.ok_or_else(|| message.missing("action"))?;
    WebhookEvent::of(entity, action).ok_or_else(|| {
        let actions: Vec<_> =
            WebhookEvent::actions_of(entity).into_iter().map(|action| format!("'{action}'")).collect();
        Error::invalid(format!(
            "Invalid action '{action}' for entity '{entity}'. Valid actions are: [{}]",
            actions.join(", ")
        ))
    })
}

#[cfg(test)]
mod tests {
    use crate::Request;

    use super::*;

    #[test]
    fn every_event_is_read_as_it_is_shown() {
        for event in WebhookEvent::ALL {
            let (entity, action) = (event.entity().to_uppercase(), event.action().to_uppercase());
            let text = format!(r#"{{"events": [{{"entity": "{entity}", "action": "{action}"}}]}}"#);
            let request = Request::from_body(text.as_bytes());
            assert_eq!(read_events(&request.message()).unwrap(), [event]);
        }
        for (wrong, says) in [
            (r#"[{"entity": "PROMPT", "action": "DELETED"}]"#, "Valid actions are: ['created']"),
            (r#"[{"entity": "PROMPT"}]"#, "action"),
            (r#"[{"entity": "NOPE", "action": "SET"}]"#, "NOPE"),
            (r#"["prompt.created"]"#, "events"),
        ] {
            let request = Request::from_body(format!("{{\"events\": {wrong}}}").as_bytes());
            let error = read_events(&request.message()).unwrap_err();
            assert!(error.outside().contains(says), "{wrong}: {error}");
        }
    }
}
