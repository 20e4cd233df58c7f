//! The registry: models and prompts under a name, with numbered versions and aliases that point to them.

use std::collections::BTreeMap;

/// The tag that makes a registered model a prompt (MLflow's name; its value is `true`).
pub const TAG_IS_PROMPT: &str = "mlflow.prompt.is_prompt";
/// The tag of a version that holds a prompt's text, or the JSON text of its messages (MLflow's name).
pub const TAG_PROMPT_TEXT: &str = "mlflow.prompt.text";

/// Whether tags are those of a prompt.
pub fn is_prompt(tags: &BTreeMap<String, String>) -> bool {
    tags.get(TAG_IS_PROMPT).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// A name in the registry; a prompt is one that has the tag [`TAG_IS_PROMPT`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredModel {
    /// Its name, unique.
    pub name: String,
    /// What it is for; empty for none.
    pub description: String,
    /// When it was made, in milliseconds since the epoch.
    pub creation_time_ms: i64,
    /// When its description or its versions changed, in milliseconds since the epoch.
    pub last_update_time_ms: i64,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// The version each alias points to.
    pub aliases: BTreeMap<String, u32>,
    /// The highest version in each stage, lowest number first. Prompts have only one stage, so this is the newest one.
    pub latest_versions: Vec<ModelVersion>,
}

impl RegisteredModel {
    /// The version with the highest number, which the alias `latest` means.
    pub fn latest_version(&self) -> Option<&ModelVersion> {
        self.latest_versions.last()
    }
}

/// One version of a registered model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelVersion {
    /// Name of the registered model.
    pub name: String,
    /// Its number, from 1.
    pub version: u32,
    /// What changed (of a prompt, the commit message); empty for none.
    pub description: String,
    /// Where its files are; of a prompt, a fixed text.
    pub source: String,
    /// The run it came from; empty for none.
    pub run_id: String,
    /// Address of that run; empty for none.
    pub run_link: String,
    /// How far it is.
    pub stage: ModelStage,
    /// When it was made, in milliseconds since the epoch.
    pub creation_time_ms: i64,
    /// When its description or stage changed, in milliseconds since the epoch.
    pub last_update_time_ms: i64,
    /// Its tags, of a prompt also the template.
    pub tags: BTreeMap<String, String>,
    /// The aliases that point to it, in order.
    pub aliases: Vec<String>,
}

/// How far a version is (MLflow's older way; aliases took its place).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ModelStage {
    /// In no stage.
    #[default]
    None,
    /// Being tried.
    Staging,
    /// In use.
    Production,
    /// No longer in use.
    Archived,
}

impl ModelStage {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::None, Self::Staging, Self::Production, Self::Archived];

    /// As MLflow writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Staging => "Staging",
            Self::Production => "Production",
            Self::Archived => "Archived",
        }
    }

    /// The stage of this name, in any case of letters.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name().eq_ignore_ascii_case(name))
    }
}
