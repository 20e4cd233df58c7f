//! Prompts from the registry: MLflow keeps their parts in tags.

use std::collections::BTreeMap;

use serde_json::Value;
use spanwell_model::registry::TAG_PROMPT_TEXT;
use spanwell_model::{ExperimentId, ModelVersion, RegisteredModel};

use crate::wire::prompts::{PromptExperiment, PromptKind, PromptMessage, PromptRow, PromptVersion};

/// `text` or `chat`.
const TAG_KIND: &str = "_mlflow_prompt_type";
const TAG_RESPONSE_FORMAT: &str = "_mlflow_prompt_response_format";
const TAG_MODEL_CONFIG: &str = "_mlflow_prompt_model_config";
/// Ids of experiments between commas.
const TAG_EXPERIMENTS: &str = "_mlflow_experiment_ids";

/// A prompt, with the names of its experiments as `name_of` knows them.
pub(crate) fn prompt_row(model: RegisteredModel, name_of: &BTreeMap<ExperimentId, String>) -> PromptRow {
    let latest = model.latest_version();
    let experiments = experiment_ids(&model).into_iter().filter_map(|id| {
        Some(PromptExperiment { experiment_id: id.to_string(), name: name_of.get(&id)?.clone() })
    });
    PromptRow {
        description: said(&model.description),
        created_at: model.creation_time_ms,
        updated_at: model.last_update_time_ms,
        latest_version: latest.map(|version| version.version),
        kind: latest.map(kind),
        experiments: experiments.collect(),
        tags: own_tags(&model.tags),
        aliases: model.aliases,
        name: model.name,
    }
}

/// The experiments in which a prompt was made or loaded.
pub(crate) fn experiment_ids(model: &RegisteredModel) -> Vec<ExperimentId> {
    let ids = model.tags.get(TAG_EXPERIMENTS).map(String::as_str).unwrap_or_default();
    ids.split(',').filter_map(|id| ExperimentId::parse(id).ok()).collect()
}

/// A version.
pub(crate) fn prompt_version(version: ModelVersion) -> PromptVersion {
    let kind = kind(&version);
    let text = version.tags.get(TAG_PROMPT_TEXT).cloned().unwrap_or_default();
    let messages = match kind {
        PromptKind::Chat => messages(&text).unwrap_or_default(),
        PromptKind::Text => Vec::new(),
    };
    PromptVersion {
        version: version.version,
        kind,
        text: messages.is_empty().then_some(text),
        messages,
        commit_message: said(&version.description),
        created_at: version.creation_time_ms,
        model_config: version.tags.get(TAG_MODEL_CONFIG).cloned(),
        response_format: version.tags.get(TAG_RESPONSE_FORMAT).cloned(),
        tags: own_tags(&version.tags),
        aliases: version.aliases,
    }
}

fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn kind(version: &ModelVersion) -> PromptKind {
    match version.tags.get(TAG_KIND).map(String::as_str) {
        Some("chat") => PromptKind::Chat,
        _ => PromptKind::Text,
    }
}

fn messages(text: &str) -> Option<Vec<PromptMessage>> {
    let list: Vec<Value> = serde_json::from_str(text).ok()?;
    let read = |message: Value| {
        let role = message.get("role")?.as_str()?.to_owned();
        let content = match message.get("content") {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => message.to_string(),
        };
        Some(PromptMessage { role, content })
    };
    list.into_iter().map(read).collect()
}

fn own_tags(tags: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let is_own = |key: &str| !key.starts_with("mlflow.") && !key.starts_with("_mlflow");
    tags.iter().filter(|(key, _)| is_own(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
}
