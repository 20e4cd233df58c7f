//! Where the messages are in a request or an answer body: OpenAI chat and responses, Anthropic, Gemini, Bedrock,
//! LangChain, Vercel, Ollama, MLflow's agents, and lists of messages.

use serde_json::Value as Json;

use super::block::{blocks, reasoning};
use super::message::{self, message};
use super::{Block, Message};
use crate::convention::draft::finish_reason;
use crate::convention::json_text;

/// How deep bodies are wrapped into each other.
const MOST_LEVELS: usize = 4;

/// The messages of a request.
pub(crate) fn asked(tree: &Json) -> Option<Vec<Message>> {
    request(tree, MOST_LEVELS).filter(|messages| !messages.is_empty())
}

/// The messages of an answer.
pub(crate) fn answered(tree: &Json) -> Option<Vec<Message>> {
    let mut messages = answer(tree, MOST_LEVELS).filter(|messages| !messages.is_empty())?;
    // Traceloop does not know who speaks in the chunks of a stream.
    for message in messages.iter_mut().filter(|message| matches!(message.role.as_str(), "unknown" | "")) {
        "assistant".clone_into(&mut message.role);
    }
    Some(messages)
}

fn request(tree: &Json, levels: usize) -> Option<Vec<Message>> {
    let levels = levels.checked_sub(1)?;
    match tree {
        Json::Array(items) => listed(items),
        Json::Object(fields) => {
            let messages = fields.get("messages").and_then(messages_field);
            let messages = messages
                .or_else(|| responses_input(fields.get("input")?))
                .or_else(|| contents(fields.get("contents")?))
                .or_else(|| prompt(fields.get("prompt")?));
            if let Some(mut messages) = messages {
                if let Some(system) = system(tree) {
                    messages.insert(0, system);
                }
                return Some(messages);
            }
            wrapped(fields, &["request", "inputs", "input", "kwargs", "body"], |inner| request(inner, levels))
        }
        _ => None,
    }
}

fn wrapped(
    fields: &serde_json::Map<String, Json>,
    keys: &[&str],
    read: impl Fn(&Json) -> Option<Vec<Message>>,
) -> Option<Vec<Message>> {
    keys.iter().find_map(|key| fields.get(*key).filter(|inner| inner.is_object()).and_then(&read))
}

/// A list of messages, or LangChain's list of such lists.
fn listed(items: &[Json]) -> Option<Vec<Message>> {
    if let [only @ Json::Array(inner)] = items
        && !message::is_pair(only)
    {
        return listed(inner);
    }
    items.iter().any(|item| is_message(item) || message::is_pair(item)).then(|| message::list(items))
}

fn messages_field(messages: &Json) -> Option<Vec<Message>> {
    match messages {
        Json::Array(items) => listed(items),
        Json::Object(_) if is_message(messages) => Some(vec![message(messages)?]),
        Json::String(text) => listed(json_text::parse_nested(text)?.as_array()?),
        _ => None,
    }
}

/// Whether a list item is a message, and not just any object.
fn is_message(item: &Json) -> bool {
    let Json::Object(fields) = item else { return false };
    fields.contains_key("role")
        || fields.get("message").is_some_and(Json::is_object)
        || fields.get("lc").is_some()
        || fields.get("parts").is_some_and(Json::is_array)
        || fields
            .get("type")
            .and_then(Json::as_str)
            .is_some_and(|kind| message::is_langchain_type(kind) || message::is_response_item(kind))
}

/// `input` of the responses API: text, or a list of items.
fn responses_input(input: &Json) -> Option<Vec<Message>> {
    match input {
        Json::String(text) => Some(vec![text_message("user", text)]),
        Json::Array(items) => listed(items),
        _ => None,
    }
}

/// `contents` of Gemini: text, one content, or a list.
fn contents(contents: &Json) -> Option<Vec<Message>> {
    match contents {
        Json::String(text) => Some(vec![text_message("user", text)]),
        Json::Array(items) if items.iter().any(is_message) => Some(message::list(items)),
        Json::Array(_) => {
            Some(vec![Message { role: "user".to_owned(), content: blocks(contents), ..Message::default() }])
        }
        Json::Object(_) => Some(vec![message(contents)?]),
        _ => None,
    }
}

