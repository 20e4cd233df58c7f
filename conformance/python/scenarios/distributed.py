"""One trace through two programs: W3C headers carry it, the second program sends only spans."""

import json
import os
import subprocess
import sys

import mlflow

REMOTE = """
import json, sys
import mlflow
mlflow.set_experiment(sys.argv[2])
with mlflow.tracing.set_tracing_context_from_http_request_headers(json.loads(sys.argv[1])):
    with mlflow.start_span("remote", span_type="TOOL") as span:
        span.set_inputs({"far": True})
        with mlflow.start_span("remote child"):
            pass
mlflow.flush_trace_async_logging()
"""


def _call_remote(experiment_name: str) -> None:
    headers = mlflow.tracing.get_tracing_context_headers_for_http_request()
    command = [sys.executable, "-c", REMOTE, json.dumps(headers), experiment_name]
    subprocess.run(command, check=True, env=dict(os.environ), timeout=120)


def remote_span_joins_the_trace(world):
    experiment = world.use_experiment("near")

    @mlflow.trace(name="root")
    def root():
        with mlflow.start_span("call"):
            _call_remote(f"{world.prefix}/near")
        return "done"

    root()
    return world.new_traces(experiment)


def remote_program_has_another_experiment(world):
    """The trace stays in the experiment of the program that began it."""
    near = world.use_experiment("begins here")
    far = mlflow.create_experiment(f"{world.prefix}/other")

    @mlflow.trace(name="root")
    def root():
        _call_remote(f"{world.prefix}/other")

    root()
    traces = [trace for experiment in (near, far) for trace in world.new_traces(experiment)]
    names = sorted(span["name"] for trace in traces for span in trace["spans"])
    return {"traces": len(traces), "spans": names}
