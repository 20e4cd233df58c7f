"""Calls a provider in the ways given as JSON; prints what the client got and what was stored."""

import json
import sys

import mlflow
import openai

tracking, base_url = sys.argv[1:3]
mlflow.set_tracking_uri(tracking)
mlflow.openai.autolog()
client = openai.OpenAI(base_url=base_url, api_key="not-a-key", max_retries=0)


def run(name, options):
    experiment = mlflow.set_experiment(f"databricks {name}").experiment_id
    ask = {"messages": [{"role": "user", "content": "What is the capital of France?"}], **options}
    got, raised = None, None
    try:
        answer = client.chat.completions.create(**ask)
        got = [chunk.model_dump() for chunk in answer] if ask.get("stream") else answer.model_dump()
    except openai.APIError as error:
        raised = type(error).__name__
    mlflow.flush_trace_async_logging()
    (trace,) = mlflow.search_traces(locations=[experiment], return_type="list")
    (span,) = trace.data.spans
    return {
        "got": got,
        "raised": raised,
        "state": trace.info.state.value,
        "outputs": span.outputs,
        "inputs": span.inputs,
        "tokens": trace.info.token_usage,
        "status": span.status.status_code.value,
        "events": [dict(event.attributes) for event in span.events],
    }


print(json.dumps({name: run(name, options) for name, options in json.loads(sys.argv[3]).items()}))