/// `prompt` of completions and of Vercel's SDK: text, a list of texts, or messages.
fn prompt(prompt: &Json) -> Option<Vec<Message>> {
    match prompt {
        Json::String(text) => Some(vec![text_message("user", text)]),
        Json::Array(items) if !items.is_empty() && items.iter().all(Json::is_string) => {
            Some(items.iter().filter_map(Json::as_str).map(|text| text_message("user", text)).collect())
        }
        Json::Array(items) => listed(items),
        _ => None,
    }
}

/// The instructions that stand beside the messages: Anthropic and Bedrock `system`, responses `instructions`, Gemini
/// `systemInstruction`.
fn system(tree: &Json) -> Option<Message> {
    let found = [
        "/system",
        "/instructions",
        "/systemInstruction",
        "/system_instruction",
        "/config/system_instruction",
        "/config/systemInstruction",
    ]
    .iter()
    .find_map(|path| tree.pointer(path).filter(|system| !system.is_null()))?;
    let content = match found.get("parts") {
        Some(parts) => blocks(parts),
        None => blocks(found),
    };
    (!content.is_empty()).then(|| Message { role: "system".to_owned(), content, ..Message::default() })
}

fn text_message(role: &str, text: &str) -> Message {
    Message {
        role: role.to_owned(),
        content: vec![Block::Text { text: text.to_owned() }],
        ..Message::default()
    }
}

fn answer(tree: &Json, levels: usize) -> Option<Vec<Message>> {
    let levels = levels.checked_sub(1)?;
    match tree {
        Json::Array(items) if items.iter().any(is_choice) => Some(items.iter().filter_map(choice).collect()),
        Json::Array(items) => listed(items).map(|messages| said_by_assistant(messages, items)),
        Json::Object(fields) => {
            let list = |key: &str| fields.get(key).and_then(Json::as_array).filter(|items| !items.is_empty());
            list("choices")
                .map(|choices| choices.iter().filter_map(choice).collect())
                .or_else(|| Some(list("candidates")?.iter().filter_map(candidate).collect()))
                .or_else(|| generations(list("generations")?))
                .or_else(|| messages_field(fields.get("messages")?))
                .or_else(|| listed(list("output")?))
                .or_else(|| bare_candidate(tree))
                .or_else(|| own_message(tree))
                .or_else(|| vercel(tree))
                .or_else(|| streamed(tree))
                .or_else(|| {
                    wrapped(fields, &["message", "output", "outputs", "response", "result", "raw"], |inner| {
                        answer(inner, levels)
                    })
                })
        }
        _ => None,
    }
}

/// Items without a role in an answer are the assistant's.
fn said_by_assistant(mut messages: Vec<Message>, items: &[Json]) -> Vec<Message> {
    if items.iter().all(|item| item.get("role").is_none()) {
        for message in messages.iter_mut().filter(|message| message.role == "user") {
            "assistant".clone_into(&mut message.role);
        }
    }
    messages
}

fn is_choice(item: &Json) -> bool {
    item.get("message").is_some_and(Json::is_object)
        || item.get("finish_reason").is_some() && item.get("text").is_some()
}

/// A choice of OpenAI's chat or completions API.
fn choice(choice: &Json) -> Option<Message> {
    let inner = choice.get("message").or_else(|| choice.get("delta"));
    let mut said = match (inner, choice.get("text").and_then(Json::as_str)) {
        (Some(inner), _) => assistant(inner)?,
        (None, Some(text)) => text_message("assistant", text),
        (None, None) => return None,
    };
    if let Some(reason) =
        choice.get("finish_reason").and_then(Json::as_str).filter(|reason| !reason.is_empty())
    {
        said.finish_reason = Some(finish_reason(reason).to_owned());
    }
    Some(said)
}

