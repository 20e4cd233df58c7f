//! The attributes of a span as MLflow's clients read them back.

use std::borrow::Cow;

use serde_json::Value as Json;
use spanwell_model::{Attributes, Span, SpanFacts, TokenUsage, Value};

use crate::convention::json_text;
use crate::convention::mlflow::{Encoding, encoding};

/// The attributes of `span`, with MLflow's own (`mlflow.spanType`, `mlflow.spanInputs`, `mlflow.spanOutputs`,
/// `mlflow.chat.tokenUsage`, `mlflow.llm.model`, `mlflow.llm.provider`, `mlflow.llm.cost`, `mlflow.message.format`,
/// `mlflow.chat.tools`) filled from its facts where the sender left them out, and values that the sender wrote as JSON
/// text decoded. Nothing the sender said is lost or changed otherwise.
pub fn with_translated(span: &Span) -> Cow<'_, Attributes> {
    let decoded = match encoding(span) {
        Encoding::Json => {
            Cow::Owned(span.attributes.iter().map(|entry| decoded(entry, json_text::strict)).collect())
        }
        Encoding::Nested => {
            Cow::Owned(span.attributes.iter().map(|entry| decoded(entry, json_text::flexible)).collect())
        }
        Encoding::Plain | Encoding::Unknown => Cow::Borrowed(&span.attributes),
    };
    let additions = additions(span, &decoded);
    if additions.is_empty() {
        return decoded;
    }
    let mut attributes: Attributes = decoded.into_owned();
    for (key, value) in additions {
        match attributes.iter_mut().find(|(name, _)| name == key) {
            Some((_, present)) => *present = value,
            None => attributes.push((key.to_owned(), value)),
        }
    }
    Cow::Owned(attributes)
}

/// A value of which the sender wrote the JSON text. Keys of other conventions are written plainly by the same sender.
fn decoded((key, value): &(String, Value), read: impl Fn(&Value) -> String) -> (String, Value) {
    let is_foreign = key.starts_with("gen_ai.") || key == "session.id" || key == "user.id";
    if is_foreign || value.as_str().is_none() {
        return (key.clone(), value.clone());
    }
    let parsed = serde_json::from_str::<Json>(&read(value));
    (key.clone(), parsed.map_or_else(|_| value.clone(), |json| Value::from_json_value(&json)))
}

/// MLflow's keys that the facts know and the sender left out, or wrote as text where MLflow's clients expect a value.
fn additions(span: &Span, attributes: &Attributes) -> Vec<(&'static str, Value)> {
    let facts = &span.facts;
    let text = |text: &Option<String>| text.clone().map(Value::String);
    // Trees are only built for what is needed: inputs and outputs may be large.
    let candidates: [(&'static str, &dyn Fn() -> Option<Value>); 9] = [
        ("mlflow.spanType", &|| text(&facts.span_type)),
        ("mlflow.spanInputs", &|| content(facts.inputs.as_deref())),
        ("mlflow.spanOutputs", &|| content(facts.outputs.as_deref())),
        ("mlflow.chat.tokenUsage", &|| facts.usage.map(usage)),
        ("mlflow.llm.model", &|| text(&facts.model)),
        ("mlflow.llm.provider", &|| text(&facts.provider)),
        ("mlflow.llm.cost", &|| cost(facts)),
        ("mlflow.message.format", &|| text(&facts.message_format)),
        ("mlflow.chat.tools", &|| content(facts.tools.as_deref())),
    ];
    let needed = candidates.into_iter().filter_map(|(key, find)| {
        let present = attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value);
        match present {
            None | Some(Value::Null) => Some((key, find()?)),
            Some(Value::String(name)) if key == "mlflow.spanType" && name == "UNKNOWN" => {
                Some((key, find()?))
            }
            // The JSON text of what the facts hold.
            Some(text @ Value::String(_)) if CONTENT_KEYS.contains(&key) => {
                Some((key, find().filter(|value| value != text)?))
            }
            Some(present) if key == "mlflow.spanOutputs" && is_streamed(span) => {
                Some((key, find().filter(|completed| is_structure(completed) && completed != present)?))
            }
            Some(_) => None,
        }
    });
    needed.collect()
}

/// Keys under which MLflow's clients expect any JSON value.
const CONTENT_KEYS: &[&str] = &[
    "mlflow.spanInputs",
    "mlflow.spanOutputs",
    "mlflow.chat.tokenUsage",
    "mlflow.llm.cost",
    "mlflow.chat.tools",
];

const fn is_structure(value: &Value) -> bool {
    matches!(value, Value::Map(_) | Value::Array(_))
}

/// Outputs of streams may have been completed from their chunks.
fn is_streamed(span: &Span) -> bool {
    span.events.iter().any(|event| event.name.starts_with("mlflow.chunk.item."))
}

fn content(text: Option<&str>) -> Option<Value> {
    let text = text?;
    Some(match serde_json::from_str::<Json>(text) {
        Ok(json) => Value::from_json_value(&json),
        Err(_) => Value::String(text.to_owned()),
    })
}

