//! Request and answer bodies of every provider, as pages show them.

use serde_json::{Value as Json, json};

use super::shape::{answered, asked};
use super::{Block, Message};

fn short(messages: &[Message]) -> Vec<String> {
    let block = |block: &Block| match block {
        Block::Text { text } => text.clone(),
        Block::Reasoning { text, .. } => format!("thinks {text}"),
        Block::Image { url, data, mime } => {
            format!(
                "image {} {}",
                url.as_deref().or(data.as_deref()).unwrap_or("?"),
                mime.as_deref().unwrap_or("?")
            )
        }
        Block::Audio { data, .. } => format!("audio {}", data.as_deref().unwrap_or("?")),
        Block::File { name, id, .. } => format!("file {}", name.as_deref().or(id.as_deref()).unwrap_or("?")),
        Block::ToolCall { name, arguments, .. } => format!("{name}({arguments})"),
        Block::ToolResult { id, content } => format!("{} = {content}", id.as_deref().unwrap_or("?")),
        Block::Other { value } => format!("other {value}"),
    };
    let message = |message: &Message| {
        let content: Vec<String> = message.content.iter().map(block).collect();
        let reason =
            message.finish_reason.as_deref().map(|reason| format!(" [{reason}]")).unwrap_or_default();
        format!("{}: {}{reason}", message.role, content.join(" + "))
    };
    messages.iter().map(message).collect()
}

fn asks(body: Json, expected: &[&str]) {
    assert_eq!(short(&asked(&body).unwrap_or_default()), expected, "{body}");
}

fn answers(body: Json, expected: &[&str]) {
    assert_eq!(short(&answered(&body).unwrap_or_default()), expected, "{body}");
}

#[test]
fn openai_chat() {
    asks(
        json!({"messages": [
            {"role": "developer", "content": "be kind"},
            {"role": "user", "content": [{"type": "text", "text": "see"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}},
                {"type": "input_audio", "input_audio": {"data": "BB", "format": "wav"}}, {"type": "file", "file": {"file_id": "f1"}}]},
            {"role": "assistant", "content": null, "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{\"a\":1}"}}]},
            {"role": "tool", "tool_call_id": "c", "content": "4"},
        ]}),
        &[
            "developer: be kind",
            "user: see + image AA image/png + audio BB + file f1",
            "assistant: f({\"a\":1})",
            "tool: c = \"4\"",
        ],
    );
    answers(
        json!({"choices": [{"finish_reason": "length", "message": {"role": "assistant", "content": "hi", "reasoning_content": "hm"}}]}),
        &["assistant: thinks hm + hi [length]"],
    );
    answers(
        json!({"choices": [{"finish_reason": "stop", "text": "done", "index": 0}]}),
        &["assistant: done [stop]"],
    );
}

#[test]
fn openai_responses() {
    asks(
        json!({"instructions": "be kind", "input": [
            {"role": "user", "content": [{"type": "input_text", "text": "q"}, {"type": "input_image", "image_url": "https://x/y.png"}]},
            {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
            {"type": "function_call_output", "call_id": "c", "output": "4"},
        ]}),
        &["system: be kind", "user: q + image https://x/y.png ?", "assistant: f({})", "tool: c = \"4\""],
    );
    answers(
        json!({"output": [
            {"type": "reasoning", "summary": [{"type": "summary_text", "text": "hm"}]},
            {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "hi", "annotations": []}]},
            {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{\"a\":1}"},
        ]}),
        &["assistant: thinks hm + hi + f({\"a\":1})"],
    );
}

#[test]
fn anthropic() {
    asks(
        json!({"system": [{"type": "text", "text": "be kind"}], "messages": [
            {"role": "user", "content": [{"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AA"}}]},
            {"role": "assistant", "content": [{"type": "tool_use", "id": "c", "name": "f", "input": {"a": 1}}]},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c", "content": [{"type": "text", "text": "4"}]}]},
        ]}),
        &["system: be kind", "user: image AA image/png", "assistant: f({\"a\":1})", "user: c = \"4\""],
    );
    answers(
        json!({"type": "message", "role": "assistant", "stop_reason": "end_turn", "content": [
            {"type": "thinking", "thinking": "hm", "signature": "s"}, {"type": "text", "text": "hi"}]}),
        &["assistant: thinks hm + hi [stop]"],
    );
}

