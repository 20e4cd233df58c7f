"""A real model behind a real server answers the official client; the trace holds exactly what the client received."""

import sys

import pytest

from harness.process import LOOPBACK, Child, free_port
from harness.programs import run_program
from scenarios.catalogue import ASYNCHRONOUS

WAYS = ["plain", "stream", "async", "async stream"]
PROGRAM = """
import asyncio, json, sys
import mlflow, openai
tracking, model_url = sys.argv[1:3]
mlflow.set_tracking_uri(tracking)
mlflow.openai.autolog()
question = [{"role": "user", "content": "Name a color."}]
ask = dict(model="smollm2", max_tokens=12, temperature=0, seed=1, messages=question)

def gather(chunks):
    usage = [chunk.usage for chunk in chunks if chunk.usage]
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    return text, usage[-1].model_dump() if usage else None

async def asynchronous(stream):
    client = openai.AsyncOpenAI(base_url=model_url, api_key="none")
    if not stream:
        answer = await client.chat.completions.create(**ask)
        return answer.choices[0].message.content, answer.usage.model_dump()
    parts = await client.chat.completions.create(**ask, stream=True, stream_options={"include_usage": True})
    return gather([chunk async for chunk in parts])

def plain(stream):
    client = openai.OpenAI(base_url=model_url, api_key="none")
    if not stream:
        answer = client.chat.completions.create(**ask)
        return answer.choices[0].message.content, answer.usage.model_dump()
    return gather(list(client.chat.completions.create(**ask, stream=True, stream_options={"include_usage": True})))

def run(way):
    experiment = mlflow.set_experiment(f"real model {way}").experiment_id
    stream = way.endswith("stream")
    text, usage = asyncio.run(asynchronous(stream)) if way.startswith("async") else plain(stream)
    mlflow.flush_trace_async_logging()
    trace, = mlflow.search_traces(locations=[experiment], return_type="list")
    span, = trace.data.spans
    return {
        "text": text, "usage": usage, "info": trace.info.to_dict(), "state": str(trace.info.state.value),
        "type": span.span_type, "inputs": span.inputs, "outputs": span.outputs, "tokens": trace.info.token_usage,
        "model": span.get_attribute("mlflow.llm.model"),
        "chunks": [json.loads(event.attributes["mlflow.chunk.value"]) for event in span.events],
    }

print(json.dumps({way: run(way) for way in sys.argv[3:]}))
"""


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
    return run_program(PROGRAM, spanwell.url, model_url, *WAYS, env=ASYNCHRONOUS)


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
