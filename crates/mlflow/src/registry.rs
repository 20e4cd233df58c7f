//! `RegisteredModel` and `ModelVersion`.

use serde::Serialize;
use spanwell_model::{ModelVersion, RegisteredModel};

use crate::experiment::{KeyValue, key_values};

/// A version as answers show it.
#[derive(Clone, Debug, Serialize)]
pub struct ModelVersionAnswer<'a> {
    name: &'a str,
    version: String,
    creation_timestamp: i64,
    last_updated_timestamp: i64,
    current_stage: &'static str,
    description: &'a str,
    source: &'a str,
    run_id: &'a str,
    status: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<KeyValue<'a>>,
    run_link: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    aliases: &'a [String],
}

impl<'a> From<&'a ModelVersion> for ModelVersionAnswer<'a> {
    fn from(version: &'a ModelVersion) -> Self {
        Self {
            name: &version.name,
            version: version.version.to_string(),
            creation_timestamp: version.creation_time_ms,
            last_updated_timestamp: version.last_update_time_ms,
            current_stage: version.stage.name(),
            description: &version.description,
            source: &version.source,
            run_id: &version.run_id,
            status: "READY",
            tags: key_values(&version.tags),
            run_link: &version.run_link,
            aliases: &version.aliases,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct Alias<'a> {
    alias: &'a str,
    version: String,
}

/// A registered model as answers show it.
#[derive(Clone, Debug, Serialize)]
pub struct RegisteredModelAnswer<'a> {
    name: &'a str,
    creation_timestamp: i64,
    last_updated_timestamp: i64,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    latest_versions: Vec<ModelVersionAnswer<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<KeyValue<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<Alias<'a>>,
}

impl<'a> From<&'a RegisteredModel> for RegisteredModelAnswer<'a> {
    fn from(model: &'a RegisteredModel) -> Self {
        let aliases = model.aliases.iter();
        // The official server tells the aliases beside the versions, not in them.
        let without_aliases = |version| ModelVersionAnswer { aliases: &[], ..version };
        Self {
            name: &model.name,
            creation_timestamp: model.creation_time_ms,
            last_updated_timestamp: model.last_update_time_ms,
            description: &model.description,
            latest_versions: model
                .latest_versions
                .iter()
                .map(ModelVersionAnswer::from)
                .map(without_aliases)
                .collect(),
            tags: key_values(&model.tags),
            aliases: aliases.map(|(alias, version)| Alias { alias, version: version.to_string() }).collect(),
        }
    }
}
