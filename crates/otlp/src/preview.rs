//! The short texts that a list of traces shows (MLflow 3.17: `request_preview`, `response_preview`).

use serde::Deserialize;
use serde_json::Value as Json;
use serde_json::value::RawValue;
use spanwell_model::SpanFacts;

use crate::messages::{Block, shape};

/// What was asked: the text of the last user message, else the JSON text of the inputs. At most `limit_characters`;
/// longer text ends in `...`.
pub fn request_preview(facts: &SpanFacts, limit_characters: usize) -> Option<String> {
    preview(facts.inputs.as_deref()?, "user", limit_characters)
}

/// What was answered: the assistant's text, else the JSON text of the outputs. At most `limit_characters`.
pub fn response_preview(facts: &SpanFacts, limit_characters: usize) -> Option<String> {
    preview(facts.outputs.as_deref()?, "assistant", limit_characters)
}

/// What a model call was asked, in words only: nothing instead of JSON text.
pub(crate) fn request_words(facts: &SpanFacts, limit_characters: usize) -> Option<String> {
    words(facts.inputs.as_deref()?, "user", limit_characters)
}

/// What a model call answered, in words only.
pub(crate) fn response_words(facts: &SpanFacts, limit_characters: usize) -> Option<String> {
    words(facts.outputs.as_deref()?, "assistant", limit_characters)
}

fn words(text: &str, role: &str, limit_characters: usize) -> Option<String> {
    let said = if text.starts_with(['{', '[']) {
        last_text(text, role, MOST_LEVELS).or_else(|| said_in_chat(text, role))?
    } else {
        serde_json::from_str::<String>(text).ok()?
    };
    (!said.is_empty()).then(|| cut(&said, limit_characters))
}

fn preview(text: &str, role: &str, limit_characters: usize) -> Option<String> {
    if !text.starts_with(['{', '[']) {
        return Some(cut(text, limit_characters));
    }
    let said = last_text(text, role, MOST_LEVELS).or_else(|| said_in_chat(text, role));
    Some(cut(said.as_deref().unwrap_or(text), limit_characters))
}

/// Cuts to MLflow's form: three dots stand at the end of the allowed length.
fn cut(text: &str, limit_characters: usize) -> String {
    if text.len() <= limit_characters || text.chars().nth(limit_characters).is_none() {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(limit_characters.saturating_sub(3)).collect();
    kept.push_str("...");
    kept
}

/// The last text in bodies that MLflow shows as JSON: LangChain's state, prompts, candidates and the like.
fn said_in_chat(text: &str, role: &str) -> Option<String> {
    let tree: Json = serde_json::from_str(text).ok()?;
    let messages = if role == "user" { shape::asked(&tree) } else { shape::answered(&tree) }?;
    // Some send results of tools under the role of the user: the last message with text counts.
    let said = messages.into_iter().rev().filter(|message| message.role == role);
    said.flat_map(|message| message.content).find_map(|block| match block {
        Block::Text { text } if !text.is_empty() => Some(text),
        _ => None,
    })
}

/// How deep requests are nested in requests.
const MOST_LEVELS: usize = 4;

/// Where lists of messages are in the bodies that MLflow knows (chat completions, responses, agents) and in Gemini's.
/// Only the list is parsed, and of it only as many messages as are looked at: inputs may be large.
#[derive(Default, Deserialize)]
struct Lists<'a> {
    #[serde(borrow, default)]
    messages: Option<&'a RawValue>,
    #[serde(borrow, default)]
    choices: Option<&'a RawValue>,
    #[serde(borrow, default)]
    input: Option<&'a RawValue>,
    #[serde(borrow, default)]
    output: Option<&'a RawValue>,
    #[serde(borrow, default)]
    contents: Option<&'a RawValue>,
    #[serde(borrow, default)]
    candidates: Option<&'a RawValue>,
    #[serde(borrow, default)]
    request: Option<&'a RawValue>,
}