#[test]
fn gemini() {
    asks(
        json!({"contents": [{"role": "user", "parts": [{"text": "q"}, {"inlineData": {"mimeType": "image/png", "data": "AA"}}]},
            {"role": "model", "parts": [{"functionCall": {"name": "f", "args": {"a": 1}}}]},
            {"role": "user", "parts": [{"functionResponse": {"name": "f", "response": {"r": 4}}}]}],
            "systemInstruction": {"parts": [{"text": "be kind"}]}}),
        &[
            "system: be kind",
            "user: q + image AA image/png",
            "assistant: f({\"a\":1})",
            "user: f = {\"r\":4}",
        ],
    );
    answers(
        json!({"candidates": [{"content": {"role": "model", "parts": [{"text": "hm", "thought": true}, {"text": "hi"}]}, "finishReason": "MAX_TOKENS"}]}),
        &["assistant: thinks hm + hi [length]"],
    );
}

#[test]
fn bedrock() {
    asks(
        json!({"system": [{"text": "be kind"}], "messages": [{"role": "user", "content": [{"text": "q"}]},
            {"role": "assistant", "content": [{"toolUse": {"toolUseId": "c", "name": "f", "input": {"a": 1}}}]},
            {"role": "user", "content": [{"toolResult": {"toolUseId": "c", "content": [{"json": {"r": 4}}]}}]}]}),
        &["system: be kind", "user: q", "assistant: f({\"a\":1})", "user: c = {\"r\":4}"],
    );
    answers(
        json!({"output": {"message": {"role": "assistant", "content": [{"reasoningContent": {"reasoningText": {"text": "hm"}}}, {"text": "hi"}]}}}),
        &["assistant: thinks hm + hi"],
    );
}

#[test]
fn langchain() {
    let human = json!({"lc": 1, "type": "constructor", "id": ["langchain", "schema", "messages", "HumanMessage"], "kwargs": {"content": "q"}});
    let ai = json!({"lc": 1, "type": "constructor", "id": ["langchain", "schema", "messages", "AIMessage"],
        "kwargs": {"content": "", "tool_calls": [{"name": "f", "args": {"a": 1}, "id": "c"}]}});
    asks(json!({"messages": [[human]]}), &["user: q"]);
    asks(
        json!([[{"type": "human", "content": "q"}, {"type": "tool", "content": "4", "tool_call_id": "c"}]]),
        &["user: q", "tool: c = \"4\""],
    );
    answers(
        json!({"generations": [[{"text": "", "message": ai, "generation_info": {"finish_reason": "tool_calls"}}]]}),
        &["assistant: f({\"a\":1}) [tool_calls]"],
    );
    answers(json!({"messages": [{"type": "ai", "content": "hi"}]}), &["assistant: hi"]);
}

#[test]
fn databricks_agents_and_vercel() {
    answers(
        json!({"choices": [{"message": {"role": "assistant", "content": [
            {"type": "reasoning", "summary": [{"type": "summary_text", "text": "hm", "signature": "s"}]}, {"type": "text", "text": "hi"}]}}]}),
        &["assistant: thinks hm + hi"],
    );
    answers(json!({"messages": [{"role": "assistant", "content": "hi", "id": "1"}]}), &["assistant: hi"]);
    asks(json!({"request": {"input": [{"role": "user", "content": "q"}]}}), &["user: q"]);
    asks(json!({"system": "be kind", "prompt": "q"}), &["system: be kind", "user: q"]);
    answers(
        json!({"text": "hi", "finishReason": "tool-calls", "toolCalls": [{"toolCallId": "c", "toolName": "f", "input": "{\"a\":1}"}]}),
        &["assistant: hi + f({\"a\":1}) [tool_calls]"],
    );
}

#[test]
fn otel_parts() {
    asks(
        json!([{"role": "user", "parts": [{"type": "text", "content": "q"}, {"type": "blob", "modality": "image", "mime_type": "image/png", "content": "AA"},
            {"type": "uri", "modality": "image", "uri": "gs://b/x"}, {"type": "file", "modality": "document", "file_id": "f1"}]},
            {"role": "assistant", "parts": [{"type": "reasoning", "content": "hm"}, {"type": "tool_call", "id": "c", "name": "f", "arguments": {"a": 1}}]},
            {"role": "tool", "parts": [{"type": "tool_call_response", "id": "c", "response": "4"}]},
            {"role": "user", "parts": [{"type": "compaction", "content": "x"}]}]),
        &[
            "user: q + image AA image/png + image gs://b/x ? + file f1",
            "assistant: thinks hm + f({\"a\":1})",
            "tool: c = \"4\"",
            "user: other {\"type\":\"compaction\",\"content\":\"x\"}",
        ],
    );
}

#[test]
fn what_is_no_conversation_is_none() {
    for body in [
        json!({"q": 1}),
        json!([1, 2]),
        json!("text"),
        json!({"messages": "x"}),
        json!([]),
        json!({"args": [], "kwargs": {}}),
        json!(null),
    ] {
        assert_eq!(asked(&body), None, "{body}");
        assert_eq!(answered(&body), None, "{body}");
    }
}
