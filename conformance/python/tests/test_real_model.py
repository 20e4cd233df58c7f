"""A real model behind a real server answers the official client; the trace holds exactly what the client received."""

import sys

import pytest

from harness.process import LOOPBACK, Child, free_port
from harness.programs import run_program
from scenarios.catalogue import ASYNCHRONOUS

WAYS = ["plain", "stream", "async", "async stream"]


@pytest.fixture(scope="module")
def model_url(folder):
    port = free_port()
    child = Child([sys.executable, "-m", "harness.model_program", str(port)], folder / "model.log")
    child.wait_until(lambda: "ready" in child.output(), "`ready`", limit_s=120)
    yield f"http://{LOOPBACK}:{port}/v1"
    child.stop()


@pytest.fixture(scope="module")
def runs(spanwell, model_url):
    """What the client received and what was stored, by way of asking; one client process for all."""
    return run_program("real_model_calls", spanwell.url, model_url, *WAYS, env=ASYNCHRONOUS)


@pytest.mark.parametrize("way", WAYS)
def test_trace_holds_what_the_client_received(runs, way):
    seen = runs[way]
    assert seen["text"], "the model said nothing"
    assert seen["state"] == "OK"
    assert seen["type"] == "CHAT_MODEL"
    assert seen["model"] == "smollm2"
    assert seen["inputs"]["messages"] == [{"role": "user", "content": "Name a color."}]
    assert seen["outputs"]["choices"][0]["message"]["content"] == seen["text"]
    assert seen["info"]["request_preview"] == "Name a color."
    assert seen["info"]["response_preview"] == seen["text"]
    assert seen["tokens"]["input_tokens"] == seen["usage"]["prompt_tokens"]
    assert seen["tokens"]["output_tokens"] == seen["usage"]["completion_tokens"]
    if "stream" in way:
        texts = [chunk["choices"][0]["delta"].get("content") or "" for chunk in seen["chunks"] if chunk["choices"]]
        assert "".join(texts) == seen["text"], "the chunks of the stream are kept as events"
