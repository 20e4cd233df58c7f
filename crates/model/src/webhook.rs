//! Webhooks: addresses that are told when models and prompts of the registry change.

use std::fmt;

/// What happened: the thing and what was done with it (MLflow's names).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WebhookEvent {
    /// A registered model was made.
    RegisteredModelCreated,
    /// A version of a model was made.
    ModelVersionCreated,
    /// A tag of a model's version was set.
    ModelVersionTagSet,
    /// A tag of a model's version was deleted.
    ModelVersionTagDeleted,
    /// An alias of a model was pointed to a version.
    ModelVersionAliasCreated,
    /// An alias of a model was deleted.
    ModelVersionAliasDeleted,
    /// A prompt was made.
    PromptCreated,
    /// A version of a prompt was made.
    PromptVersionCreated,
    /// A tag of a prompt was set.
    PromptTagSet,
    /// A tag of a prompt was deleted.
    PromptTagDeleted,
    /// A tag of a prompt's version was set.
    PromptVersionTagSet,
    /// A tag of a prompt's version was deleted.
    PromptVersionTagDeleted,
    /// An alias of a prompt was pointed to a version.
    PromptAliasCreated,
    /// An alias of a prompt was deleted.
    PromptAliasDeleted,
    /// A budget of the gateway was spent.
    BudgetPolicyExceeded,
}

impl WebhookEvent {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::RegisteredModelCreated,
        Self::ModelVersionCreated,
        Self::ModelVersionTagSet,
        Self::ModelVersionTagDeleted,
        Self::ModelVersionAliasCreated,
        Self::ModelVersionAliasDeleted,
        Self::PromptCreated,
        Self::PromptVersionCreated,
        Self::PromptTagSet,
        Self::PromptTagDeleted,
        Self::PromptVersionTagSet,
        Self::PromptVersionTagDeleted,
        Self::PromptAliasCreated,
        Self::PromptAliasDeleted,
        Self::BudgetPolicyExceeded,
    ];

    /// The thing that it happened to, as bodies of deliveries name it.
    pub const fn entity(self) -> &'static str {
        match self {
            Self::RegisteredModelCreated => "registered_model",
            Self::ModelVersionCreated => "model_version",
            Self::ModelVersionTagSet | Self::ModelVersionTagDeleted => "model_version_tag",
            Self::ModelVersionAliasCreated | Self::ModelVersionAliasDeleted => "model_version_alias",
            Self::PromptCreated => "prompt",
            Self::PromptVersionCreated => "prompt_version",
            Self::PromptTagSet | Self::PromptTagDeleted => "prompt_tag",
            Self::PromptVersionTagSet | Self::PromptVersionTagDeleted => "prompt_version_tag",
            Self::PromptAliasCreated | Self::PromptAliasDeleted => "prompt_alias",
            Self::BudgetPolicyExceeded => "budget_policy",
        }
    }

    /// What was done, as bodies of deliveries name it.
    pub const fn action(self) -> &'static str {
        match self {
            Self::RegisteredModelCreated
            | Self::ModelVersionCreated
            | Self::ModelVersionAliasCreated
            | Self::PromptCreated
            | Self::PromptVersionCreated
            | Self::PromptAliasCreated => "created",
            Self::ModelVersionTagSet | Self::PromptTagSet | Self::PromptVersionTagSet => "set",
            Self::ModelVersionTagDeleted
            | Self::ModelVersionAliasDeleted
            | Self::PromptTagDeleted
            | Self::PromptVersionTagDeleted
            | Self::PromptAliasDeleted => "deleted",
            Self::BudgetPolicyExceeded => "exceeded",
        }
    }

    /// The event of this thing and action; `None` when the thing has no such action.
    pub fn of(entity: &str, action: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.entity() == entity && event.action() == action)
    }

    /// The event of this text, as [`fmt::Display`] prints it.
    pub fn from_name(name: &str) -> Option<Self> {
        name.split_once('.').and_then(|(entity, action)| Self::of(entity, action))
    }

    /// The actions there are for a thing, in order.
    pub fn actions_of(entity: &str) -> Vec<&'static str> {
        let mut actions: Vec<_> =
            Self::ALL.into_iter().filter(|event| event.entity() == entity).map(Self::action).collect();
        actions.sort_unstable();
        actions
    }
}

impl fmt::Display for WebhookEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.entity(), self.action())
    }
}

/// Whether a webhook is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WebhookStatus {
    /// It is told.
    #[default]
    Active,
    /// It is kept but not told.
    Disabled,
}

impl WebhookStatus {
    /// As MLflow writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Disabled => "DISABLED",
        }
    }

    /// The status of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Active, Self::Disabled].into_iter().find(|status| status.name() == name)
    }
}

/// A webhook. Its secret is not part of it, so that no answer can show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Its id: a UUID.
    pub webhook_id: String,
    /// Its name; several may have the same.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Where events are posted to.
    pub url: String,
    /// What it is told of: at least one event, each once.
    pub events: Vec<WebhookEvent>,
    /// Whether it is told.
    pub status: WebhookStatus,
    /// When it was made, in milliseconds since the epoch.
    pub creation_time_ms: i64,
    /// When it was changed, in milliseconds since the epoch.
    pub last_update_time_ms: i64,
}

/// The key that deliveries of a webhook are signed with. It is not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(String);

impl WebhookSecret {
    /// From a client's text; empty text is no secret.
    pub fn new(text: impl Into<String>) -> Option<Self> {
        Some(Self(text.into())).filter(|secret| !secret.0.is_empty())
    }

    /// The text itself, for signing and storing only.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// What came of one post to a webhook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebhookTestResult {
    /// Whether there was an answer below 400.
    pub success: bool,
    /// Status of the answer; `None` when there was none.
    pub response_status: Option<u16>,
    /// Body of the answer, or its beginning.
    pub response_body: Option<String>,
    /// Why there was no answer.
    pub error_message: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_found_by_their_names() {
        for event in WebhookEvent::ALL {
            assert_eq!(WebhookEvent::from_name(&event.to_string()), Some(event));
        }
        assert_eq!(WebhookEvent::of("prompt", "deleted"), None);
        assert_eq!(WebhookEvent::from_name("prompt"), None);
        assert_eq!(WebhookEvent::actions_of("prompt_tag"), ["deleted", "set"]);
    }

    #[test]
    fn a_secret_is_not_printed() {
        let secret = WebhookSecret::new("s3cret").unwrap();
        assert_eq!((format!("{secret:?}").as_str(), secret.reveal()), ("(secret)", "s3cret"));
        assert_eq!(WebhookSecret::new(""), None);
    }
}
