//! Pydantic AI: agent spans, version 1's event lists, tool arguments.

use serde_json::{Value as Json, json};

use super::draft::{Certainty, Draft};
use super::gen_ai_events::Exchange;
use super::json_text;
use super::source::Source;

/// Fills facts from the keys of Pydantic AI.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    let is_agent = source.value("agent_name").is_some() && source.value("model_name").is_some();
    if is_agent {
        draft.span_type(Certainty::Framework, "AGENT");
        draft.model_request(|| source.text(&["model_name"]));
    }
    if source.value("tool_arguments").is_some() || source.value("tool_response").is_some() {
        draft.span_type(Certainty::Framework, "TOOL");
    }
    draft.inputs(|| source.filled_json(&["tool_arguments"]));
    draft.outputs(|| source.json(&["tool_response"]));
    conversation(source, draft);
    if source.str("gen_ai.operation.name") == Some("embeddings") {
        draft.inputs(|| source.json(&["inputs"]));
        draft.outputs(|| source.json(&["embeddings"]));
    }
    draft.tools(|| function_tools(source));
    if let (true, Some(Json::Object(entries))) = (is_agent, source.value("metadata").map(json_text::tree)) {
        for (key, value) in &entries {
            draft.metadata(key, value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        }
    }
    draft.cost(None, None, source.number(&["operation.cost"]));
    source.span.scope.name == "pydantic-ai" || is_agent || source.has_prefix("pydantic_ai.")
}

/// What an agent heard and answered, from the list of all its messages.
fn conversation(source: &Source<'_>, draft: &mut Draft) {
    let final_result = source.json(&["final_result"]);
    if let Some(messages) = source.value("pydantic_ai.all_messages").map(json_text::tree) {
        let (before, answer) = split_answer(messages);
        draft.inputs(|| before);
        draft.outputs(|| final_result.clone().or(answer));
    }
    for key in ["events", "all_messages_events"] {
        let Some(Json::Array(events)) = source.value(key).map(json_text::tree) else { continue };
        let mut exchange = Exchange::default();
        for event in &events {
            let name = event.get("event.name").and_then(Json::as_str).unwrap_or_default();
            exchange.add(name, event);
        }
        if exchange.is_unanswered() && key == "all_messages_events" {
            let (before, answer) = split_answer(Json::Array(std::mem::take(&mut exchange.inputs)));
            draft.inputs(|| before);
            draft.outputs(|| final_result.clone().or(answer));
        }
        exchange.offer(draft);
    }
    draft.outputs(|| final_result);
}

/// The messages before the last answer, and that answer.
fn split_answer(messages: Json) -> (Option<String>, Option<String>) {
    let Json::Array(mut messages) = messages else { return (None, None) };
    let is_answer =
        messages.last().and_then(|last| last.get("role")).and_then(Json::as_str) == Some("assistant");
    let answer = if is_answer { messages.pop() } else { None };
    let before = (!messages.is_empty()).then(|| Json::Array(messages).to_string());
    (before, answer.map(|answer| json!([answer]).to_string()))
}

/// Tool definitions in OpenAI's form.
fn function_tools(source: &Source<'_>) -> Option<String> {
    let parameters = source.value("model_request_parameters").map(json_text::tree)?;
    let lists =
        ["function_tools", "output_tools"].into_iter().filter_map(|key| parameters.get(key)?.as_array());
    let tools = lists.flatten().filter(|tool| tool.get("name").is_some());
    let tools = tools.map(|tool| {
        json!({"type": "function", "function": {
            "name": tool.get("name"),
            "description": tool.get("description"),
            "parameters": tool.get("parameters_json_schema"),
        }})
    });
    let tools: Vec<Json> = tools.collect();
    (!tools.is_empty()).then(|| Json::Array(tools).to_string())
}
