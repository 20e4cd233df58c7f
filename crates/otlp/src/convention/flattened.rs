//! Lists and messages that were flattened into attribute keys: `llm.input_messages.0.message.role`,
//! `gen_ai.prompt.0.content`.
//!
//! Indices may have gaps (some SDKs count from 1) and may be hostile: entries are sorted by index, never placed by it.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};
use spanwell_model::{Span, Value};

/// Deepest path below one entry.
const MOST_SEGMENTS: usize = 16;

/// A tree under construction.
#[derive(Default)]
struct Node {
    value: Option<Json>,
    children: BTreeMap<Segment, Node>,
}

/// A part of a key. Numbers sort as numbers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    Index(u64),
    Name(String),
}

impl Segment {
    fn parse(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::Name(text.to_owned()), Self::Index)
    }
}

impl Node {
    fn insert(&mut self, path: &str, value: &Value) {
        let mut node = self;
        for segment in path.splitn(MOST_SEGMENTS, '.') {
            node = node.children.entry(Segment::parse(segment)).or_default();
        }
        node.value.get_or_insert_with(|| value.to_json_value());
    }

    /// A list when all keys are numbers, else an object.
    fn finish(self) -> Json {
        if self.children.is_empty() {
            return self.value.unwrap_or_default();
        }
        if self.children.keys().all(|key| matches!(key, Segment::Index(_))) {
            return Json::Array(self.children.into_values().map(Self::finish).collect());
        }
        let mut named = Map::new();
        for (key, child) in self.children {
            let name = match key {
                Segment::Index(number) => number.to_string(),
                Segment::Name(name) => name,
            };
            named.insert(name, child.finish());
        }
        Json::Object(named)
    }
}

/// The entries of the list below `prefix` (which ends in a dot), in order of their indices.
pub(crate) fn list(span: &Span, prefix: &str) -> Vec<Json> {
    let mut root = Node::default();
    for (key, value) in &span.attributes {
        if let Some(path) = key.strip_prefix(prefix)
            && path.as_bytes().first().is_some_and(u8::is_ascii_digit)
        {
            root.insert(path, value);
        }
    }
    let indexed = root.children.into_iter().filter(|(key, _)| matches!(key, Segment::Index(_)));
    indexed.map(|(_, child)| child.finish()).collect()
}

/// OpenInference's messages below `prefix`, in the form of OpenAI's API.
pub(crate) fn messages(span: &Span, prefix: &str) -> Vec<Json> {
    let entries = list(span, prefix);
    entries
        .into_iter()
        .filter_map(|mut entry| entry.get_mut("message").map(Json::take))
        .map(message)
        .collect()
}

fn message(message: Json) -> Json {
    let Json::Object(mut fields) = message else { return message };
    if let Some(Json::Array(calls)) = fields.remove("tool_calls") {
        let calls =
            calls.into_iter().map(|mut call| call.get_mut("tool_call").map_or(Json::Null, Json::take));
        fields.insert("tool_calls".into(), calls.filter(|call| !call.is_null()).collect());
    }
    // The older form, of one function.
    if let Some(name) = fields.remove("function_call_name") {
        let arguments = fields.remove("function_call_arguments_json").unwrap_or_default();
        fields.insert("function_call".into(), json!({"name": name, "arguments": arguments}));
    }
    if let Some(Json::Array(contents)) = fields.remove("contents") {
        let parts: Vec<Json> = contents
            .into_iter()
            .filter_map(|mut entry| entry.get_mut("message_content").map(Json::take))
            .map(part)
            .collect();
        // Some instrumentations send the same text as `content` and as its parts.
        let has_content = fields.get("content").is_some_and(|content| !content.is_null());
        let has_more = parts.iter().any(|part| part.get("type").and_then(Json::as_str) != Some("text"));
        if !parts.is_empty() && (!has_content || has_more) {
            fields.insert("content".into(), Json::Array(parts));
        }
    }
    Json::Object(fields)
}

/// A part in the form of OpenAI's API: `image.image.url` is `image_url.url` there.
fn part(mut part: Json) -> Json {
    let Some(fields) = part.as_object_mut() else { return part };
    for (key, path, kind) in [("image", "image", "image_url"), ("audio", "audio", "audio")] {
        let inner = fields.get_mut(key).and_then(|outer| outer.get_mut(path)).map(Json::take);
        if let Some(inner) = inner {
            fields.remove(key);
            fields.insert("type".into(), Json::from(kind));
            fields.insert(kind.into(), inner);
        }
    }
    part
}
