//! Help with the filter language.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A filter to be checked.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FilterText {
    /// The filter.
    pub filter: String,
}

/// Whether a filter can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FilterCheck {
    /// Whether it can.
    pub ok: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<FilterError>,
}

/// Why a filter cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FilterError {
    /// What is wrong.
    pub message: String,
    /// Where, in UTF-16 units from the start (as JavaScript counts).
    pub position: usize,
    /// What was expected there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What to try instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// A filter that is being typed.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompletionRequest {
    /// The experiment whose keys and values are offered.
    pub experiment_id: String,
    /// The filter so far.
    pub text: String,
    /// Where the cursor is, in UTF-16 units from the start (as `selectionStart` of a text field).
    pub cursor: usize,
}

/// What may come at the cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Completion {
    /// Start of the text that an item replaces, in UTF-16 units.
    pub from: usize,
    /// End of the text that an item replaces, in UTF-16 units.
    pub to: usize,
    /// The items, best first.
    pub items: Vec<CompletionItem>,
}

/// One text that may come at the cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompletionItem {
    /// The text.
    pub text: String,
    /// What it is.
    pub kind: CompletionKind,
    /// What it means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// What a completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CompletionKind {
    /// A field, such as `status` or `tags.environment`.
    Key,
    /// A comparator, such as `=` or `LIKE`.
    Comparator,
    /// A value.
    Value,
    /// A word of the grammar, such as `AND`.
    Keyword,
}
