//! One message of any provider or convention.

use std::collections::HashSet;

use serde_json::Value as Json;

use super::block::{arguments, block, blocks, reasoning};
use super::media;
use super::{Block, MOST_MESSAGES, Message};
use crate::convention::draft::finish_reason;
use crate::convention::json_text;

/// Messages of a list; what the responses API splits into items is joined to the assistant's message it belongs to.
pub(super) fn list(items: &[Json]) -> Vec<Message> {
    let mut messages: Vec<Message> = Vec::new();
    let mut joins = false;
    for item in items.iter().take(MOST_MESSAGES) {
        let Some(next) = message(item) else { continue };
        let is_item = item.get("role").is_none() && next.role == "assistant" && kind_of(item).is_some();
        let is_answer = kind_of(item) == Some("message") && next.role == "assistant";
        match messages.last_mut() {
            Some(last) if joins && (is_item || is_answer) && last.role == "assistant" => {
                last.content.extend(next.content);
            }
            _ => messages.push(next),
        }
        joins = is_item || is_answer;
    }
    messages
}

fn kind_of(item: &Json) -> Option<&str> {
    item.get("type").and_then(Json::as_str)
}

/// Reads one message; `None` for what is no message at all.
pub(super) fn message(item: &Json) -> Option<Message> {
    match item {
        Json::String(text) => Some(Message {
            role: "user".to_owned(),
            content: vec![Block::Text { text: text.clone() }],
            ..Message::default()
        }),
        Json::Object(fields) => {
            if fields.get("lc").is_some() {
                return langchain_constructor(item);
            }
            if let (Some(kind), Some(Json::Object(data))) = (kind_of(item), fields.get("data"))
                && is_langchain_type(kind)
                && !fields.contains_key("content")
            {
                // LangChain's messages as dictionaries.
                let mut data = data.clone();
                data.insert("type".to_owned(), Json::from(kind));
                return Some(plain(&Json::Object(data)));
            }
            if let Some(inner) = fields.get("message").filter(|inner| inner.is_object())
                && !fields.contains_key("role")
            {
                return message(inner);
            }
            if !fields.contains_key("role")
                && let Some(kind) = kind_of(item).filter(|kind| is_response_item(kind) && *kind != "message")
            {
                return Some(response_item(kind, item));
            }
            Some(plain(item))
        }
        // LangChain takes pairs of role and content.
        Json::Array(pair) if is_pair(item) => {
            let mut said = plain(&serde_json::json!({"role": pair.first(), "content": pair.get(1)}));
            if said.role == "ai" || said.role == "human" {
                langchain_role(&said.role)?.clone_into(&mut said.role);
            }
            Some(said)
        }
        _ => None,
    }
}

/// A pair of role and content.
pub(super) fn is_pair(item: &Json) -> bool {
    const ROLES: &[&str] = &["system", "developer", "user", "human", "assistant", "ai", "tool"];
    match item.as_array().map(Vec::as_slice) {
        Some([Json::String(role), Json::String(_) | Json::Array(_)]) => ROLES.contains(&role.as_str()),
        _ => false,
    }
}

/// Types of the responses API's items.
pub(super) fn is_response_item(kind: &str) -> bool {
    matches!(kind, "message" | "reasoning" | "function_call" | "function_call_output")
        || kind.ends_with("_call")
        || kind.ends_with("_call_output")
        || matches!(kind, "mcp_list_tools" | "mcp_approval_request" | "compaction" | "item_reference")
}

/// Types of LangChain's messages.
pub(super) fn is_langchain_type(kind: &str) -> bool {
    langchain_role(kind).is_some()
}

fn langchain_role(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "human" | "HumanMessage" | "HumanMessageChunk" => "user",
        "ai" | "AIMessage" | "AIMessageChunk" => "assistant",
        "system" | "SystemMessage" | "SystemMessageChunk" => "system",
        "tool" | "ToolMessage" | "ToolMessageChunk" => "tool",
        "function" | "FunctionMessage" => "tool",
        _ => return None,
    })
}

/// LangChain's serialised form: `{"lc":1,"id":[…,"HumanMessage"],"kwargs":{…}}`.
fn langchain_constructor(item: &Json) -> Option<Message> {
    let class = item.get("id").and_then(Json::as_array).and_then(|path| path.last()).and_then(Json::as_str);
    let mut said = plain(item.get("kwargs")?);
    if let Some(role) = class.and_then(langchain_role) {
        role.clone_into(&mut said.role);
        if role == "tool" {
            said.content = tool_results(said.content, said.tool_call_id.as_deref());
        }
    }
    Some(said)
}

fn response_item(kind: &str, item: &Json) -> Message {
    if kind == "function_call_output" || kind.ends_with("_call_output") {
        let id = text(item, &["call_id", "id"]);
        let content = item.get("output").cloned().unwrap_or_default();
        let result = Block::ToolResult { id: id.clone(), content };
        return Message {
            role: "tool".to_owned(),
            tool_call_id: id,
            content: vec![result],
            ..Message::default()
        };
    }
    Message { role: "assistant".to_owned(), content: block(item).into_iter().collect(), ..Message::default() }
}

