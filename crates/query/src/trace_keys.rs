//! The keys of a trace filter. One more key is one more line in [`TABLE`] (and a variant of
//! [`TraceField`]).

use crate::clause::Rules;
use crate::key::{Entry, Key, KeyProblem, look_up};
use crate::rules::{
    ASSESSMENT, DURATION, EXACT_TEXT, OPTIONAL_NUMBER, OPTIONAL_TEXT, PROMPT, RESERVED_METADATA,
    SEARCHED_TEXT, TEXT, TIME, text_of,
};
use crate::span::{self, SpanField};
use crate::trace::TraceField;

/// A key is about the trace or about one of its spans.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum KeyOf {
    Trace(TraceField),
    Span(SpanField),
}

/// Keys without an entity; `attribute.`, `attributes.` and `trace.` may stand before them.
pub(crate) const TABLE: &[Entry<TraceField>] = &[
    Entry {
        names: &["status", "state"],
        field: TraceField::Status,
        rules: text_of(&["OK", "ERROR", "IN_PROGRESS"]),
    },
    Entry { names: &["name"], field: TraceField::Name, rules: OPTIONAL_TEXT },
    Entry { names: &["timestamp_ms", "timestamp"], field: TraceField::Timestamp, rules: TIME },
    Entry {
        names: &["execution_time_ms", "execution_time", "duration"],
        field: TraceField::ExecutionTime,
        rules: DURATION,
    },
    Entry { names: &["end_time_ms", "end_time"], field: TraceField::EndTime, rules: TIME },
    Entry { names: &["request_id", "trace_id"], field: TraceField::TraceId, rules: TEXT },
    Entry { names: &["client_request_id"], field: TraceField::ClientRequestId, rules: TEXT },
    Entry { names: &["run_id"], field: TraceField::RunId, rules: OPTIONAL_TEXT },
    Entry { names: &["prompt"], field: TraceField::Prompt, rules: PROMPT },
    Entry { names: &["text"], field: TraceField::Text, rules: SEARCHED_TEXT },
    Entry { names: &["session"], field: TraceField::Session, rules: OPTIONAL_TEXT },
    Entry { names: &["user"], field: TraceField::User, rules: OPTIONAL_TEXT },
    Entry { names: &["model"], field: TraceField::Model, rules: OPTIONAL_TEXT },
    Entry { names: &["provider"], field: TraceField::Provider, rules: OPTIONAL_TEXT },
    Entry { names: &["total_tokens", "tokens"], field: TraceField::TotalTokens, rules: OPTIONAL_NUMBER },
    Entry { names: &["input_tokens"], field: TraceField::InputTokens, rules: OPTIONAL_NUMBER },
    Entry { names: &["output_tokens"], field: TraceField::OutputTokens, rules: OPTIONAL_NUMBER },
    Entry { names: &["cost"], field: TraceField::Cost, rules: OPTIONAL_NUMBER },
    Entry { names: &["error"], field: TraceField::Error, rules: OPTIONAL_TEXT },
];

/// Keys as offered by a query bar and listed by errors.
pub(crate) const KEYS: &[&str] = &[
    "status",
    "name",
    "timestamp_ms",
    "execution_time_ms",
    "end_time_ms",
    "request_id",
    "client_request_id",
    "run_id",
    "prompt",
    "trace.text",
    "session",
    "user",
    "model",
    "provider",
    "total_tokens",
    "input_tokens",
    "output_tokens",
    "cost",
    "error",
    "tags.",
    "metadata.",
    "feedback.",
    "expectation.",
    "span.name",
    "span.type",
    "span.status",
    "span.content",
    "span.attributes.",
    "issue.id",
];

/// The key of a field without parameter, as MLflow writes it.
pub(crate) fn name(field: &TraceField) -> &'static str {
    match field {
        TraceField::Text => "trace.text",
        TraceField::IssueId => "issue.id",
        field => TABLE
            .iter()
            .find(|entry| entry.field == *field)
            .and_then(|entry| entry.names.first())
            .copied()
            .unwrap_or_default(),
    }
}

/// The field of a key and what may follow it.
pub(crate) fn resolve(key: &Key) -> Result<(KeyOf, Rules), KeyProblem> {
    let name = key.name.clone();
    let Some(entity) = key.entity.as_deref() else { return attribute(key) };
    if name.is_empty() {
        return Err(KeyProblem::new("a name after the dot")
            .hint("quote it in backticks when it has special characters"));
    }
    let (field, rules) = match entity {
        "attribute" | "attributes" | "trace" => return attribute(key),
        "tag" | "tags" => (TraceField::Tag(name), OPTIONAL_TEXT),
        "metadata" | "request_metadata" => {
            let reserved = matches!(name.as_str(), "mlflow.trace.tokenUsage" | "mlflow.trace.cost");
            (TraceField::Metadata(name), if reserved { RESERVED_METADATA } else { OPTIONAL_TEXT })
        }
        "feedback" => (TraceField::Feedback(name), ASSESSMENT),
        "expectation" => (TraceField::Expectation(name), ASSESSMENT),
        "issue" if name == "id" => (TraceField::IssueId, EXACT_TEXT),
        "span" => {
            let (field, rules) = span::resolve(&name).ok_or_else(|| KeyProblem::unknown(key, KEYS))?;
            return Ok((KeyOf::Span(field), rules));
        }
        "assessment" => {
            return Err(KeyProblem::unknown(key, KEYS).hint("write `feedback.` or `expectation.`"));
        }
        _ => return Err(KeyProblem::unknown(key, KEYS)),
    };
    Ok((KeyOf::Trace(field), rules))
}

fn attribute(key: &Key) -> Result<(KeyOf, Rules), KeyProblem> {
    if let Some(entry) = look_up(TABLE, &key.name) {
        return Ok((KeyOf::Trace(entry.field.clone()), entry.rules));
    }
    let problem = KeyProblem::unknown(key, KEYS);
    Err(match key.name.as_str() {
        "session_id" => problem.hint("write `session`"),
        "user_id" => problem.hint("write `user`"),
        "model_id" => problem.hint("write ``metadata.`mlflow.modelId` ``, or `model` for the model's name"),
        _ => problem,
    })
}
