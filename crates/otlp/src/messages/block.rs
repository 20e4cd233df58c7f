//! One part of a message of any provider or convention.

use serde_json::Value as Json;

use super::Block;
use super::media;
use super::message::{nested_list, text, tool_call};
use crate::convention::json_text;

/// The parts of a message's content: text, one part, or a list of parts.
pub(super) fn blocks(content: &Json) -> Vec<Block> {
    match content {
        Json::Null => Vec::new(),
        // Strands and others send the list as text.
        Json::String(text) => {
            match nested_list(text).filter(|items| items.iter().all(is_part) && !items.is_empty()) {
                Some(items) => items.iter().filter_map(block).collect(),
                None => said(text).into_iter().collect(),
            }
        }
        Json::Array(items) => items.iter().filter_map(block).collect(),
        other => block(other).into_iter().collect(),
    }
}

fn is_part(item: &Json) -> bool {
    const KEYS: &[&str] = &["type", "text", "toolUse", "toolResult", "reasoningContent", "functionCall"];
    item.as_object().is_some_and(|fields| KEYS.iter().any(|key| fields.contains_key(*key)))
}

fn said(text: &str) -> Option<Block> {
    (!text.is_empty()).then(|| Block::Text { text: text.to_owned() })
}

/// Reads one part; nothing for empty text.
pub(super) fn block(part: &Json) -> Option<Block> {
    let fields = match part {
        Json::Null => return None,
        Json::String(text) => return said(text),
        Json::Object(fields) => fields,
        other => return Some(Block::Other { value: other.clone() }),
    };
    // Pydantic AI's first version says `kind`, LlamaIndex `block_type`.
    let other_names = || ["kind", "block_type"].iter().find_map(|key| fields.get(*key)?.as_str());
    let Some(kind) = fields.get("type").and_then(Json::as_str) else {
        return match other_names().and_then(|kind| media::block(kind, part)) {
            Some(medium) => Some(medium),
            // Bedrock marks how far it caches.
            None if fields.contains_key("cachePoint") => None,
            None => Some(untyped(part)),
        };
    };
    Some(match kind {
        "text" | "input_text" | "output_text" | "summary_text" | "refusal" => {
            return said(&text(part, &["text", "content", "refusal"]).unwrap_or_default());
        }
        "reasoning" | "thinking" | "redacted_thinking" | "thought" => thought(part),
        "tool_call" | "tool-call" | "tool_use" | "function_call" | "server_tool_use" | "mcp_call"
        | "dynamic-tool" | "function" => tool_call(part),
        "server_tool_call" => server_tool_call(part),
        "tool_call_response"
        | "tool-result"
        | "tool_result"
        | "function_call_output"
        | "server_tool_call_response"
        | "web_search_tool_result"
        | "tool_call_result"
        | "function_response" => tool_result(part),
        "image_generation_call" => media::generated_image(part).unwrap_or_else(|| hosted_call(kind, part)),
        call if call.ends_with("_tool_use") => tool_call(part),
        result if result.ends_with("_tool_result") || result.ends_with("_call_output") => tool_result(part),
        call if call.ends_with("_call") => hosted_call(call, part),
        _ => media::block(kind, part).unwrap_or_else(|| Block::Other { value: part.clone() }),
    })
}

/// A tool that the provider runs itself in the responses API: the kind names it, its own fields are the arguments.
fn hosted_call(kind: &str, part: &Json) -> Block {
    let name = text(part, &["name"]).unwrap_or_else(|| kind.trim_end_matches("_call").to_owned());
    let given = ["arguments", "input", "action", "code", "queries", "operation"]
        .iter()
        .find_map(|key| part.get(*key).filter(|given| !given.is_null()));
    Block::ToolCall {
        id: text(part, &["call_id", "id"]),
        name,
        arguments: given.map(arguments).unwrap_or_default(),
    }
}

