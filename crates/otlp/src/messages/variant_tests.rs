//! Parts and messages that providers and frameworks write in several ways.

use serde_json::{Value as Json, json};

use super::message::list;
use super::shape::{answered, asked};

/// The parts of one user message, as pages get them.
fn parts(content: Json) -> Json {
    let messages = list(&[json!({"role": "user", "content": content})]);
    serde_json::to_value(&messages[0].content).unwrap()
}

fn printed(messages: Option<Vec<super::Message>>) -> Json {
    serde_json::to_value(messages.unwrap_or_default()).unwrap()
}

#[test]
fn sound_images_and_files_of_every_shape() {
    let image = json!({"type": "image", "data": "AA", "mime": "image/png"});
    let sound = json!({"type": "audio", "data": "AA", "mime": "audio/wav"});
    let sound_at = json!({"type": "audio", "url": "https://x/y.wav"});
    for (part, expected) in [
        (json!({"type": "image_url", "image_url": "data:image/png;base64,AA"}), &image),
        (json!({"type": "image", "base64": "AA", "mime_type": "image/png"}), &image),
        (json!({"type": "image", "source_type": "base64", "data": "AA", "mime_type": "image/png"}), &image),
        (json!({"type": "file", "data": "AA", "mediaType": "image/png"}), &image),
        (json!({"kind": "binary", "binary_content": "AA", "media_type": "image/png"}), &image),
        (
            json!({"block_type": "image", "image": "AA", "image_mimetype": "x", "mime_type": "image/png"}),
            &image,
        ),
        (json!({"image": {"format": "png", "source": {"bytes": "AA"}}}), &image),
        (json!({"type": "blob", "modality": "image", "mime_type": "image/png", "content": "AA"}), &image),
        (json!({"type": "input_audio", "input_audio": {"data": "AA", "format": "wav"}}), &sound),
        (json!({"type": "blob", "modality": "audio", "mime_type": "audio/wav", "content": "AA"}), &sound),
        (json!({"type": "audio_url", "audio_url": {"url": "https://x/y.wav"}}), &sound_at),
        (json!({"type": "audio_url", "audio_url": "https://x/y.wav"}), &sound_at),
        (json!({"type": "uri", "modality": "audio", "uri": "https://x/y.wav"}), &sound_at),
        (json!({"kind": "audio-url", "url": "https://x/y.wav"}), &sound_at),
        (
            json!({"type": "video_url", "video_url": {"url": "https://x/y.mp4"}}),
            &json!({"type": "file", "url": "https://x/y.mp4"}),
        ),
        (
            json!({"type": "uri", "modality": "video", "mime_type": "video/mp4", "uri": "gs://b/y"}),
            &json!({"type": "file", "url": "gs://b/y", "mime": "video/mp4"}),
        ),
        (
            json!({"type": "file", "modality": "document", "file_id": "f1"}),
            &json!({"type": "file", "id": "f1"}),
        ),
        (
            json!({"kind": "document-url", "url": "https://x/y.pdf"}),
            &json!({"type": "file", "url": "https://x/y.pdf"}),
        ),
        (
            json!({"fileData": {"mimeType": "application/pdf", "fileUri": "gs://b/y"}}),
            &json!({"type": "file", "url": "gs://b/y", "mime": "application/pdf"}),
        ),
    ] {
        assert_eq!(parts(json!([part])), json!([expected]), "{part}");
    }
    assert_eq!(
        parts(json!([{"text": "q"}, {"cachePoint": {"type": "default"}}])),
        json!([{"type": "text", "text": "q"}])
    );
    assert_eq!(parts(json!([{"kind": "text", "text": "q"}])), json!([{"type": "text", "text": "q"}]));
}