/// A candidate of Gemini.
fn candidate(candidate: &Json) -> Option<Message> {
    let mut said = assistant(candidate.get("content")?)?;
    let reason =
        candidate.get("finishReason").or_else(|| candidate.get("finish_reason")).and_then(Json::as_str);
    said.finish_reason = reason.map(|reason| finish_reason(reason).to_owned());
    Some(said)
}

/// Google's Agent Development Kit keeps the candidate without the list.
fn bare_candidate(tree: &Json) -> Option<Vec<Message>> {
    tree.pointer("/content/parts")?;
    Some(vec![candidate(tree)?])
}

/// LangChain's `LLMResult`: generations of each prompt.
fn generations(prompts: &[Json]) -> Option<Vec<Message>> {
    let generations = prompts.iter().flat_map(|prompt| match prompt {
        Json::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    });
    let messages = generations.filter_map(|generation| {
        let mut said = match generation.get("message") {
            Some(inner) => assistant(inner)?,
            None => text_message("assistant", generation.get("text")?.as_str()?),
        };
        let info = generation.get("generation_info").or_else(|| generation.get("generationInfo"));
        if let Some(reason) = info.and_then(|info| info.get("finish_reason")).and_then(Json::as_str) {
            said.finish_reason = Some(finish_reason(reason).to_owned());
        }
        Some(said)
    });
    Some(messages.collect())
}

/// The body is the message itself: Anthropic, LangChain, Langfuse.
fn own_message(tree: &Json) -> Option<Vec<Message>> {
    let is_anthropic = tree.get("content").is_some_and(Json::is_array) && tree.get("stop_reason").is_some();
    if !is_anthropic && !is_message(tree) {
        return None;
    }
    let mut said = assistant(tree)?;
    if let Some(reason) = tree.get("stop_reason").and_then(Json::as_str) {
        said.finish_reason = Some(finish_reason(reason).to_owned());
    }
    Some(vec![said])
}

fn assistant(inner: &Json) -> Option<Message> {
    let mut said = message(inner)?;
    if inner.get("role").is_none() && said.role == "user" {
        "assistant".clone_into(&mut said.role);
    }
    Some(said)
}

/// The joined chunks of a stream: Logfire's `response_data`.
fn streamed(tree: &Json) -> Option<Vec<Message>> {
    let text = tree.get("combined_chunk_content")?.as_str()?;
    Some(vec![text_message("assistant", text)])
}

/// Vercel's SDK: `{text, reasoning, toolCalls, object, finishReason}`; LiveKit's `{text, function_calls}`.
fn vercel(tree: &Json) -> Option<Vec<Message>> {
    let calls = tree.get("toolCalls").or_else(|| tree.get("function_calls")).and_then(Json::as_array);
    let is_answer = tree.get("finishReason").is_some() || calls.is_some();
    let text = tree.get("text").and_then(Json::as_str).filter(|text| !text.is_empty());
    let has_more = ["object", "files", "reasoning"].iter().any(|key| tree.get(*key).is_some());
    if !is_answer || (text.is_none() && calls.is_none() && !has_more) {
        return None;
    }
    let mut content = Vec::new();
    match tree.get("reasoning") {
        Some(Json::String(thought)) if !thought.is_empty() => content.push(reasoning(thought)),
        Some(parts @ Json::Array(_)) => content.extend(blocks(parts)),
        _ => {}
    }
    content.extend(text.map(|text| Block::Text { text: text.to_owned() }));
    content.extend(tree.get("object").map(|object| Block::Text { text: object.to_string() }));
    content.extend(calls.into_iter().flatten().map(message::tool_call));
    content.extend(tree.get("files").and_then(Json::as_array).into_iter().flatten().map(message::file));
    let reason = tree.get("finishReason").and_then(Json::as_str);
    Some(vec![Message {
        role: "assistant".to_owned(),
        finish_reason: reason.map(|reason| finish_reason(reason).to_owned()),
        content,
        ..Message::default()
    }])
}