/// MLflow 3.17's form: cached tokens only when they are known, reasoning not at all.
fn usage(usage: TokenUsage) -> Value {
    let count = |number: u64| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
    let mut entries = vec![
        ("input_tokens".to_owned(), count(usage.input_tokens)),
        ("output_tokens".to_owned(), count(usage.output_tokens)),
        ("total_tokens".to_owned(), count(usage.total_tokens)),
    ];
    let details = [
        ("cache_read_input_tokens", usage.cache_read_input_tokens),
        ("cache_creation_input_tokens", usage.cache_creation_input_tokens),
        ("cache_creation_input_tokens_above_1hr", usage.cache_creation_input_tokens_above_1hr),
    ];
    entries.extend(details.into_iter().filter_map(|(key, number)| Some((key.to_owned(), count(number?)))));
    Value::Map(entries)
}

fn cost(facts: &SpanFacts) -> Option<Value> {
    let cost = facts.cost?;
    let amount = |usd: f64| Value::Double(usd);
    Some(Value::Map(vec![
        ("input_cost".to_owned(), amount(cost.input_usd.unwrap_or(0.0))),
        ("output_cost".to_owned(), amount(cost.output_usd.unwrap_or(0.0))),
        ("total_cost".to_owned(), amount(cost.total_usd)),
    ]))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use spanwell_model::{DeriveFacts as _, Resource, Scope};

    use super::*;
    use crate::Translators;
    use crate::decode::empty_span;

    fn span(attributes: &[(&str, Value)]) -> Span {
        let mut span = empty_span(&Arc::new(Resource::default()), &Arc::new(Scope::default()));
        span.attributes = attributes.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        span.facts = Translators.derive(&span);
        span
    }

    fn get(attributes: &Attributes, key: &str) -> Option<String> {
        attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.to_json())
    }

    #[test]
    fn foreign_facts_become_mlflow_attributes() {
        let span = span(&[
            ("gen_ai.operation.name", "chat".into()),
            ("gen_ai.request.model", "m".into()),
            ("gen_ai.usage.input_tokens", Value::Int(3)),
            ("gen_ai.input.messages", "[{\"role\":\"user\",\"parts\":[]}]".into()),
        ]);
        let translated = with_translated(&span);
        assert_eq!(get(&translated, "mlflow.spanType").as_deref(), Some("\"CHAT_MODEL\""));
        assert_eq!(get(&translated, "mlflow.llm.model").as_deref(), Some("\"m\""));
        let usage = r#"{"input_tokens":3,"output_tokens":0,"total_tokens":3}"#;
        assert_eq!(get(&translated, "mlflow.chat.tokenUsage").as_deref(), Some(usage));
        assert_eq!(get(&translated, "mlflow.spanInputs").as_deref(), Some(r#"[{"role":"user","parts":[]}]"#));
        assert_eq!(get(&translated, "mlflow.spanOutputs"), None);
        assert_eq!(get(&translated, "gen_ai.operation.name").as_deref(), Some("\"chat\""));
    }

    #[test]
    fn json_text_of_known_producers_is_decoded_and_genuine_text_is_not() {
        let encoded = span(&[
            ("mlflow.traceRequestId", "\"tr-1\"".into()),
            ("mlflow.spanType", "\"TOOL\"".into()),
            ("mlflow.spanOutputs", "0".into()),
            ("mlflow.spanLogLevel", "20".into()),
        ]);
        let translated = with_translated(&encoded);
        assert_eq!(get(&translated, "mlflow.spanType").as_deref(), Some("\"TOOL\""));
        assert_eq!(get(&translated, "mlflow.spanOutputs").as_deref(), Some("0"));
        assert_eq!(get(&translated, "mlflow.spanLogLevel").as_deref(), Some("20"));
        let genuine = span(&[
            ("mlflow.traceRequestId", "tr-1".into()),
            ("mlflow.spanType", "TOOL".into()),
            ("mlflow.spanOutputs", "{\"a\":1}".into()),
        ]);
        assert!(matches!(with_translated(&genuine), Cow::Borrowed(_)));
        let handmade =
            span(&[("mlflow.spanInputs", "{\"a\":1}".into()), ("mlflow.spanOutputs", "\"hi\"".into())]);
        let translated = with_translated(&handmade);
        assert_eq!(get(&translated, "mlflow.spanInputs").as_deref(), Some(r#"{"a":1}"#));
        assert_eq!(get(&translated, "mlflow.spanOutputs").as_deref(), Some(r#""hi""#));
        assert_eq!(genuine.facts.outputs.as_deref(), Some(r#""{\"a\":1}""#));
    }

    #[test]
    fn empty_and_false_outputs_are_kept() {
        for (value, outputs) in [
            (Value::Bool(false), "false"),
            (Value::Int(0), "0"),
            (Value::Array(Vec::new()), "[]"),
            (Value::from(""), "\"\""),
        ] {
            let span = span(&[("mlflow.traceRequestId", "tr-1".into()), ("mlflow.spanOutputs", value)]);
            assert_eq!(span.facts.outputs.as_deref(), Some(outputs));
        }
    }
}
