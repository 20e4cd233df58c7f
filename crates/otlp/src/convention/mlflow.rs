//! MLflow's own attributes, as its clients send them.
//!
//! The official client sends decoded values over OTLP. Its exporter for plain OTLP endpoints, and the TypeScript
//! client, send the JSON text of every value instead, strings with their quotes.

use serde_json::Value as Json;
use spanwell_model::{Span, Value};

use super::body::Body;
use super::draft::{Certainty, Draft};
use super::json_text;
use super::source::{Source, plain_text};
use super::tokens::Counts;

/// How a producer writes attribute values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Every value is the JSON text of the value.
    Json,
    /// Values are values: text that looks like JSON is text.
    Plain,
    /// Objects, lists and strings are JSON texts, but numbers in text are text.
    Nested,
    /// Unknown producer: OTel attributes cannot be maps, so text that is a JSON object or list is taken as such.
    Unknown,
}

/// Tells the producer by the attribute that every MLflow client sets.
pub(crate) fn encoding(span: &Span) -> Encoding {
    match span.attribute("mlflow.traceRequestId").and_then(Value::as_str) {
        Some(id) if is_quoted(id) => Encoding::Json,
        Some(_) => Encoding::Plain,
        None if span.attribute("mlflow.spanType").and_then(Value::as_str).is_some_and(is_quoted) => {
            Encoding::Nested
        }
        // Its GenAI mode leaves MLflow's own keys out, and writes the other ones as before.
        None if span.scope.name == "mlflow.tracing.provider" => Encoding::Json,
        None => Encoding::Unknown,
    }
}

fn is_quoted(text: &str) -> bool {
    text.len() >= 2 && text.starts_with('"') && text.ends_with('"')
}

/// JSON text of a value under an encoding.
fn json(value: &Value, encoding: Encoding) -> String {
    match encoding {
        Encoding::Json => json_text::strict(value),
        Encoding::Plain => value.to_json(),
        Encoding::Nested | Encoding::Unknown => json_text::flexible(value),
    }
}

/// Reads attributes of one span under its encoding.
struct Reader<'s, 'a> {
    source: &'s Source<'a>,
    encoding: Encoding,
}

impl Reader<'_, '_> {
    fn json(&self, key: &str) -> Option<String> {
        self.source.value(key).map(|value| json(value, self.encoding)).filter(|text| text != "null")
    }

    fn text(&self, key: &str) -> Option<String> {
        let value = self.source.value(key)?;
        if self.encoding == Encoding::Plain {
            return plain_text(value);
        }
        match serde_json::from_str::<Json>(value.as_str().unwrap_or_default()) {
            Ok(Json::String(text)) => Some(text).filter(|text| !text.is_empty()),
            Ok(Json::Number(_) | Json::Bool(_)) | Err(_) => plain_text(value),
            Ok(_) => None,
        }
    }

    fn tree(&self, key: &str) -> Option<Json> {
        let value = self.source.value(key)?;
        Some(json_text::tree(value)).filter(|tree| tree.is_object() || tree.is_array())
    }
}

/// Fills facts from `mlflow.*`.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    let reader = Reader { source, encoding: encoding(source.span) };
    let content = ["mlflow.spanInputs", "mlflow.spanOutputs", "mlflow.spanType", "mlflow.chat.tokenUsage"];
    let is_native = content.iter().any(|key| source.value(key).is_some());
    match reader.text("mlflow.spanType").as_deref() {
        Some("UNKNOWN") => draft.span_type(Certainty::Guess, "UNKNOWN"),
        Some(name) => draft.span_type(Certainty::Named, name),
        None => {}
    }
    draft.inputs(|| reader.json("mlflow.spanInputs"));
    draft.outputs(|| reader.json("mlflow.spanOutputs"));
    draft.model(|| reader.text("mlflow.llm.model"));
    draft.provider(|| reader.text("mlflow.llm.provider"));
    draft.tools(|| reader.json("mlflow.chat.tools"));
    if draft.facts.message_format.is_none() {
        draft.facts.message_format = reader.text("mlflow.message.format");
    }
    if let Some(usage) = reader.tree("mlflow.chat.tokenUsage") {
        draft.counts.fill(Counts::of_usage(&usage));
    }
    if let Some(cost) = reader.tree("mlflow.llm.cost") {
        let part = |key: &str| cost.get(key).and_then(Json::as_f64);
        draft.cost(part("input_cost"), part("output_cost"), part("total_cost"));
    }
    if is_native {
        bodies(&reader, draft);
    }
    draft.session(|| reader.text("mlflow.trace.session"));
    draft.user(|| reader.text("mlflow.trace.user"));
    prompts(&reader, draft);
    for (key, value) in source.below("mlflow.traceTag.") {
        if let Some(text) = tag_text(value, reader.encoding) {
            draft.tag(key, text);
        }
    }
    is_native
}

/// What MLflow's autologging leaves inside inputs and outputs: the requested model, details of usage, why it stopped.
fn bodies(reader: &Reader<'_, '_>, draft: &mut Draft) {
    draft.model_request(|| reader.text("model"));
    let is_model_call = draft.facts.model.is_some() || draft.counts.is_known();
    if is_model_call && draft.facts.model_request.is_none() {
        draft.facts.model_request =
            draft.facts.inputs.as_deref().and_then(Body::look).and_then(|body| body.model());
    }
    let outputs = draft.facts.outputs.take();
    if let Some(body) = outputs.as_deref().and_then(Body::look) {
        draft.finish_reasons(|| body.finish_reasons());
        if let (true, Some(usage)) = (draft.counts.is_known(), body.usage()) {
            let mut counts = Counts::of_usage(&usage);
            counts.excludes_cache = body.is_anthropic();
            // Only the parts: totals are MLflow's own.
            let parts = Counts { input: None, output: None, total: None, ..counts };
            draft.counts.fill(parts);
        }
    }
    draft.facts.outputs = outputs;
}

fn prompts(reader: &Reader<'_, '_>, draft: &mut Draft) {
    let linked = reader.tree("mlflow.linkedPrompts");
    for entry in linked.as_ref().and_then(Json::as_array).into_iter().flatten().take(100) {
        let name = entry.get("name").and_then(Json::as_str).map(str::to_owned);
        let version = entry.get("version").and_then(|version| match version {
            Json::String(text) => Some(text.clone()),
            Json::Number(number) => Some(number.to_string()),
            _ => None,
        });
        draft.prompt(name, version);
    }
}

fn tag_text(value: &Value, encoding: Encoding) -> Option<String> {
    match value {
        Value::String(text) if encoding != Encoding::Plain && is_quoted(text) => {
            serde_json::from_str(text).ok()
        }
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(other.to_json()),
    }
}