#[test]
fn tools_that_the_provider_runs_are_calls() {
    let answer = printed(answered(&json!({"output": [
        {"type": "web_search_call", "id": "w", "status": "completed", "action": {"query": "q"}},
        {"type": "mcp_call", "id": "m", "name": "f", "arguments": "{\"a\":1}", "server_label": "s"},
        {"type": "custom_tool_call", "call_id": "c", "name": "g", "input": "any text"},
        {"type": "image_generation_call", "id": "i", "result": "AA", "output_format": "png"},
        {"type": "mcp_list_tools", "server_label": "s"},
        {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "hi"}]},
    ]})));
    assert_eq!(
        answer,
        json!([{"role": "assistant", "content": [
            {"type": "tool_call", "id": "w", "name": "web_search", "arguments": {"query": "q"}},
            {"type": "tool_call", "id": "m", "name": "f", "arguments": {"a": 1}},
            {"type": "tool_call", "id": "c", "name": "g", "arguments": "any text"},
            {"type": "image", "data": "AA", "mime": "image/png"},
            {"type": "other", "value": {"type": "mcp_list_tools", "server_label": "s"}},
            {"type": "text", "text": "hi"},
        ]}])
    );
    assert_eq!(
        parts(
            json!([{"type": "mcp_tool_use", "id": "c", "name": "f", "input": {}}, {"type": "code_execution_tool_result", "tool_use_id": "c", "content": {"stdout": "4"}},
            {"executableCode": {"code": "1"}}, {"codeExecutionResult": {"output": "1"}}])
        ),
        json!([{"type": "tool_call", "id": "c", "name": "f", "arguments": {}}, {"type": "tool_result", "id": "c", "content": {"stdout": "4"}},
            {"type": "tool_call", "name": "code_execution", "arguments": {"code": "1"}}, {"type": "tool_result", "content": {"output": "1"}}])
    );
    let custom = printed(answered(&json!({"choices": [{"message": {"role": "assistant", "content": null,
        "tool_calls": [{"id": "c", "type": "custom", "custom": {"name": "g", "input": "any text"}}]}}]})));
    assert_eq!(
        custom[0]["content"],
        json!([{"type": "tool_call", "id": "c", "name": "g", "arguments": "any text"}])
    );
}

#[test]
fn langchain_writes_messages_as_pairs_and_dictionaries_too() {
    let said = json!([{"role": "system", "content": [{"type": "text", "text": "be kind"}]}, {"role": "user", "content": [{"type": "text", "text": "q"}]}]);
    for body in [
        json!({"messages": [["system", "be kind"], ["user", "q"]]}),
        json!([["system", "be kind"], ["human", "q"]]),
        json!({"messages": [{"type": "system", "data": {"content": "be kind"}}, {"type": "human", "data": {"content": "q"}}]}),
    ] {
        assert_eq!(printed(asked(&body)), said, "{body}");
    }
    assert_eq!(printed(asked(&json!({"messages": [["user", "q"]]}))), json!([said[1]]));
    assert_eq!(asked(&json!([["a", "b"]])), None);
}

#[test]
fn choices_and_parallel_calls_are_all_kept() {
    let choices = printed(answered(&json!([
        {"role": "assistant", "finish_reason": "tool_call", "parts": [
            {"type": "tool_call", "id": "1", "name": "f", "arguments": "{\"a\":1}"}, {"type": "tool_call", "id": "2", "name": "f", "arguments": {"a": 2}}]},
        {"role": "assistant", "finish_reason": "stop", "parts": [{"type": "text", "content": "hi"}]},
    ])));
    assert_eq!(
        choices,
        json!([
            {"role": "assistant", "finish_reason": "tool_calls", "content": [
                {"type": "tool_call", "id": "1", "name": "f", "arguments": {"a": 1}}, {"type": "tool_call", "id": "2", "name": "f", "arguments": {"a": 2}}]},
            {"role": "assistant", "finish_reason": "stop", "content": [{"type": "text", "text": "hi"}]},
        ])
    );
    let results = printed(asked(&json!([{"role": "tool", "parts": [
        {"type": "tool_call_response", "id": "1", "response": {"r": 1}}, {"type": "tool_call_response", "id": "2", "result": "two"}]}])));
    assert_eq!(
        results[0]["content"],
        json!([{"type": "tool_result", "id": "1", "content": {"r": 1}}, {"type": "tool_result", "id": "2", "content": "two"}])
    );
}

#[test]
fn answers_of_streams_and_of_files() {
    assert_eq!(
        printed(answered(&json!({"combined_chunk_content": "hi", "chunk_count": 2}))),
        json!([{"role": "assistant", "content": [{"type": "text", "text": "hi"}]}])
    );
    assert_eq!(
        printed(answered(
            &json!({"finishReason": "stop", "files": [{"mediaType": "image/png", "base64": "AA"}]})
        ))[0]["content"],
        json!([{"type": "image", "data": "AA", "mime": "image/png"}])
    );
}
