//! Prompts and their versions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A page of prompts.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PromptList {
    /// The prompts, the last changed first.
    pub prompts: Vec<PromptRow>,
    /// Where the next page starts; left out on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// A prompt without the texts of its versions.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PromptRow {
    /// Its name.
    pub name: String,
    /// What it is for; left out when nobody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When it was made, in milliseconds since the epoch.
    pub created_at: i64,
    /// When its description or its versions changed, in milliseconds since the epoch.
    pub updated_at: i64,
    /// Its tags, without those that the registry keeps for itself.
    pub tags: BTreeMap<String, String>,
    /// The version each alias points to.
    pub aliases: BTreeMap<String, u32>,
    /// The newest version; left out when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_version: Option<u32>,
    /// Whether the newest version is a text or a chat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<PromptKind>,
    /// The experiments in which it was made or loaded.
    pub experiments: Vec<PromptExperiment>,
}

/// An experiment in which a prompt was made or loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PromptExperiment {
    /// Its id, a decimal number.
    pub experiment_id: String,
    /// Its name.
    pub name: String,
}

/// What a version is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PromptKind {
    /// One text.
    Text,
    /// A list of messages.
    Chat,
}

/// A page of versions of a prompt.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PromptVersionList {
    /// The versions, newest first.
    pub versions: Vec<PromptVersion>,
    /// Where the next page starts; left out on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// One version of a prompt.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PromptVersion {
    /// Its number, from 1.
    pub version: u32,
    /// Whether it is a text or a chat.
    pub kind: PromptKind,
    /// The text of a text prompt; of a chat whose messages cannot be read, their JSON text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The messages of a chat prompt.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<PromptMessage>,
    /// What changed; left out when nobody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit_message: Option<String>,
    /// When it was made, in milliseconds since the epoch.
    pub created_at: i64,
    /// Its tags, without those that the registry keeps for itself.
    pub tags: BTreeMap<String, String>,
    /// The aliases that point to it.
    pub aliases: Vec<String>,
    /// Model and its settings, JSON text; left out when nobody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_config: Option<String>,
    /// JSON schema of the answer, JSON text; left out when nobody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_format: Option<String>,
}

/// One message of a chat prompt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PromptMessage {
    /// Who speaks.
    pub role: String,
    /// What is said; what is no plain text is JSON text.
    pub content: String,
}

/// Where an alias shall point.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AliasTarget {
    /// Number of the version.
    pub version: u32,
}
