"""Whole (not streamed) answers, one function a shape. Ids are fixed, so that two runs give the same trace."""

CREATED = 1_700_000_000
ANSWER = "Paris is the capital of France."
REASONING = "The user asks for a capital; France's capital is Paris."
SIGNATURE = "c2lnbmF0dXJl"
ARGUMENTS = '{"city": "Paris", "unit": "celsius"}'


def chat(request: dict, databricks: bool) -> dict:
    """`chat/completions` without stream."""
    model = request["model"]
    count = request.get("n") or 1
    choices = [
        {
            "index": index,
            "message": message(request, index, databricks),
            "logprobs": None,
            "finish_reason": finish(request),
        }
        for index in range(count)
    ]
    answer = {
        "id": "chatcmpl-fixed-1" if not databricks else "msg_bdrk_fixed1",
        "object": "chat.completion",
        "created": CREATED,
        "model": answering_model(model),
        "choices": choices,
        "usage": usage(model, databricks, count),
    }
    if not databricks:
        answer |= {"service_tier": "default", "system_fingerprint": "fp_fixed"}
    return answer


def answering_model(model: str) -> str:
    """The name the provider reports, which is not always the one that was asked for."""
    if model.startswith("databricks-claude"):
        return "us.anthropic.claude-sonnet-4-5-20250929-v1:0"
    return "gpt-4o-mini-2024-07-18" if model == "gpt-4o-mini" else model


def finish(request: dict) -> str:
    return "tool_calls" if wants_tools(request) else "stop"


def wants_tools(request: dict) -> bool:
    """A tool is called once: after its result the model answers with text."""
    return bool(request.get("tools")) and not any(message["role"] == "tool" for message in request["messages"])


def message(request: dict, index: int, databricks: bool) -> dict:
    if wants_tools(request):
        return {"role": "assistant", "content": None, "tool_calls": tool_calls(request)} | extra(databricks)
    text = ANSWER if index == 0 else f"{ANSWER} (choice {index})"
    return {"role": "assistant", "content": content(request["model"], text)} | extra(databricks)


def extra(databricks: bool) -> dict:
    return {} if databricks else {"refusal": None, "annotations": []}


def content(model: str, text: str):
    """Claude and Gemini on Databricks answer with a list of content blocks."""
    if model.startswith("databricks-claude"):
        summary = [{"type": "summary_text", "text": REASONING, "signature": SIGNATURE}]
        return [{"type": "reasoning", "summary": summary}, {"type": "text", "text": text}]
    if model.startswith("databricks-gemini"):
        return [{"type": "text", "text": text, "thoughtSignature": SIGNATURE}]
    return text


def tool_calls(request: dict) -> list[dict]:
    calls = []
    for index, tool in enumerate(request["tools"]):
        call = {
            "id": f"call_fixed{index}",
            "type": "function",
            "function": {"name": tool["function"]["name"], "arguments": ARGUMENTS},
        }
        if request["model"].startswith("databricks-gemini"):
            call["thought_signature"] = SIGNATURE
        calls.append(call)
    return calls


def usage(model: str, databricks: bool, count: int = 1) -> dict:
    if databricks and "claude" in model:
        cached = {"cache_read_input_tokens": 16, "cache_creation_input_tokens": 0}
        return {"prompt_tokens": 8, "completion_tokens": 40, "total_tokens": 48} | cached
    output = 7 * count
    counts = {"prompt_tokens": 12, "completion_tokens": output, "total_tokens": 12 + output}
    if databricks:
        return counts
    return counts | {
        "prompt_tokens_details": {"cached_tokens": 2, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0, "accepted_prediction_tokens": 0},
    }


def embeddings(request: dict) -> dict:
    """`embeddings`: one small vector an input."""
    inputs = request["input"] if isinstance(request["input"], list) else [request["input"]]
    data = [
        {"object": "embedding", "index": index, "embedding": [0.25, -0.5, float(index)]} for index in range(len(inputs))
    ]
    counted = {"prompt_tokens": 3 * len(inputs), "total_tokens": 3 * len(inputs)}
    return {"object": "list", "model": request["model"], "data": data, "usage": counted}


def response(request: dict, status: str = "completed") -> dict:
    """`responses`, without stream or as the last event of one."""
    if request.get("tools"):
        name = request["tools"][0]["name"]
        item = {
            "type": "function_call",
            "id": "fc_fixed",
            "call_id": "call_fixed0",
            "name": name,
            "arguments": ARGUMENTS,
        }
        output = [item | {"status": "completed"}]
    else:
        part = {"type": "output_text", "text": ANSWER, "annotations": []}
        output = [{"type": "message", "id": "msg_fixed", "role": "assistant", "status": "completed", "content": [part]}]
    done = status == "completed"
    return {
        "id": "resp_fixed",
        "object": "response",
        "created_at": CREATED,
        "status": status,
        "error": None,
        "incomplete_details": None,
        "instructions": request.get("instructions"),
        "metadata": {},
        "model": answering_model(request["model"]),
        "output": output if done else [],
        "parallel_tool_calls": True,
        "temperature": 1.0,
        "tool_choice": "auto",
        "tools": request.get("tools") or [],
        "top_p": 1.0,
        "usage": response_usage() if done else None,
    }


def response_usage() -> dict:
    return {
        "input_tokens": 12,
        "input_tokens_details": {"cached_tokens": 2},
        "output_tokens": 7,
        "output_tokens_details": {"reasoning_tokens": 3},
        "total_tokens": 19,
    }


_OPENAI_ERRORS = {
    400: ("invalid_request_error", "invalid_value", "Invalid value for 'temperature'."),
    401: ("invalid_request_error", "invalid_api_key", "Incorrect API key provided."),
    404: ("invalid_request_error", "model_not_found", "The model does not exist."),
    429: ("tokens", "rate_limit_exceeded", "Rate limit reached."),
    500: ("server_error", None, "The server had an error while processing your request."),
}
_DATABRICKS_ERRORS = {
    400: ("BAD_REQUEST", "Invalid value for 'temperature'."),
    401: ("PERMISSION_DENIED", "Invalid access token."),
    404: ("ENDPOINT_NOT_FOUND", "The given endpoint does not exist."),
    429: ("REQUEST_LIMIT_EXCEEDED", "Exceeded workspace input tokens per minute rate limit."),
    500: ("INTERNAL_ERROR", "An internal error occurred."),
}


def error(status: int, databricks: bool) -> dict:
    """An error body in the provider's own form."""
    if databricks:
        code, text = _DATABRICKS_ERRORS[status]
        return {"error_code": code, "message": text}
    kind, code, text = _OPENAI_ERRORS[status]
    return {"error": {"message": text, "type": kind, "param": None, "code": code}}
