//! Why a span failed: status, `exception` event, error attributes.

use serde_json::Value as Json;
use spanwell_model::{SpanError, SpanEvent, StatusCode, Value};

use super::json_text;
use super::source::{Source, event_value, plain_text};

/// Logfire's level of an error.
const LOGFIRE_ERROR_LEVEL: i64 = 17;

/// The error of a span that failed. An `exception` event alone is not a failure: the program may have handled it.
pub(super) fn find(source: &Source<'_>) -> Option<SpanError> {
    let span = source.span;
    let failed = span.status.code == StatusCode::Error;
    if !failed && !says_error(source) {
        return None;
    }
    let exception = span.events.iter().rev().find(|event| event.name == "exception");
    let of_event = |key: &str| exception.and_then(|event| event_text(event, key));
    let message = Some(span.status.message.clone())
        .filter(|message| !message.is_empty())
        .or_else(|| of_event("exception.message"))
        .or_else(|| {
            source.text(&["error.message", "exception.message", "langfuse.observation.status_message"])
        });
    let kind = source
        .text(&["error.type"])
        .filter(|kind| kind != "_OTHER")
        .or_else(|| of_event("exception.type"))
        .or_else(|| source.text(&["exception.type", "error.code"]))
        .or_else(|| message.as_deref().and_then(databricks_code));
    let stack = of_event("exception.stacktrace")
        .or_else(|| source.text(&["exception.stacktrace", "error.stack_trace"]));
    Some(SpanError { kind, message, stack })
}

fn says_error(source: &Source<'_>) -> bool {
    source.str("error.type").is_some()
        || source.str("langfuse.observation.level") == Some("ERROR")
        || matches!(source.value("logfire.level_num"), Some(Value::Int(level)) if *level >= LOGFIRE_ERROR_LEVEL)
}

fn event_text(event: &SpanEvent, key: &str) -> Option<String> {
    event_value(event, key).and_then(plain_text)
}

/// Databricks answers errors as `{"error_code": …, "message": …}`, which clients show as text.
fn databricks_code(message: &str) -> Option<String> {
    let body = json_text::parse_nested(message.get(message.find('{')?..)?)?;
    body.get("error_code").and_then(Json::as_str).map(str::to_owned)
}
