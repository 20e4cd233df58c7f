"""Calls in Databricks' shapes: content blocks, reasoning, usage in every chunk, its error form."""

import json

import pytest

from harness.programs import run_program
from harness.provider import answers

CLAUDE, GEMINI = "databricks-claude-sonnet-4-5", "databricks-gemini-3-pro"
TOOL = {"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object", "properties": {}}}}


CASES = {
    "claude": {"model": CLAUDE},
    "claude stream": {"model": CLAUDE, "stream": True},
    "gemini": {"model": GEMINI},
    "gemini tools": {"model": GEMINI, "tools": [TOOL]},
    "gemini stream": {"model": GEMINI, "stream": True},
    **{f"error {status}": {"model": f"error-{status}"} for status in (400, 401, 404, 429, 500)},
}


@pytest.fixture(scope="module")
def seen(spanwell, provider):
    """What the client got and what was stored, by case; one client process for all."""
    return run_program("databricks_calls", spanwell.url, provider.databricks_url, json.dumps(CASES))


def test_claude_with_reasoning(seen):
    case = seen["claude"]
    content = case["got"]["choices"][0]["message"]["content"]
    assert [block["type"] for block in content] == ["reasoning", "text"]
    assert case["outputs"]["choices"][0]["message"]["content"] == content, "the blocks are kept as they came"
    assert case["state"] == "OK"
    assert case["inputs"]["model"] == CLAUDE
    assert case["outputs"]["model"] != CLAUDE, "the answering model's name is kept too"
    assert case["tokens"]["output_tokens"] == 40


def test_claude_stream(seen):
    case = seen["claude stream"]
    assert case["state"] == "OK"
    assert len(case["events"]) == len(case["got"]), "every chunk is kept"
    assert "Paris is the capital of France." in str(case["events"]) or "Paris" in str(case["outputs"])
    assert case["tokens"]["output_tokens"] == 40, "usage comes in every chunk: the last counts, never the sum"


def test_gemini_keeps_the_thought_signature(seen):
    case = seen["gemini"]
    content = case["outputs"]["choices"][0]["message"]["content"]
    assert content[0]["thoughtSignature"] == "c2lnbmF0dXJl"
    tools = seen["gemini tools"]
    assert tools["outputs"]["choices"][0]["message"]["tool_calls"][0]["thought_signature"] == "c2lnbmF0dXJl"


def test_gemini_stream(seen):
    case = seen["gemini stream"]
    assert case["state"] == "OK"
    assert case["tokens"] == {"input_tokens": 12, "output_tokens": 7, "total_tokens": 19}


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
def test_errors_in_its_own_form(seen, status):
    case = seen[f"error {status}"]
    assert case["raised"]
    assert case["state"] == "ERROR"
    assert case["status"] == "ERROR"
    exception = case["events"][0]
    assert str(status) in exception["exception.message"]
    assert answers.error(status, databricks=True)["message"] in exception["exception.message"]
    assert case["inputs"]["model"] == f"error-{status}", "what was asked is kept when the answer is an error"
