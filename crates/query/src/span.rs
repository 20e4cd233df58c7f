//! What can be asked of one span: `span.name = 'x'`, `span(type = 'TOOL' AND NOT name = 'x')`.

use std::fmt;

use crate::clause::{Rules, clause};
use crate::comparison::{Comparison, QuotedName};
use crate::error::FilterError;
use crate::expression::Expression;
use crate::key::{Entry, Key, KeyProblem, look_up};
use crate::parser::{Cursor, Grammar};
use crate::rules::{OPTIONAL_TEXT, SEARCHED_TEXT, text_of};

/// A fact of a span.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SpanField {
    /// Its name.
    Name,
    /// MLflow's span type: `LLM`, `TOOL`, …
    Type,
    /// `OK`, `ERROR` or `UNSET`.
    Status,
    /// The text of the span as stored: name, inputs, outputs, attributes, events.
    Content,
    /// One attribute: text as it is, any other value as JSON text.
    Attribute(String),
}

impl fmt::Display for SpanField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => f.write_str("name"),
            Self::Type => f.write_str("type"),
            Self::Status => f.write_str("status"),
            Self::Content => f.write_str("content"),
            Self::Attribute(key) => write!(f, "attributes.{}", QuotedName(key)),
        }
    }
}

/// One span of the trace fulfils the whole expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpanMatch(pub Expression<Comparison<SpanField>>);

impl fmt::Display for SpanMatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("span(")?;
        self.0.print(f, &|comparison, f| comparison.fmt(f))?;
        f.write_str(")")
    }
}

/// Span types of MLflow 3.17 (`mlflow.entities.SpanType`).
const TYPES: &[&str] = &[
    "LLM",
    "CHAT_MODEL",
    "AGENT",
    "CHAIN",
    "TOOL",
    "RETRIEVER",
    "EMBEDDING",
    "RERANKER",
    "PARSER",
    "MEMORY",
    "WORKFLOW",
    "TASK",
    "GUARDRAIL",
    "EVALUATOR",
    "UNKNOWN",
];

pub(crate) const TABLE: &[Entry<SpanField>] = &[
    Entry { names: &["name"], field: SpanField::Name, rules: text_of(&[]) },
    Entry { names: &["type"], field: SpanField::Type, rules: text_of(TYPES) },
    Entry { names: &["status"], field: SpanField::Status, rules: text_of(&["OK", "ERROR", "UNSET"]) },
    Entry { names: &["content"], field: SpanField::Content, rules: SEARCHED_TEXT },
];

/// Keys as offered inside `span(…)`.
pub(crate) const KEYS: &[&str] = &["name", "type", "status", "content", "attributes."];

/// The field that `name`, written after `span.`, stands for.
pub(crate) fn resolve(name: &str) -> Option<(SpanField, Rules)> {
    if let Some(attribute) = name.strip_prefix("attributes.").filter(|attribute| !attribute.is_empty()) {
        return Some((SpanField::Attribute(attribute.to_owned()), OPTIONAL_TEXT));
    }
    look_up(TABLE, name).map(|entry| (entry.field.clone(), entry.rules))
}

/// Keys inside `span(…)`, with or without `span.` before them.
pub(crate) struct SpanGrammar;

impl Grammar for SpanGrammar {
    type Leaf = Comparison<SpanField>;

    fn leaf(&self, cursor: &mut Cursor<'_>) -> Result<Self::Leaf, FilterError> {
        clause(cursor, |key: &Key| {
            let text = key.text();
            let name = text.strip_prefix("span.").unwrap_or(&text);
            resolve(name).ok_or_else(|| KeyProblem::unknown(key, KEYS))
        })
    }
}