/// Parts of Bedrock and Gemini, which name their kind by the key.
fn untyped(part: &Json) -> Block {
    if let Some(call) = part.get("toolUse") {
        return Block::ToolCall {
            id: text(call, &["toolUseId"]),
            name: text(call, &["name"]).unwrap_or_default(),
            arguments: call.get("input").map(arguments).unwrap_or_default(),
        };
    }
    if let Some(result) = part.get("toolResult") {
        return Block::ToolResult {
            id: text(result, &["toolUseId"]),
            content: result.get("content").map(only_text).unwrap_or_default(),
        };
    }
    if let Some(call) = part.get("functionCall").or_else(|| part.get("function_call")) {
        return tool_call(call);
    }
    if let Some(result) = part.get("functionResponse").or_else(|| part.get("function_response")) {
        return Block::ToolResult {
            id: text(result, &["id", "name"]),
            content: result.get("response").cloned().unwrap_or_default(),
        };
    }
    if let Some(inner) = part.pointer("/reasoningContent/reasoningText") {
        return Block::Reasoning {
            text: text(inner, &["text"]).unwrap_or_default(),
            signature: text(inner, &["signature"]),
        };
    }
    if let Some(code) = part.get("executableCode").or_else(|| part.get("executable_code")) {
        let name = "code_execution".to_owned();
        return Block::ToolCall { id: text(code, &["id"]), name, arguments: code.clone() };
    }
    if let Some(result) = part.get("codeExecutionResult").or_else(|| part.get("code_execution_result")) {
        return Block::ToolResult { id: text(result, &["id"]), content: result.clone() };
    }
    match text(part, &["text"]) {
        Some(said) if part.get("thought") == Some(&Json::Bool(true)) => {
            Block::Reasoning { text: said, signature: text(part, &["thoughtSignature", "thought_signature"]) }
        }
        Some(said) => Block::Text { text: said },
        None => media::untyped(part).unwrap_or_else(|| Block::Other { value: part.clone() }),
    }
}

/// A thought without a signature.
pub(super) fn reasoning(text: &str) -> Block {
    Block::Reasoning { text: text.to_owned(), signature: None }
}

/// Reasoning of OTel (`content`), OpenAI and Databricks (`summary`), Anthropic (`thinking`), Vercel (`text`).
fn thought(part: &Json) -> Block {
    let mut signature = text(part, &["signature", "encrypted_content", "data"]);
    let mut texts: Vec<String> =
        text(part, &["content", "thinking", "text", "reasoning", "summary"]).into_iter().collect();
    for list in ["summary", "content"].iter().filter_map(|key| part.get(*key).and_then(Json::as_array)) {
        for piece in list {
            texts.extend(text(piece, &["text"]));
            signature = signature.or_else(|| text(piece, &["signature"]));
        }
    }
    Block::Reasoning { text: texts.join("\n"), signature }
}

/// OTel's call of a tool that the provider runs itself: the call is in a field of its own.
fn server_tool_call(part: &Json) -> Block {
    let inner = part.get("server_tool_call").cloned().unwrap_or_default();
    Block::ToolCall {
        id: text(part, &["id"]),
        name: text(part, &["name"]).unwrap_or_default(),
        arguments: part.get("arguments").map(arguments).unwrap_or(inner),
    }
}

fn tool_result(part: &Json) -> Block {
    const KEYS: &[&str] =
        &["response", "result", "output", "content", "server_tool_call_response", "tool_call_response"];
    let content = KEYS.iter().find_map(|key| part.get(*key).filter(|content| !content.is_null()));
    // Vercel wraps the value with its kind.
    let content = content.map(|content| match content.get("value") {
        Some(value) if content.get("type").is_some() => value.clone(),
        _ => only_text(content),
    });
    Block::ToolResult {
        id: text(part, &["id", "tool_use_id", "toolCallId", "tool_call_id", "call_id"]),
        content: content.unwrap_or_default(),
    }
}

/// A list of one text part is that text.
fn only_text(content: &Json) -> Json {
    match content.as_array().map(Vec::as_slice) {
        Some([only]) => match (only.get("text"), only.get("json")) {
            (Some(text @ Json::String(_)), _) => text.clone(),
            (None, Some(json)) => json.clone(),
            _ => content.clone(),
        },
        _ => content.clone(),
    }
}

/// Arguments come as an object or as its JSON text.
pub(super) fn arguments(given: &Json) -> Json {
    match given {
        Json::String(text) => json_text::parse_nested(text).unwrap_or_else(|| given.clone()),
        other => other.clone(),
    }
}
