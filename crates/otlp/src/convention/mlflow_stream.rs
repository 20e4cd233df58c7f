//! Streamed answers whose recorded outputs lost something.
//!
//! MLflow's autologging for OpenAI joins the text of a stream but drops tool calls and reasoning blocks, and says
//! `stop` when the last chunk only carries usage (seen with 3.17.2). The chunks themselves are span events
//! (`mlflow.chunk.item.<n>`), so the message can be put together again.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};
use spanwell_model::{Span, SpanEvent, Value};

use super::draft::{Draft, finish_reason};
use super::json_text;
use super::source::{Source, event_value};

/// Tool calls of one message: a sender may claim any index.
const MOST_TOOL_CALLS: usize = 1_000;

/// Takes the time of the first chunk, and completes the outputs from the chunks where something was lost.
pub(super) fn finish(source: &Source<'_>, draft: &mut Draft) {
    let Some(first) = source.event("mlflow.chunk.item.0") else { return };
    draft.first_token(|| source.since_start(first));
    let Some((outputs, reason)) =
        draft.facts.outputs.as_deref().and_then(|text| completed(source.span, text))
    else {
        return;
    };
    draft.facts.outputs = Some(outputs);
    if let Some(reason) = reason {
        draft.facts.finish_reasons = vec![finish_reason(&reason).to_owned()];
    }
}

/// The outputs with the message completed from the chunks, and why the model stopped; `None` when nothing was lost.
fn completed(span: &Span, outputs: &str) -> Option<(String, Option<String>)> {
    let chunks = span.events.iter().filter(|event| event.name.starts_with("mlflow.chunk.item."));
    if !chunks.clone().any(is_suspicious) {
        return None;
    }
    let mut rebuilt = Rebuilt::default();
    let mut worth_it = false;
    for event in chunks {
        let Some(value) = event_value(event, "mlflow.chunk.value") else { continue };
        let chunk = json_text::tree(value);
        let Some(choice) = chunk.pointer("/choices/0") else { continue };
        worth_it |= rebuilt.add(choice);
    }
    if !worth_it {
        return None;
    }
    let mut outputs: Json = serde_json::from_str(outputs).ok()?;
    let reason = rebuilt.finish_reason.clone();
    let changed = match outputs.pointer_mut("/choices/0").and_then(Json::as_object_mut) {
        Some(choice) => rebuilt.complete(choice),
        None => rebuilt.complete_parts(outputs.pointer_mut("/0")?.as_object_mut()?),
    };
    changed.then(|| (outputs.to_string(), reason))
}

/// Whether a chunk's text shows what autologging loses: most streams need not be parsed.
fn is_suspicious(event: &SpanEvent) -> bool {
    let lists = ["\"tool_calls\": [", "\"tool_calls\":[", "\"content\": [", "\"content\":["];
    match event_value(event, "mlflow.chunk.value") {
        Some(Value::String(text)) => lists.iter().any(|list| text.contains(list)),
        Some(_) => true,
        None => false,
    }
}

#[derive(Default)]
struct Rebuilt {
    text: String,
    reasoning: String,
    signature: Option<String>,
    tool_calls: BTreeMap<u64, ToolCall>,
    finish_reason: Option<String>,
}

#[derive(Default)]
struct ToolCall {
    id: Option<String>,
    name: String,
    arguments: String,
}

impl Rebuilt {
    /// Adds one chunk's choice; true when it carries what autologging loses.
    fn add(&mut self, choice: &Json) -> bool {
        if let Some(reason) = choice.get("finish_reason").and_then(Json::as_str) {
            self.finish_reason = Some(reason.to_owned());
        }
        let Some(delta) = choice.get("delta") else { return false };
        let mut lost = self.content(delta.get("content"));
        if let Some(reasoning) = delta.get("reasoning_content").and_then(Json::as_str) {
            self.reasoning.push_str(reasoning);
        }
        let calls = delta.get("tool_calls").and_then(Json::as_array);
        for (place, call) in calls.into_iter().flatten().enumerate() {
            lost = true;
            let index = call.get("index").and_then(Json::as_u64).unwrap_or(place as u64);
            if self.tool_calls.len() < MOST_TOOL_CALLS || self.tool_calls.contains_key(&index) {
                self.tool_calls.entry(index).or_default().add(call);
            }
        }
        lost
    }

