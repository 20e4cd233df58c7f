"""Streamed answers as lists of server-sent events."""

import json

from . import answers


def chat(request: dict, databricks: bool) -> list[str]:
    """`chat/completions` with `stream`: text or tool calls in pieces, usage as the provider sends it."""
    chunks = [
        _chunk(request, delta, index, reason, databricks) for delta, index, reason in _deltas(request, databricks)
    ]
    if databricks:
        # Databricks counts in every chunk, without being asked: partly with nulls, in full at the end.
        whole = answers.usage(request["model"], databricks)
        for chunk in chunks:
            chunk["usage"] = {**whole, "completion_tokens": None, "total_tokens": None}
        chunks[-1]["usage"] = whole
    elif (request.get("stream_options") or {}).get("include_usage"):
        for chunk in chunks:
            chunk["usage"] = None
        usage = answers.usage(request["model"], databricks, request.get("n") or 1)
        chunks.append({**chunks[-1], "choices": [], "usage": usage})
    return [*(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks), "data: [DONE]\n\n"]


def _deltas(request: dict, databricks: bool):
    """(delta, choice index, finish reason) in order of arrival."""
    count = request.get("n") or 1
    for index in range(count):
        yield {"role": "assistant", "content": "" if not databricks else None}, index, None
        pieces = _tool_pieces(request) if answers.wants_tools(request) else _text_pieces(request["model"], index)
        for delta in pieces:
            yield delta, index, None
    for index in range(count):
        yield {}, index, answers.finish(request)


def _text_pieces(model: str, index: int):
    text = answers.ANSWER if index == 0 else f"{answers.ANSWER} (choice {index})"
    words = text.split(" ")
    pieces = [word if place == 0 else f" {word}" for place, word in enumerate(words)]
    if model.startswith("databricks-claude"):
        half = len(answers.REASONING) // 2
        for part in (answers.REASONING[:half], answers.REASONING[half:]):
            yield {"content": [{"type": "reasoning", "summary": [{"type": "summary_text", "text": part}]}]}
        summary = [{"type": "summary_text", "text": "", "signature": answers.SIGNATURE}]
        yield {"content": [{"type": "reasoning", "summary": summary}]}
    for piece in pieces:
        yield {"content": answers.content(model, piece) if model.startswith("databricks-gemini") else piece}


def _tool_pieces(request: dict):
    for index, call in enumerate(answers.tool_calls(request)):
        arguments = call["function"]["arguments"]
        head = {**call, "index": index, "function": {"name": call["function"]["name"], "arguments": ""}}
        yield {"tool_calls": [head]}
        half = len(arguments) // 2
        for part in (arguments[:half], arguments[half:]):
            yield {"tool_calls": [{"index": index, "function": {"arguments": part}}]}


def _chunk(request: dict, delta: dict, index: int, reason: str | None, databricks: bool) -> dict:
    return {
        "id": "chatcmpl-fixed-1" if not databricks else "msg_bdrk_fixed1",
        "object": "chat.completion.chunk",
        "created": answers.CREATED,
        "model": answers.answering_model(request["model"]),
        "choices": [{"index": index, "delta": delta, "logprobs": None, "finish_reason": reason}],
    }


def responses(request: dict) -> list[str]:
    """`responses` with `stream`: named events with a running number."""
    done = answers.response(request)
    item = done["output"][0]
    place = {"output_index": 0, "item_id": item["id"]}
    events = [
        {"type": "response.created", "response": answers.response(request, "in_progress")},
        {"type": "response.in_progress", "response": answers.response(request, "in_progress")},
        {"type": "response.output_item.added", "output_index": 0, "item": {**item, "status": "in_progress"}},
    ]
    if item["type"] == "function_call":
        events.append({"type": "response.function_call_arguments.delta", "delta": item["arguments"], **place})
        events.append({"type": "response.function_call_arguments.done", "arguments": item["arguments"], **place})
    else:
        text = item["content"][0]["text"]
        empty = {"type": "output_text", "text": "", "annotations": []}
        events.append({"type": "response.content_part.added", "content_index": 0, "part": empty, **place})
        for word in text.split(" "):
            piece = word if word == text.split(" ")[0] else f" {word}"
            events.append(
                {"type": "response.output_text.delta", "content_index": 0, "delta": piece, "logprobs": [], **place}
            )
        events.append({"type": "response.output_text.done", "content_index": 0, "text": text, "logprobs": [], **place})
        events.append({"type": "response.content_part.done", "content_index": 0, "part": item["content"][0], **place})
    events.append({"type": "response.output_item.done", "output_index": 0, "item": item})
    events.append({"type": "response.completed", "response": done})
    numbered = [{**event, "sequence_number": number} for number, event in enumerate(events)]
    return [f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in numbered]
