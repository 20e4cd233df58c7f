"""JavaScript SDKs: OpenTelemetry over HTTP (JSON, protobuf, gzip) and gRPC, and MLflow's two-step logging."""

import json
import subprocess
from pathlib import Path

import pytest

from harness.otlp import Wire
from harness.programs import run_program

JAVASCRIPT = Path(__file__).resolve().parents[2] / "javascript"


def _node(program: str, *arguments: str) -> dict:
    done = subprocess.run(
        ["node", program, *arguments], cwd=JAVASCRIPT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"{program} ended with {done.returncode}:\n{done.stdout}\n{done.stderr[-4000:]}"
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.mark.spanwell_only
@pytest.mark.parametrize("way", ["json", "json gzip", "protobuf", "protobuf gzip", "grpc"])
def test_opentelemetry(spanwell, way):
    wire = Wire(spanwell.url)
    sent = _node("opentelemetry.mjs", way, spanwell.url, wire.experiment, str(spanwell.grpc_port))
    trace = wire.trace(f"tr-{sent['trace']}")
    info = trace["trace_info"]
    spans = {span["name"]: span for span in trace["spans"]}
    assert set(spans) == {"invoke_agent", "chat gpt-4o-mini", "execute_tool"}
    assert info["trace_location"]["mlflow_experiment"]["experiment_id"] == wire.experiment
    assert info["trace_metadata"]["mlflow.trace.session"] == "s-js"
    assert json.loads(info["trace_metadata"]["mlflow.trace.tokenUsage"])["total_tokens"] == 19
    assert len(spans["chat gpt-4o-mini"]["links"]) == 1
    assert spans["execute_tool"]["status"] == {"code": "STATUS_CODE_ERROR", "message": "no rows"}
    attributes = {item["key"]: item["value"] for item in spans["execute_tool"]["attributes"]}
    assert attributes["share"] == {"double_value": 0.5}
    assert attributes["ok"] == {"bool_value": True}
    assert wire.found("trace.text LIKE '%in JavaScript%'") == [f"tr-{sent['trace']}"]


def test_two_step_logging_with_shifted_ids(spanwell):
    wire = Wire(spanwell.url)
    sent = _node("two-step-logging.mjs", spanwell.url, wire.experiment)
    assert sent["read_back"] == ["answer", "Completions"]
    trace = run_program("read_trace", spanwell.url, f"tr-{sent['trace']}")
    assert trace["spans"]["Completions"]["parent"] == "answer"
    assert trace["spans"]["Completions"]["type"] == "LLM"
    assert trace["spans"]["answer"]["inputs"] == {"q": "needle?"}
    assert trace["tokens"] == {"input_tokens": 12, "output_tokens": 7, "total_tokens": 19}
    assert wire.found("name = 'answer'") == [f"tr-{sent['trace']}"]


@pytest.mark.spanwell_only
def test_two_step_logging_is_searched_like_any_trace(spanwell):
    wire = Wire(spanwell.url)
    sent = _node("two-step-logging.mjs", spanwell.url, wire.experiment)
    assert wire.found("trace.text LIKE '%needle%'") == [f"tr-{sent['trace']}"]
    assert wire.found("span.type = 'LLM'") == [f"tr-{sent['trace']}"]