fn plain(item: &Json) -> Message {
    let role = role(item);
    let id = text(item, &["tool_call_id", "toolCallId"]);
    let mut content = Vec::new();
    if let Some(thought) = text(item, &["reasoning_content", "reasoning", "thinking"]) {
        content.push(reasoning(&thought));
    }
    let body = item.get("content").filter(|content| !content.is_null());
    match body.or_else(|| item.get("parts")).or_else(|| item.get("blocks")) {
        // Gemini's content in a candidate.
        Some(inner @ Json::Object(_)) if inner.get("parts").is_some() => {
            content.extend(blocks(inner.get("parts").unwrap_or(inner)));
        }
        Some(inner) => content.extend(blocks(inner)),
        None => {}
    }
    if let Some(refusal) = text(item, &["refusal"]) {
        content.push(Block::Text { text: refusal });
    }
    content.extend(tool_calls(item));
    if let Some(audio) = item.get("audio").filter(|audio| audio.is_object()) {
        content.push(Block::Audio {
            url: None,
            data: text(audio, &["data"]),
            mime: None,
            transcript: text(audio, &["transcript"]),
        });
    }
    if role == "tool" {
        content = tool_results(content, id.as_deref());
    }
    Message {
        role,
        name: text(item, &["name"]),
        tool_call_id: id,
        finish_reason: text(item, &["finish_reason", "stop_reason"])
            .map(|reason| finish_reason(&reason).to_owned()),
        content,
    }
}

fn role(item: &Json) -> String {
    let said = item.get("role").and_then(Json::as_str);
    let role = match said.or_else(|| kind_of(item)) {
        Some("model" | "ASSISTANT" | "MessageRole.ASSISTANT" | "bot") => "assistant",
        Some("function") => "tool",
        Some(kind) if said.is_none() => langchain_role(kind).unwrap_or("user"),
        Some("human") => "user",
        Some("ai") => "assistant",
        Some(role) => role,
        None => "user",
    };
    role.to_owned()
}

/// Calls that stand beside the content: OpenAI, LangChain, flattened ones; not those that are in the content as well.
fn tool_calls(item: &Json) -> Vec<Block> {
    let calls = [item.get("tool_calls"), item.pointer("/additional_kwargs/tool_calls")]
        .into_iter()
        .flatten()
        .find_map(|calls| calls.as_array().filter(|calls| !calls.is_empty()));
    let mut found: Vec<Block> = calls.into_iter().flatten().map(tool_call).collect();
    if let Some(call) = item.get("function_call").filter(|call| call.is_object()) {
        found.push(tool_call(call));
    }
    let parts = item.get("content").and_then(Json::as_array).into_iter().flatten();
    let in_content: HashSet<&str> = parts.filter_map(|part| part.get("id")?.as_str()).collect();
    found.retain(
        |call| !matches!(call, Block::ToolCall { id: Some(id), .. } if in_content.contains(id.as_str())),
    );
    found
}

/// A call in any of the forms `{id, function: {name, arguments}}`, `{id, name, arguments}`, `{id, name, args}`,
/// `{toolCallId, toolName, input}`.
pub(super) fn tool_call(call: &Json) -> Block {
    // `custom` is a tool of OpenAI's that takes any text.
    let inner =
        ["function", "custom"].iter().find_map(|key| call.get(*key).filter(|inner| inner.is_object()));
    let function = inner.unwrap_or(call);
    let given = ["arguments", "args", "input", "parameters"].iter().find_map(|key| function.get(*key));
    Block::ToolCall {
        id: text(call, &["id", "toolCallId", "call_id", "tool_call_id"]),
        name: text(function, &["name", "toolName", "tool_name"]).unwrap_or_default(),
        arguments: given.map(arguments).unwrap_or_default(),
    }
}

/// A file that Vercel's SDK made, which has no type.
pub(super) fn file(given: &Json) -> Block {
    media::block("file", given).unwrap_or_else(|| Block::Other { value: given.clone() })
}

/// The content of a tool's message is the result of the call.
fn tool_results(content: Vec<Block>, id: Option<&str>) -> Vec<Block> {
    if content.iter().any(|block| matches!(block, Block::ToolResult { .. })) {
        return content;
    }
    let values: Vec<Json> = content
        .into_iter()
        .map(|block| match block {
            Block::Text { text } => Json::String(text),
            Block::Other { value } => value,
            other => serde_json::to_value(other).unwrap_or_default(),
        })
        .collect();
    let content = match <[Json; 1]>::try_from(values) {
        Ok([only]) => only,
        Err(values) if values.is_empty() => Json::String(String::new()),
        Err(values) => Json::Array(values),
    };
    vec![Block::ToolResult { id: id.map(str::to_owned), content }]
}

/// The first of `keys` that holds text.
pub(super) fn text(item: &Json, keys: &[&str]) -> Option<String> {
    let found = keys.iter().find_map(|key| item.get(*key)?.as_str().filter(|text| !text.is_empty()));
    found.map(str::to_owned)
}

/// A list that was sent as text.
pub(super) fn nested_list(text: &str) -> Option<Vec<Json>> {
    match json_text::parse_nested(text)? {
        Json::Array(items) => Some(items),
        _ => None,
    }
}