/// The text of the last message of `role` in a request or an answer; of the last message at all when none has it.
fn last_text(text: &str, role: &str, levels: usize) -> Option<String> {
    let levels = levels.checked_sub(1)?;
    let items = if text.trim_start().starts_with('[') {
        list(text)?
    } else {
        let lists: Lists<'_> = serde_json::from_str(text).ok()?;
        let known =
            [lists.messages, lists.choices, lists.input, lists.output, lists.contents, lists.candidates];
        match known.into_iter().flatten().find_map(|raw| list(raw.get())) {
            Some(items) => items,
            None => return last_text(lists.request?.get(), role, levels),
        }
    };
    let mut last = None;
    for item in items.into_iter().rev() {
        let message: Json = serde_json::from_str(item.get()).ok()?;
        if has_role(&message, role) {
            return text_of(&message).filter(|text| !text.is_empty());
        }
        if last.is_none() {
            last = Some(message).filter(is_message);
            last.as_ref()?;
        }
    }
    text_of(&last?).filter(|text| !text.is_empty())
}

/// The items of a list that is not empty.
fn list(text: &str) -> Option<Vec<&RawValue>> {
    serde_json::from_str::<Vec<&RawValue>>(text).ok().filter(|items| !items.is_empty())
}

fn has_role(message: &Json, role: &str) -> bool {
    let said = message.get("role").or_else(|| message.pointer("/message/role")).and_then(Json::as_str);
    // Gemini's assistant.
    said == Some(role) || (role == "assistant" && said == Some("model"))
}

fn is_message(item: &Json) -> bool {
    item.get("role").is_some()
        || item.get("message").is_some_and(Json::is_object)
        || item.get("parts").is_some()
        || item.get("content").is_some_and(|content| content.is_object() && content.get("parts").is_some())
}

/// The first text of a message: MLflow shows no more.
fn text_of(message: &Json) -> Option<String> {
    let message = message.get("message").filter(|inner| inner.is_object()).unwrap_or(message);
    let content = message.get("content").filter(|content| !content.is_null());
    match content.or_else(|| message.get("parts"))? {
        Json::String(text) => Some(text.clone()),
        Json::Array(parts) => parts.iter().find_map(text_of_part),
        inner => inner.get("parts").and_then(Json::as_array)?.iter().find_map(text_of_part),
    }
}

fn text_of_part(part: &Json) -> Option<String> {
    if let Json::String(text) = part {
        return Some(text.clone());
    }
    match part.get("type").and_then(Json::as_str) {
        None | Some("text" | "output_text" | "input_text") => {
            part.get("text").or_else(|| part.get("content")).and_then(Json::as_str).map(str::to_owned)
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(inputs: &str) -> String {
        request_preview(&SpanFacts { inputs: Some(inputs.to_owned()), ..SpanFacts::default() }, 1_000)
            .unwrap()
    }

    #[test]
    fn the_last_user_message_is_shown() {
        for inputs in [
            r#"{"messages":[{"role":"user","content":"old"},{"role":"user","content":"q"},{"role":"tool","content":"t"}]}"#,
            r#"{"messages":[{"role":"user","content":[{"type":"image_url"},{"type":"text","text":"q"}]}]}"#,
            r#"{"input":[{"role":"user","content":"q"}]}"#,
            r#"{"request":{"input":[{"role":"user","content":[{"type":"input_text","text":"q"}]}]}}"#,
            r#"[{"role":"user","parts":[{"type":"text","content":"q"}]}]"#,
            r#"{"contents":[{"role":"user","parts":[{"text":"q"}]}]}"#,
        ] {
            assert_eq!(asked(inputs), "q", "{inputs}");
        }
    }

    #[test]
    fn other_inputs_are_shown_as_json() {
        for inputs in [
            r#"{"a": 1}"#,
            r#""text""#,
            "[1,2]",
            r#"{"messages":"x"}"#,
            r#"{"messages":[{"role":"user","content":null}]}"#,
        ] {
            assert_eq!(asked(inputs), inputs);
        }
    }

    #[test]
    fn words_are_never_json() {
        for (inputs, expected) in [
            (r#"{"messages":[{"role":"user","content":"q"}]}"#, Some("q")),
            (r#""say \"hi\"""#, Some("say \"hi\"")),
            (r#"{"a": 1}"#, None),
            (r#""""#, None),
            ("7", None),
        ] {
            let facts = SpanFacts { inputs: Some(inputs.to_owned()), ..SpanFacts::default() };
            assert_eq!(request_words(&facts, 1_000).as_deref(), expected, "{inputs}");
        }
    }

    #[test]
    fn long_previews_end_in_dots() {
        let long = asked(&format!("\"{}\"", "é".repeat(1_000)));
        assert_eq!(long.chars().count(), 1_000);
        assert!(long.ends_with("é..."));
        assert_eq!(asked(&format!("\"{}\"", "é".repeat(998))).chars().count(), 1_000);
    }
}
