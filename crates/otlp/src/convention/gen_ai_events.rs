//! Content of the GenAI conventions in events: span events, and log events that were joined to the span.
//!
//! Three generations: one event with everything (`gen_ai.client.inference.operation.details`), one event a message
//! (`gen_ai.user.message`, …, `gen_ai.choice`), and two events with texts (`gen_ai.content.*`, see Spring AI).

use serde_json::{Map, Value as Json};
use spanwell_model::{Span, SpanEvent};

use super::draft::Draft;
use super::gen_ai;
use super::json_text;
use super::source::{Source, event_value};

/// The event that carries everything.
pub(crate) const DETAILS: &str = "gen_ai.client.inference.operation.details";

/// Messages of one call; more only cost memory.
const MOST_MESSAGES: usize = 10_000;

/// Events with everything that are looked at for more than messages.
const MOST_DETAILS: usize = 100;

/// Fills inputs and outputs from events, where attributes had none: with both, the same content arrives twice.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    let mut events = source.span.events.iter().filter(|event| event.name.starts_with("gen_ai.")).peekable();
    if events.peek().is_none() {
        return false;
    }
    details(source.span, draft);
    if source.str("gen_ai.operation.name") == Some("execute_tool") {
        tool(source, draft);
    }
    let mut exchange = Exchange::default();
    for event in ordered(events) {
        exchange.add(&event.name, &content(event));
    }
    exchange.offer(draft);
    true
}

/// Events in order of time; those of the same time as they came.
fn ordered<'e>(events: impl Iterator<Item = &'e SpanEvent>) -> Vec<&'e SpanEvent> {
    let mut ordered: Vec<&SpanEvent> =
        events.filter(|event| event.name != DETAILS).take(MOST_MESSAGES).collect();
    ordered.sort_by_key(|event| event.time_ns);
    ordered
}

/// The content of a message event: the body of a log record, or the attributes of a span event.
fn content(event: &SpanEvent) -> Json {
    if let Some(body) = event_value(event, "body") {
        return json_text::tree(body);
    }
    let entries = event.attributes.iter().map(|(key, value)| (key.clone(), json_text::tree(value)));
    Json::Object(entries.collect::<Map<_, _>>())
}

fn details(span: &Span, draft: &mut Draft) {
    let mut messages = Vec::new();
    for event in span.events.iter().filter(|event| event.name == DETAILS) {
        // Strands sends one such event for the inputs and one for the outputs, with more inputs for results of tools.
        if let Some(Json::Array(more)) = event_value(event, "gen_ai.input.messages").map(json_text::tree) {
            messages.extend(more.into_iter().take(MOST_MESSAGES.saturating_sub(messages.len())));
        }
    }
    if !messages.is_empty() {
        draft.inputs(|| Some(Json::Array(messages).to_string()));
    }
    // The event may say all that attributes of the span can say: model, tokens, calls of tools.
    for event in span.events.iter().filter(|event| event.name == DETAILS).take(MOST_DETAILS) {
        let told = Source::of_event(span, event);
        gen_ai::fill(&told, draft);
        draft.session(|| told.text(&["session.id", "gen_ai.conversation.id"]));
        draft.user(|| told.text(&["user.id", "enduser.id"]));
    }
}

/// The system instructions that came in a details event.
pub(crate) fn system_instructions(span: &Span) -> Option<Json> {
    let events = span.events.iter().filter(|event| event.name == DETAILS);
    events.filter_map(|event| event_value(event, "gen_ai.system_instructions")).map(json_text::tree).next()
}

/// On a tool's span the message is the call and the choice is the result.
fn tool(source: &Source<'_>, draft: &mut Draft) {
    if let Some(event) = source.event("gen_ai.tool.message") {
        draft.inputs(|| event_value(event, "content").map(json_text::flexible));
    }
    if let Some(event) = source.event("gen_ai.choice") {
        draft.outputs(|| event_value(event, "message").map(json_text::flexible));
    }
}

/// Messages that were sent one by one.
#[derive(Debug, Default)]
pub(super) struct Exchange {
    /// What was said to the model.
    pub(super) inputs: Vec<Json>,
    /// What it answered.
    outputs: Vec<(Option<u64>, Json)>,
    finish_reasons: Vec<String>,
}

impl Exchange {
    /// Adds the message of an event by its name; names of other events are ignored.
    pub(super) fn add(&mut self, name: &str, content: &Json) {
        let role = match name {
            "gen_ai.system.message" => "system",
            "gen_ai.user.message" => "user",
            "gen_ai.assistant.message" => "assistant",
            "gen_ai.tool.message" => "tool",
            "gen_ai.choice" => return self.choice(content),
            _ => return,
        };
        if self.inputs.len() < MOST_MESSAGES {
            self.inputs.push(message(role, content));
        }
    }

    fn choice(&mut self, content: &Json) {
        let reason = content.get("finish_reason").and_then(Json::as_str);
        let mut answer = match content.get("message") {
            Some(inner @ Json::Object(_)) => message("assistant", inner),
            Some(inner) => message("assistant", &serde_json::json!({ "content": inner })),
            None => message("assistant", content),
        };
        if let (Some(reason), Some(fields)) = (reason, answer.as_object_mut()) {
            fields.insert("finish_reason".into(), Json::from(reason));
            self.finish_reasons.push(reason.to_owned());
        }
        if self.outputs.len() < MOST_MESSAGES {
            let index = content.get("index").and_then(Json::as_u64);
            self.outputs.push((index, answer));
        }
    }

    /// Whether nothing was answered.
    pub(super) const fn is_unanswered(&self) -> bool {
        self.outputs.is_empty()
    }

    /// Offers what was collected; choices in the order of their indices, which may be told in any order.
    pub(super) fn offer(mut self, draft: &mut Draft) {
        self.outputs.sort_by_key(|(index, _)| *index);
        let outputs = self.outputs.into_iter().map(|(_, answer)| answer).collect();
        let list = |messages: Vec<Json>| (!messages.is_empty()).then(|| Json::Array(messages).to_string());
        draft.inputs(|| list(self.inputs));
        draft.outputs(|| list(outputs));
        draft.finish_reasons(|| self.finish_reasons);
    }
}

/// A message of a role, without what belongs to the event.
fn message(role: &str, content: &Json) -> Json {
    let mut fields = Map::new();
    fields.insert("role".into(), content.get("role").cloned().unwrap_or_else(|| Json::from(role)));
    let Json::Object(entries) = content else {
        fields.insert("content".into(), content.clone());
        return Json::Object(fields);
    };
    for (key, value) in entries {
        let is_message = match key.as_str() {
            "content" | "tool_calls" | "name" | "tool_call_id" | "refusal" | "parts" | "finish_reason" => {
                true
            }
            "id" => role == "tool",
            _ => false,
        };
        if is_message {
            let key = if key == "id" { "tool_call_id" } else { key };
            fields.insert(key.to_owned(), value.clone());
        }
    }
    Json::Object(fields)
}
