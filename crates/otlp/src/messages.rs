//! Canonical chat messages, made of whatever shape a span carries.
//!
//! The facts of a span keep inputs and outputs as they came; what a page, a judge or a dataset shows as a conversation
//! is derived here. One file per layer: `shape` finds the list of messages in a body, `message` reads one message,
//! `block` one part of a message, `tools` tool definitions.

mod block;
mod media;
mod message;
pub(crate) mod shape;
#[cfg(test)]
mod shape_tests;
mod tools;
#[cfg(test)]
mod variant_tests;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use spanwell_model::{Span, SpanFacts};

use crate::convention::gen_ai_events::system_instructions;
use crate::convention::{flattened, json_text};

/// Messages of one conversation; more only cost memory.
const MOST_MESSAGES: usize = 10_000;

/// The conversation of one model call.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Chat {
    /// What was said, in order, the answer last.
    pub messages: Vec<Message>,
    /// The last so many messages are the answer.
    pub output_count: usize,
    /// The tools that were offered to the model.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tools: Vec<ToolDefinition>,
}

/// One message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// `system`, `developer`, `user`, `assistant`, `tool` or the sender's own word.
    pub role: String,
    /// Who speaks, when several have the same role; the tool's name on tool messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The call that a tool message answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool_call_id: Option<String>,
    /// Why the model stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finish_reason: Option<String>,
    /// Its parts.
    pub content: Vec<Block>,
}

/// One part of a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// Text.
    Text {
        /// The text.
        text: String,
    },
    /// What the model thought before it answered.
    Reasoning {
        /// The thought or its summary; may be empty when the provider hides it.
        text: String,
        /// The provider's proof that the thought is its own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signature: Option<String>,
    },
    /// An image, by address or by content.
    Image {
        /// Address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        url: Option<String>,
        /// Content in base64.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        data: Option<String>,
        /// MIME type.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mime: Option<String>,
    },
    /// Sound.
    Audio {
        /// Address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        url: Option<String>,
        /// Content in base64.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        data: Option<String>,
        /// MIME type.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mime: Option<String>,
        /// What is said in it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        transcript: Option<String>,
    },
    /// A file.
    File {
        /// Its name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// Address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        url: Option<String>,
        /// The provider's id of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// MIME type.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mime: Option<String>,
    },
    /// The model asks for a tool.
    ToolCall {
        /// Names the call, so that the result can refer to it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// The tool.
        name: String,
        /// Its arguments, usually an object; text when the model wrote no valid JSON.
        arguments: Json,
    },
    /// What a tool answered.
    ToolResult {
        /// The call it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// The answer.
        content: Json,
    },
    /// Anything else, as it came.
    Other {
        /// The part.
        value: Json,
    },
}

/// A tool that was offered to the model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ToolDefinition {
    /// Its name.
    pub name: String,
    /// What it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// JSON schema of its arguments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameters: Option<Json>,
}

/// The chat messages of a span; `None` when nothing in it looks like a conversation. Needs the span's facts.
pub fn chat(span: &Span) -> Option<Chat> {
    let facts = &span.facts;
    // What a tool, a search or an embedding takes and gives may look like messages, but nobody talks.
    if matches!(facts.span_type.as_deref(), Some("TOOL" | "RETRIEVER" | "EMBEDDING" | "RERANKER")) {
        return None;
    }
    let inputs = parsed(facts.inputs.as_deref());
    let outputs = parsed(facts.outputs.as_deref());
    let mut asked =
        flattened_messages(span, "llm.input_messages.").or_else(|| shape::asked(inputs.as_ref()?));
    let mut answered =
        flattened_messages(span, "llm.output_messages.").or_else(|| shape::answered(outputs.as_ref()?));
    // Plain text beside a conversation, or on a model's span, is part of one.
    if answered.is_some() || is_model(facts) {
        asked = asked.or_else(|| plain("user", inputs.as_ref()?));
    }
    if asked.is_some() || is_model(facts) {
        answered = answered.or_else(|| plain("assistant", outputs.as_ref()?));
    }
    if asked.is_none() && answered.is_none() {
        return None;
    }
    let mut messages = asked.unwrap_or_default();
    prepend_system(span, &mut messages);
    let mut answered = answered.unwrap_or_default();
    strip_repeated(&messages, &mut answered);
    messages.truncate(MOST_MESSAGES);
    answered.truncate(MOST_MESSAGES);
    finish_reason(facts, &mut answered);
    let output_count = answered.len();
    messages.extend(answered);
    let tools = tools::definitions(parsed(facts.tools.as_deref()).as_ref(), inputs.as_ref());
    (!messages.is_empty()).then_some(Chat { messages, output_count, tools })
}

fn parsed(text: Option<&str>) -> Option<Json> {
    serde_json::from_str(text?).ok()
}

fn is_model(facts: &SpanFacts) -> bool {
    matches!(facts.span_type.as_deref(), Some("LLM" | "CHAT_MODEL"))
}

fn flattened_messages(span: &Span, prefix: &str) -> Option<Vec<Message>> {
    let messages = message::list(&flattened::messages(span, prefix));
    (!messages.is_empty()).then_some(messages)
}

fn plain(role: &str, tree: &Json) -> Option<Vec<Message>> {
    let text = tree.as_str().filter(|text| !text.is_empty())?.to_owned();
    Some(vec![Message { role: role.to_owned(), content: vec![Block::Text { text }], ..Message::default() }])
}

/// Instructions stand apart from the messages in the GenAI conventions; they come first, unless the messages begin
/// with a system message of their own.
fn prepend_system(span: &Span, messages: &mut Vec<Message>) {
    if messages.first().is_some_and(|first| matches!(first.role.as_str(), "system" | "developer")) {
        return;
    }
    let attribute = span.attribute("gen_ai.system_instructions").map(json_text::tree);
    let Some(instructions) = attribute.or_else(|| system_instructions(span)) else { return };
    let content = block::blocks(&instructions);
    if !content.is_empty() {
        messages.insert(0, Message { role: "system".to_owned(), content, ..Message::default() });
    }
}

/// Agents answer with their whole state: what was asked is not an answer.
fn strip_repeated(asked: &[Message], answered: &mut Vec<Message>) {
    let asked: Vec<&Message> = asked.iter().filter(|message| message.role != "system").collect();
    let offset = usize::from(answered.first().is_some_and(|first| first.role == "system"));
    let repeated =
        answered.iter().skip(offset).zip(&asked).take_while(|(answer, asked)| is_same(answer, asked)).count();
    if repeated > 0 && repeated == asked.len() && answered.len() > repeated + offset {
        answered.drain(..repeated + offset);
    }
}

fn is_same(left: &Message, right: &Message) -> bool {
    left.role == right.role && left.content == right.content
}

/// Some conventions say beside the message why the model stopped.
fn finish_reason(facts: &SpanFacts, answered: &mut [Message]) {
    if let ([only], [reason]) = (answered, facts.finish_reasons.as_slice()) {
        only.finish_reason.get_or_insert_with(|| reason.clone());
    }
}
