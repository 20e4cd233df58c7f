//! A span as a translator looks at it: keys, counts and events by name.

use std::collections::HashMap;

use spanwell_model::{ModalityTokens, Span, SpanEvent, Value};

use super::json_text;

/// Groups of attribute keys by their first segment, to skip translators that cannot find anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Families(u32);

impl Families {
    /// Keys `mlflow.*`.
    pub(crate) const MLFLOW: Self = Self(1);
    /// Keys `langfuse.*`.
    pub(crate) const LANGFUSE: Self = Self(1 << 1);
    /// Keys of OpenInference: `openinference.*`, `input.*`, `output.*`, `llm.*`, `embedding.*`, `retrieval.*`, ….
    pub(crate) const OPENINFERENCE: Self = Self(1 << 2);
    /// Keys `gen_ai.*`.
    pub(crate) const GEN_AI: Self = Self(1 << 3);
    /// Keys `ai.*` and `operation.name`.
    pub(crate) const VERCEL: Self = Self(1 << 4);
    /// Keys `traceloop.*` and `llm.*`.
    pub(crate) const TRACELOOP: Self = Self(1 << 5);
    /// Keys `lmnr.*`.
    pub(crate) const LAMINAR: Self = Self(1 << 6);
    /// Keys `gcp.*`.
    pub(crate) const GOOGLE: Self = Self(1 << 7);
    /// Keys of Pydantic AI and Logfire: `pydantic_ai.*`, `logfire.*`, `request_data`, ….
    pub(crate) const PYDANTIC: Self = Self(1 << 8);
    /// Keys `langsmith.*`.
    pub(crate) const LANGSMITH: Self = Self(1 << 9);
    /// Keys `voltagent.*`, `entity.*`, `agent.*`.
    pub(crate) const VOLTAGENT: Self = Self(1 << 10);
    /// Keys `lk.*`.
    pub(crate) const LIVEKIT: Self = Self(1 << 11);
    /// Keys `claude_code.*`, `span.type`.
    pub(crate) const CLAUDE_CODE: Self = Self(1 << 12);
    /// Keys `spring.*`.
    pub(crate) const SPRING: Self = Self(1 << 13);
    /// Keys of LiteLLM: `litellm.*`, `hidden_params`.
    pub(crate) const LITELLM: Self = Self(1 << 14);
    /// Keys that say where a call went: `server.*`.
    pub(crate) const SERVER: Self = Self(1 << 15);

    /// Whether any of `others` is here.
    pub(crate) const fn any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// Both together.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn of(key: &str) -> Self {
        let first = key.split_once('.').map_or(key, |(first, _)| first);
        match first {
            "mlflow" => Self::MLFLOW,
            "langfuse" => Self::LANGFUSE,
            "openinference" | "input" | "output" | "embedding" | "retrieval" | "reranker" | "tool"
            | "prompt" => Self::OPENINFERENCE.and(Self::VOLTAGENT),
            "llm" => Self::OPENINFERENCE.and(Self::TRACELOOP).and(Self::VOLTAGENT),
            "gen_ai" => Self::GEN_AI,
            "ai" => Self::VERCEL,
            "traceloop" => Self::TRACELOOP,
            "lmnr" => Self::LAMINAR,
            "gcp" => Self::GOOGLE,
            "pydantic_ai"
            | "logfire"
            | "request_data"
            | "response_data"
            | "final_result"
            | "agent_name"
            | "all_messages_events"
            | "events"
            | "tool_arguments"
            | "tool_response"
            | "operation" => Self::PYDANTIC,
            "langsmith" => Self::LANGSMITH,
            "voltagent" | "entity" | "agent" | "usage" => Self::VOLTAGENT,
            "lk" => Self::LIVEKIT,
            "claude_code" | "span" => Self::CLAUDE_CODE.and(Self::VOLTAGENT),
            "spring" => Self::SPRING,
            "litellm" | "hidden_params" => Self::LITELLM,
            "server" => Self::SERVER,
            _ => Self(0),
        }
    }
}

/// The span being translated.
pub(crate) struct Source<'a> {
    /// The span itself.
    pub(crate) span: &'a Span,
    /// The attributes that are looked at: the span's, or those of one of its events.
    attributes: &'a [(String, Value)],
    /// Which groups of keys it carries.
    pub(crate) families: Families,
    /// Keys of spans with so many attributes that looking through them for every key would be slow.
    index: Option<HashMap<&'a str, &'a Value>>,
}

/// Names of a conversation in properties and metadata that applications set.
pub(crate) const SESSION_NAMES: &[&str] =
    &["session_id", "sessionId", "thread_id", "threadId", "conversation_id", "conversationId", "chatId"];

/// Names of a person there.
pub(crate) const USER_NAMES: &[&str] = &["user_id", "userId"];

/// Attributes up to which looking through them is faster than hashing them.
const FEW_ATTRIBUTES: usize = 100;

impl<'a> Source<'a> {
    pub(crate) fn new(span: &'a Span) -> Self {
        Self::over(span, &span.attributes)
    }

    /// The attributes of an event, read as if they were the span's.
    pub(crate) fn of_event(span: &'a Span, event: &'a SpanEvent) -> Self {
        Self::over(span, &event.attributes)
    }

    fn over(span: &'a Span, attributes: &'a [(String, Value)]) -> Self {
        let families =
            attributes.iter().fold(Families::default(), |all, (key, _)| all.and(Families::of(key)));
        let index = (attributes.len() > FEW_ATTRIBUTES).then(|| {
            // The first of equal keys counts.
            attributes.iter().rev().map(|(key, value)| (key.as_str(), value)).collect()
        });
        Self { span, attributes, families, index }
    }

