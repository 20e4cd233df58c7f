//! Canonical chat messages, made of whatever shape a span carries.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use spanwell_model::Span;

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
pub fn chat(_span: &Span) -> Option<Chat> {
    None
}
