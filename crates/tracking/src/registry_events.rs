//! What webhooks are told of the registry: called after a change is stored, never in its way.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use spanwell_model::registry::{TAG_IS_PROMPT, TAG_PROMPT_TEXT, is_prompt};
use spanwell_model::{ModelVersion, RegisteredModel, WebhookEvent as Event};
use spanwell_store::WebhookNotice;

use crate::Tracking;

/// The tag that says which kind of prompt it is (MLflow's name).
const TAG_PROMPT_KIND: &str = "_mlflow_prompt_type";

impl Tracking {
    /// A model or a prompt was made.
    pub(crate) fn announce_registered_model(&self, model: &RegisteredModel) {
        let (event, tags) = match is_prompt(&model.tags) {
            true => (Event::PromptCreated, shown_tags(&model.tags)),
            false => (Event::RegisteredModelCreated, model.tags.clone()),
        };
        self.announce(event, json!({"name": model.name, "tags": tags, "description": model.description}));
    }

    /// A version was made.
    pub(crate) fn announce_model_version(&self, version: &ModelVersion) {
        let (name, number) = (&version.name, version.version.to_string());
        let description = filled(&version.description);
        if is_prompt(&version.tags) {
            let mut tags = shown_tags(&version.tags);
            let template = tags.remove(TAG_PROMPT_TEXT);
            let data = json!({"name": name, "version": number, "template": template, "tags": tags,
                              "description": description});
            return self.announce(Event::PromptVersionCreated, data);
        }
        let data = json!({"name": name, "version": number, "source": version.source,
                          "run_id": filled(&version.run_id), "tags": version.tags, "description": description});
        self.announce(Event::ModelVersionCreated, data);
    }

    /// A tag of a model or prompt was set, or deleted when it has no value. Only prompts have such events.
    pub(crate) fn announce_tag(&self, model: &RegisteredModel, key: &str, value: Option<&str>) {
        if !is_prompt(&model.tags) {
            return;
        }
        let name = &model.name;
        match value {
            Some(value) => {
                self.announce(Event::PromptTagSet, json!({"name": name, "key": key, "value": value}));
            }
            None => self.announce(Event::PromptTagDeleted, json!({"name": name, "key": key})),
        }
    }

    /// A tag of a version was set, or deleted when it has no value.
    pub(crate) async fn announce_version_tag(
        &self,
        name: &str,
        version: &str,
        key: &str,
        value: Option<&str>,
    ) {
        match value {
            Some(value) => {
                let data = json!({"name": name, "version": version, "key": key, "value": value});
                self.announce_one_of(Event::ModelVersionTagSet, Event::PromptVersionTagSet, name, data).await;
            }
            None => {
                let data = json!({"name": name, "version": version, "key": key});
                let events = (Event::ModelVersionTagDeleted, Event::PromptVersionTagDeleted);
                self.announce_one_of(events.0, events.1, name, data).await;
            }
        }
    }

    /// An alias was pointed to a version, or deleted when it points to none.
    pub(crate) async fn announce_alias(&self, name: &str, alias: &str, version: Option<&str>) {
        match version {
            Some(version) => {
                let data = json!({"name": name, "alias": alias, "version": version});
                let events = (Event::ModelVersionAliasCreated, Event::PromptAliasCreated);
                self.announce_one_of(events.0, events.1, name, data).await;
            }
            None => {
                let data = json!({"name": name, "alias": alias});
                let events = (Event::ModelVersionAliasDeleted, Event::PromptAliasDeleted);
                self.announce_one_of(events.0, events.1, name, data).await;
            }
        }
    }

    async fn announce_one_of(&self, of_model: Event, of_prompt: Event, name: &str, data: Value) {
        match self.registry.get_registered_model(name).await {
            Ok(Some(model)) if is_prompt(&model.tags) => self.announce(of_prompt, data),
            Ok(Some(_)) => self.announce(of_model, data),
            // Deleted since: nobody can look at what changed.
            Ok(None) => {}
            Err(error) => {
                tracing::error!(inside = error.inside(), "webhooks are not told of a change: {error}");
            }
        }
    }

    fn announce(&self, event: Event, data: Value) {
        self.delivery.announce(WebhookNotice { event, data });
    }
}

/// The tags of a prompt without those that make it one.
fn shown_tags(tags: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let is_shown = |key: &str| key != TAG_IS_PROMPT && key != TAG_PROMPT_KIND;
    tags.iter().filter(|(key, _)| is_shown(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn filled(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}
