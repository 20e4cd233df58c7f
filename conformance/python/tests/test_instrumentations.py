"""What real instrumentations sent, sent to the server: the trace holds at least what MLflow 3.17.2 makes of the bytes,
and it is the same trace however the spans are split, ordered or repeated.

The requests and MLflow's results lie with the translator (`crates/otlp/tests/golden`), whose own test compares span by
span; here the whole trace is compared: state, previews, tokens, cost, session, user.
"""

import json
import random
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from harness.compare import AllowedDifferences, differences
from harness.http import call
from harness.otlp import Wire

pytestmark = pytest.mark.spanwell_only
ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT.parents[1] / "crates" / "otlp" / "tests" / "golden"
EXPECTED = {case["case"]: case["traces"] for case in map(json.loads, (GOLDEN / "expected-mlflow.jsonl").open())}
CASES = sorted(EXPECTED)
PROTOBUF = {"Content-Type": "application/x-protobuf"}
NUMBERS = ("mlflow.trace.tokenUsage", "mlflow.trace.cost")
TEXTS = ("mlflow.trace.session", "mlflow.trace.user")


def _request(case: str) -> ExportTraceServiceRequest:
    return ExportTraceServiceRequest.FromString((GOLDEN / "otlp" / f"{case}.pb").read_bytes())


def _send(wire: Wire, request: ExportTraceServiceRequest) -> None:
    headers = {**PROTOBUF, "x-mlflow-experiment-id": wire.experiment}
    answer = call("POST", f"{wire.url}/v1/traces", request.SerializeToString(), headers)
    assert answer.status == 200, answer


def _send_logs(wire: Wire, case: str) -> None:
    logs = GOLDEN / "otlp" / f"{case}.logs.pb"
    if logs.exists():
        answer = call("POST", f"{wire.url}/v1/logs", logs.read_bytes(), PROTOBUF)
        assert answer.status == 200, answer


def _seen(info: dict) -> dict:
    """The part of a trace that MLflow derives too."""
    metadata = info.get("trace_metadata", {})
    seen = {"state": info["state"], **{key: metadata[key] for key in TEXTS if key in metadata}}
    for key in NUMBERS:
        if key in metadata:
            seen[key] = {name: float(f"{value:.6g}") for name, value in json.loads(metadata[key]).items()}
    for key in ("request_preview", "response_preview"):
        if info.get(key):
            seen[key] = info[key]
    return seen


def _is_readable(preview: str) -> bool:
    """MLflow shows the raw JSON where it does not know a convention; a readable text instead is what we want."""
    return not preview.startswith(("[", "{", '"'))


def _superset(expected: dict, got: dict) -> dict:
    """`got` without what only we found, so that a plain comparison is the rule of the superset."""
    common = {key: value for key, value in got.items() if key in expected}
    for key in NUMBERS:
        if key in common:
            common[key] = {name: value for name, value in common[key].items() if name in expected[key]}
    return common


@pytest.fixture(scope="module")
def whole(spanwell):
    """All cases as they were recorded, in one experiment."""
    wire = Wire(spanwell.url)
    for case in CASES:
        _send(wire, _request(case))
        _send_logs(wire, case)
    return wire


@pytest.fixture(scope="module")
def allowed():
    return AllowedDifferences(ROOT / "instrumentation_differences.toml")


@pytest.mark.parametrize("case", CASES)
def test_trace_is_a_superset_of_mlflow_s(whole, allowed, case):
    found = []
    for expected in EXPECTED[case]:
        wanted = _seen(expected)
        for key in ("request_preview", "response_preview"):
            if key in wanted and not _is_readable(wanted[key]):
                del wanted[key]
        got = _superset(wanted, _seen(whole.info(expected["trace_id"])))
        found += differences(wanted, got, case)
    remaining = allowed.remaining(found)
    assert not remaining, "\n".join(str(item) for item in remaining)


def test_every_allowed_difference_is_needed(whole, allowed, request):
    collected = {item.name for item in request.session.items}
    if all(f"test_trace_is_a_superset_of_mlflow_s[{case}]" in collected for case in CASES):
        unused = allowed.unused(CASES)
        assert not unused, f"lines of {allowed.path.name} that nothing needs: {[entry.place for entry in unused]}"


def _renumbered(request: ExportTraceServiceRequest, mark: int) -> ExportTraceServiceRequest:
    """The same spans under other trace ids, so that a variation does not meet the original."""
    changed = ExportTraceServiceRequest()
    changed.CopyFrom(request)
    for span in _spans(changed):
        span.trace_id = bytes([span.trace_id[0] ^ mark, *span.trace_id[1:]])
        for attribute in list(span.attributes):
            if attribute.key == "mlflow.traceRequestId":
                span.attributes.remove(attribute)
    return changed


def _spans(request: ExportTraceServiceRequest):
    return [span for resource in request.resource_spans for scope in resource.scope_spans for span in scope.spans]


def _one_span_each(request: ExportTraceServiceRequest) -> list[ExportTraceServiceRequest]:
    requests = []
    for resource in request.resource_spans:
        for scope in resource.scope_spans:
            for span in scope.spans:
                one = ExportTraceServiceRequest()
                target = one.resource_spans.add(resource=resource.resource, schema_url=resource.schema_url)
                inner = target.scope_spans.add(scope=scope.scope, schema_url=scope.schema_url)
                inner.spans.add().CopyFrom(span)
                requests.append(one)
    return requests


# Single spans have no order.
NESTED = [case for case in CASES if len(_spans(_request(case))) > 1]


@pytest.fixture(scope="module")
def varied(spanwell):
    return Wire(spanwell.url)


@pytest.mark.parametrize("case", NESTED)
def test_split_shuffled_and_repeated_spans_make_the_same_trace(varied, case):
    original = _request(case)
    seen = []
    for mark, arrange in enumerate((list, lambda parts: parts[::-1], _shuffled, lambda parts: parts + parts), start=1):
        renumbered = _renumbered(original, mark)
        parts = [renumbered] if mark == 1 else arrange(_one_span_each(renumbered))
        for part in parts:
            _send(varied, part)
        traces = sorted({span.trace_id.hex() for span in _spans(renumbered)}, key=lambda one: one[2:])
        infos = [varied.info(f"tr-{trace}") for trace in traces]
        seen.append([{**_seen(info), "duration": info.get("execution_duration")} for info in infos])
    for variation in seen[1:]:
        found = differences(seen[0], variation, case)
        assert not found, "\n".join(str(item) for item in found)


def _shuffled(parts: list) -> list:
    return random.Random(7).sample(parts, len(parts))
