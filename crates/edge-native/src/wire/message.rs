//! Chat messages in one form for all providers.

use serde::Serialize;
use utoipa::ToSchema;

/// The conversation of a model call.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Chat {
    /// What the model saw, then what it answered.
    pub messages: Vec<Message>,
    /// How many messages at the end are the answer.
    pub output_count: usize,
    /// Tools offered to the model.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tools: Vec<ToolDefinition>,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Message {
    /// `system`, `developer`, `user`, `assistant`, `tool`, or another word of the application.
    pub role: String,
    /// Name of the speaker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The tool call that this message answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_call_id: Option<String>,
    /// Why the model stopped here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finish_reason: Option<String>,
    /// Its parts.
    pub content: Vec<Block>,
}

/// One part of a message.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// Text.
    Text {
        /// The text.
        text: String,
    },
    /// Reasoning of the model.
    Reasoning {
        /// The text.
        text: String,
        /// The provider's signature of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        signature: Option<String>,
    },
    /// An image.
    Image {
        /// Its address.
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<String>,
        /// Its bytes in base64.
        #[serde(skip_serializing_if = "Option::is_none")]
        data: Option<String>,
        /// Its media type.
        #[serde(skip_serializing_if = "Option::is_none")]
        mime: Option<String>,
    },
    /// Sound.
    Audio {
        /// Its address.
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<String>,
        /// Its bytes in base64.
        #[serde(skip_serializing_if = "Option::is_none")]
        data: Option<String>,
        /// Its media type.
        #[serde(skip_serializing_if = "Option::is_none")]
        mime: Option<String>,
        /// What is said.
        #[serde(skip_serializing_if = "Option::is_none")]
        transcript: Option<String>,
    },
    /// A file.
    File {
        /// Its name.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// Its address.
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<String>,
        /// The provider's id of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// Its media type.
        #[serde(skip_serializing_if = "Option::is_none")]
        mime: Option<String>,
    },
    /// The model asks for a tool to be called.
    ToolCall {
        /// The provider's id of the call.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// Name of the tool.
        name: String,
        /// Its arguments.
        arguments: serde_json::Value,
    },
    /// What a tool answered.
    ToolResult {
        /// The call it answers.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// The answer.
        content: serde_json::Value,
    },
    /// Anything else, as it came.
    Other {
        /// The value.
        value: serde_json::Value,
    },
}

/// A tool offered to the model.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ToolDefinition {
    /// Its name.
    pub name: String,
    /// What it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// JSON schema of its arguments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameters: Option<serde_json::Value>,
}