    /// The value under `key`, unless it is null.
    pub(crate) fn value(&self, key: &str) -> Option<&'a Value> {
        let found = match &self.index {
            Some(index) => index.get(key).copied(),
            None => self.attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value),
        };
        found.filter(|value| !matches!(value, Value::Null))
    }

    /// The text under `key`, unless it is empty.
    pub(crate) fn str(&self, key: &str) -> Option<&'a str> {
        self.value(key).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// Text or a number under the first of `keys` that has one.
    pub(crate) fn text(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.value(key).and_then(plain_text))
    }

    /// A count under the first of `keys` that has one.
    pub(crate) fn count(&self, keys: &[&str]) -> Option<u64> {
        keys.iter().find_map(|key| self.value(key).and_then(Value::as_u64))
    }

    /// A number under the first of `keys` that has one.
    pub(crate) fn number(&self, keys: &[&str]) -> Option<f64> {
        keys.iter().find_map(|key| self.value(key).and_then(Value::as_f64))
    }

    /// Tokens by kind of content; `place` reads kind and way (`input`, `output`) from the rest of a key. Zeros say
    /// nothing.
    pub(crate) fn modalities(
        &self,
        prefix: &str,
        place: impl Fn(&str) -> Option<(&str, &str)>,
    ) -> ModalityTokens {
        let mut tokens = ModalityTokens::default();
        for (key, value) in self.below(prefix) {
            let Some((kind, way)) = place(key) else { continue };
            let Some(slot) = slot(&mut tokens, kind, way) else { continue };
            *slot = slot.or_else(|| value.as_u64().filter(|count| *count > 0));
        }
        tokens
    }

    /// JSON text under the first of `keys` that has a value; text that looks like JSON and is JSON is taken as such.
    pub(crate) fn json(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.value(key)).map(json_text::flexible)
    }

    /// Like [`Source::json`], but empty text counts as absent.
    pub(crate) fn filled_json(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.value(key).filter(|value| !is_blank(value))).map(json_text::flexible)
    }

    /// JSON text under the first of `keys` that has a value, where the sender always writes JSON: `0` is a number.
    pub(crate) fn strict_json(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.value(key)).map(json_text::strict)
    }

    /// Whether an attribute key begins with `prefix`.
    pub(crate) fn has_prefix(&self, prefix: &str) -> bool {
        self.attributes.iter().any(|(key, _)| key.starts_with(prefix))
    }

    /// Whether there are keys of a list that was flattened below `prefix` (which ends in a dot), from whatever index on.
    pub(crate) fn has_list(&self, prefix: &str) -> bool {
        self.below(prefix).any(|(rest, _)| rest.as_bytes().first().is_some_and(u8::is_ascii_digit))
    }

    /// The conversation, under any of the names that frameworks give it below `prefix`.
    pub(crate) fn session_below(&self, prefix: &str) -> Option<String> {
        self.named_below(prefix, SESSION_NAMES)
    }

    /// The person, under any of the names that frameworks give it below `prefix`.
    pub(crate) fn user_below(&self, prefix: &str) -> Option<String> {
        self.named_below(prefix, USER_NAMES)
    }

    fn named_below(&self, prefix: &str, names: &[&str]) -> Option<String> {
        let found = names.iter().find_map(|name| {
            let (_, value) = self.below(prefix).find(|(rest, _)| rest == name)?;
            plain_text(value)
        });
        found.map(|text| json_text::unquoted(&text))
    }

    /// The attributes below `prefix`, with the rest of their keys.
    pub(crate) fn below<'p>(
        &self,
        prefix: &'p str,
    ) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a, 'p> {
        self.attributes.iter().filter_map(move |(key, value)| Some((key.strip_prefix(prefix)?, value)))
    }

    /// The first event of a name.
    pub(crate) fn event(&self, name: &str) -> Option<&'a SpanEvent> {
        self.span.events.iter().find(|event| event.name == name)
    }

    /// Nanoseconds from the span's start to an event.
    pub(crate) fn since_start(&self, event: &SpanEvent) -> Option<u64> {
        event.time_ns.checked_sub(self.span.start_time_ns)
    }
}

fn slot<'t>(tokens: &'t mut ModalityTokens, kind: &str, way: &str) -> Option<&'t mut Option<u64>> {
    Some(match (kind, way) {
        ("text", "input") => &mut tokens.text_input_tokens,
        ("text", "output") => &mut tokens.text_output_tokens,
        ("audio", "input") => &mut tokens.audio_input_tokens,
        ("audio", "output") => &mut tokens.audio_output_tokens,
        ("image", "input") => &mut tokens.image_input_tokens,
        ("image", "output") => &mut tokens.image_output_tokens,
        ("video", "input") => &mut tokens.video_input_tokens,
        ("video", "output") => &mut tokens.video_output_tokens,
        _ => return None,
    })
}

/// An attribute of an event, unless it is null.
pub(crate) fn event_value<'e>(event: &'e SpanEvent, key: &str) -> Option<&'e Value> {
    let found = event.attributes.iter().find(|(name, _)| name == key)?;
    (found.1 != Value::Null).then_some(&found.1)
}

/// Text or a number as text; nothing for empty text and structures.
pub(crate) fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Int(_) | Value::Double(_) | Value::Bool(_) => Some(value.to_json()),
        _ => None,
    }
}

/// Text as it is, structures as JSON text: the value of a trace tag or of trace metadata.
pub(crate) fn tag_text(value: &Value) -> String {
    plain_text(value).unwrap_or_else(|| value.to_json())
}

fn is_blank(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.trim().is_empty())
}