    /// Databricks sends content as a list of blocks for Claude with thinking and for Gemini.
    fn content(&mut self, content: Option<&Json>) -> bool {
        match content {
            Some(Json::String(text)) => {
                self.text.push_str(text);
                false
            }
            Some(Json::Array(blocks)) => {
                for block in blocks {
                    self.block(block);
                }
                true
            }
            _ => false,
        }
    }

    fn block(&mut self, block: &Json) {
        if let Some(text) = block.get("text").and_then(Json::as_str) {
            self.text.push_str(text);
        }
        for part in block.get("summary").and_then(Json::as_array).into_iter().flatten() {
            if let Some(text) = part.get("text").and_then(Json::as_str) {
                self.reasoning.push_str(text);
            }
            if let Some(signature) = part.get("signature").and_then(Json::as_str) {
                self.signature = Some(signature.to_owned());
            }
        }
    }

    /// The same for a message of the GenAI conventions, which MLflow's clients can be told to write.
    fn complete_parts(self, message: &mut Map<String, Json>) -> bool {
        let Some(parts) = message.get_mut("parts").and_then(Json::as_array_mut) else { return false };
        let has =
            |parts: &[Json], kind: &str| parts.iter().any(|part| part.get("type") == Some(&json!(kind)));
        let (add_calls, add_reasoning) = (!has(parts, "tool_call"), !has(parts, "reasoning"));
        let before = parts.len();
        if add_reasoning && !self.reasoning.is_empty() {
            parts.insert(0, json!({"type": "reasoning", "content": self.reasoning}));
        }
        if add_calls {
            parts.extend(self.tool_calls.into_values().map(|call| {
                let arguments = serde_json::from_str(&call.arguments).unwrap_or(Json::String(call.arguments));
                json!({"type": "tool_call", "id": call.id, "name": call.name, "arguments": arguments})
            }));
        }
        let changed = parts.len() > before;
        if let (true, Some(reason)) = (changed, self.finish_reason) {
            message.insert("finish_reason".into(), json!(reason));
        }
        changed
    }

    /// Puts what is missing into the recorded choice; true when that changed it.
    fn complete(self, choice: &mut Map<String, Json>) -> bool {
        let mut changed = false;
        if let (Some(reason), true) = (&self.finish_reason, !self.tool_calls.is_empty()) {
            changed |=
                choice.insert("finish_reason".into(), json!(reason)).is_none_or(|old| old != json!(reason));
        }
        let Some(message) = choice.get_mut("message").and_then(Json::as_object_mut) else { return changed };
        let has_calls =
            message.get("tool_calls").and_then(Json::as_array).is_some_and(|calls| !calls.is_empty());
        if !self.tool_calls.is_empty() && !has_calls {
            let calls: Vec<Json> = self.tool_calls.into_values().map(ToolCall::print).collect();
            message.insert("tool_calls".into(), Json::Array(calls));
            changed = true;
        }
        if !self.reasoning.is_empty() && !matches!(message.get("content"), Some(Json::Array(_))) {
            let mut summary = json!({"type": "summary_text", "text": self.reasoning});
            if let (Some(signature), Some(summary)) = (self.signature, summary.as_object_mut()) {
                summary.insert("signature".into(), json!(signature));
            }
            let mut content = vec![json!({"type": "reasoning", "summary": [summary]})];
            if !self.text.is_empty() {
                content.push(json!({"type": "text", "text": self.text}));
            }
            message.insert("content".into(), Json::Array(content));
            changed = true;
        } else if !self.text.is_empty() && message.get("content").is_none_or(|content| content.is_null()) {
            message.insert("content".into(), json!(self.text));
            changed = true;
        }
        changed
    }
}

impl ToolCall {
    fn add(&mut self, call: &Json) {
        if let Some(id) = call.get("id").and_then(Json::as_str) {
            self.id = Some(id.to_owned());
        }
        if let Some(name) = call.pointer("/function/name").and_then(Json::as_str) {
            name.clone_into(&mut self.name);
        }
        if let Some(part) = call.pointer("/function/arguments").and_then(Json::as_str) {
            self.arguments.push_str(part);
        }
    }

    fn print(self) -> Json {
        json!({
            "id": self.id,
            "type": "function",
            "function": {"name": self.name, "arguments": self.arguments},
        })
    }
}
