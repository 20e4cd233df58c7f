"""The real OpenTelemetry SDK of Python exports over HTTP (plain, gzip) and gRPC; the trace is translated and found."""

import json

import pytest

from harness.http import call
from harness.otlp import Wire
from harness.programs import run_program

pytestmark = pytest.mark.spanwell_only


@pytest.mark.parametrize("way", ["http", "http gzip", "http deflate", "grpc", "grpc gzip"])
def test_python_sdk(spanwell, way):
    wire = Wire(spanwell.url)
    sent = run_program("opentelemetry_spans", way, spanwell.url, wire.experiment, str(spanwell.grpc_port))
    trace = wire.trace(f"tr-{sent['trace']}")
    info = trace["trace_info"]
    names = {span["name"]: span for span in trace["spans"]}
    assert set(names) == {"invoke_agent", "chat gpt-4o-mini", "execute_tool"}
    assert info["trace_location"]["mlflow_experiment"]["experiment_id"] == wire.experiment
    assert info["state"] == "OK", "the root decides, not a failed child"
    assert info["trace_metadata"]["mlflow.trace.session"] == "s-1"
    assert info["tags"]["service.name"] == "shop"
    usage = json.loads(info["trace_metadata"]["mlflow.trace.tokenUsage"])
    assert usage == {"input_tokens": 12, "output_tokens": 7, "total_tokens": 19}
    assert json.loads(info["trace_metadata"]["mlflow.trace.cost"])["total_cost"] == pytest.approx(6e-06, rel=1e-6)
    attributes = {item["key"]: item["value"] for item in names["chat gpt-4o-mini"]["attributes"]}
    assert attributes["mlflow.spanType"] == {"string_value": "CHAT_MODEL"}
    assert names["execute_tool"]["status"]["code"] == "STATUS_CODE_ERROR"
    assert [event["name"] for event in names["execute_tool"]["events"]] == ["looked up", "exception"]
    assert wire.found("trace.text LIKE '%capital of France%'") == [f"tr-{sent['trace']}"]


@pytest.mark.parametrize("order", ["spans first", "logs first"])
def test_messages_sent_as_log_events_join_their_span(spanwell, order):
    wire = Wire(spanwell.url)
    sent = run_program("opentelemetry_logs", order, spanwell.url, wire.experiment)
    (span,) = wire.trace(f"tr-{sent['trace']}")["spans"]
    attributes = {item["key"]: json.dumps(item["value"]) for item in span["attributes"]}
    assert "needle question" in attributes["mlflow.spanInputs"]
    assert "Paris" in attributes["mlflow.spanOutputs"]


def test_metrics_are_accepted_and_dropped(spanwell):
    assert call("POST", f"{spanwell.url}/v1/metrics", {"resourceMetrics": []}).status == 200
