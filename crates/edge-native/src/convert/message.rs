//! The conversation of a span.

use spanwell_model::Span;
use spanwell_otlp::{Block as ModelBlock, Chat as ModelChat, Message as ModelMessage};

use crate::convert::span::Extent;
use crate::convert::value::WHOLE_VALUE_BYTES;
use crate::wire::message::{Block, Chat, Message, ToolDefinition};

/// Longest image or sound shown, in bytes of base64; longer content is left out, its kind stays.
const MEDIA_BYTES: usize = 8 << 20;
/// Most messages shown; the oldest ones are left out.
const MESSAGES: usize = 2_000;

/// The conversation of a span, if it has one.
pub(crate) fn chat(span: &Span, extent: Extent) -> Option<Chat> {
    spanwell_otlp::chat(span).map(|chat| shown(chat, extent))
}

fn shown(chat: ModelChat, extent: Extent) -> Chat {
    let mut messages = chat.messages;
    if extent == Extent::Bounded && messages.len() > MESSAGES {
        messages.drain(..messages.len() - MESSAGES);
    }
    Chat {
        output_count: chat.output_count.min(messages.len()),
        messages: messages.into_iter().map(|message| shown_message(message, extent)).collect(),
        tools: chat
            .tools
            .into_iter()
            .map(|tool| ToolDefinition {
                name: tool.name,
                description: tool.description,
                parameters: tool.parameters,
            })
            .collect(),
    }
}

fn shown_message(message: ModelMessage, extent: Extent) -> Message {
    Message {
        role: message.role,
        name: message.name,
        tool_call_id: message.tool_call_id,
        finish_reason: message.finish_reason,
        content: message.content.into_iter().map(|block| shown_block(block, extent)).collect(),
    }
}

fn shown_block(block: ModelBlock, extent: Extent) -> Block {
    let text = |text: String| if extent == Extent::Bounded { cut(text) } else { text };
    let media =
        |data: Option<String>| data.filter(|data| extent == Extent::Whole || data.len() <= MEDIA_BYTES);
    let json = |value: serde_json::Value| match value {
        serde_json::Value::String(inner) => text(inner).into(),
        other => other,
    };
    match block {
        ModelBlock::Text { text: inner } => Block::Text { text: text(inner) },
        ModelBlock::Reasoning { text: inner, signature } => Block::Reasoning { text: text(inner), signature },
        ModelBlock::Image { url, data, mime } => Block::Image { url: media(url), data: media(data), mime },
        ModelBlock::Audio { url, data, mime, transcript } => {
            Block::Audio { url: media(url), data: media(data), mime, transcript: transcript.map(text) }
        }
        ModelBlock::File { name, url, id, mime } => Block::File { name, url: media(url), id, mime },
        ModelBlock::ToolCall { id, name, arguments } => {
            Block::ToolCall { id, name, arguments: json(arguments) }
        }
        ModelBlock::ToolResult { id, content } => Block::ToolResult { id, content: json(content) },
        ModelBlock::Other { value } => Block::Other { value: json(value) },
    }
}

/// Text over 256 KiB ends with a mark; the whole is among the inputs and outputs.
fn cut(mut text: String) -> String {
    if text.len() > WHOLE_VALUE_BYTES {
        text.truncate(text.floor_char_boundary(WHOLE_VALUE_BYTES));
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: String) -> ModelMessage {
        ModelMessage {
            role: "user".into(),
            content: vec![ModelBlock::Text { text }],
            ..ModelMessage::default()
        }
    }

    #[test]
    fn long_conversations_keep_their_end() {
        let messages = (0..MESSAGES + 5).map(|n| said(n.to_string())).collect();
        let chat = shown(ModelChat { messages, output_count: 1, tools: Vec::new() }, Extent::Bounded);
        assert_eq!((chat.messages.len(), chat.output_count), (MESSAGES, 1));
        assert_eq!(chat.messages[0].content, [Block::Text { text: "5".into() }]);
    }

    #[test]
    fn long_texts_are_cut_with_a_mark_except_in_exports() {
        let chat = || ModelChat {
            messages: vec![said("é".repeat(WHOLE_VALUE_BYTES))],
            output_count: 0,
            tools: Vec::new(),
        };
        let text = |chat: Chat| match &chat.messages[0].content[0] {
            Block::Text { text } => text.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(text(shown(chat(), Extent::Bounded)).len(), WHOLE_VALUE_BYTES + '…'.len_utf8());
        assert_eq!(text(shown(chat(), Extent::Whole)).len(), WHOLE_VALUE_BYTES * 2);
    }
}
