"""Asks a model in each of the given ways; prints what the client got and what was stored."""

import asyncio
import json
import sys

import mlflow
import openai

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
    (trace,) = mlflow.search_traces(locations=[experiment], return_type="list")
    (span,) = trace.data.spans
    return {
        "text": text,
        "usage": usage,
        "info": trace.info.to_dict(),
        "state": str(trace.info.state.value),
        "type": span.span_type,
        "inputs": span.inputs,
        "outputs": span.outputs,
        "tokens": trace.info.token_usage,
        "model": span.get_attribute("mlflow.llm.model"),
        "chunks": [json.loads(event.attributes["mlflow.chunk.value"]) for event in span.events],
    }


print(json.dumps({way: run(way) for way in sys.argv[3:]}))
