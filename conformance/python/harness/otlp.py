"""OTLP/JSON requests made by hand, and a small wire client for the endpoints no official client misuses."""

import os
import uuid

from .http import Answer, call

T0_NS = 1_790_000_000_000_000_000


def new_trace_id() -> str:
    return os.urandom(16).hex()


def new_span_id() -> str:
    return os.urandom(8).hex()


def attribute(key: str, value) -> dict:
    """One OTLP attribute; text, numbers, booleans, lists and objects."""
    return {"key": key, "value": any_value(value)}


def any_value(value) -> dict:
    match value:
        case bool():
            return {"boolValue": value}
        case int():
            return {"intValue": str(value)}
        case float():
            return {"doubleValue": value}
        case str():
            return {"stringValue": value}
        case list():
            return {"arrayValue": {"values": [any_value(item) for item in value]}}
        case dict():
            return {"kvlistValue": {"values": [attribute(key, item) for key, item in value.items()]}}
    return {}


def span(trace_id: str, name: str = "work", parent: str | None = None, **fields) -> dict:
    """A finished span of one second; `attributes` is a plain dictionary."""
    attributes = [attribute(key, value) for key, value in fields.pop("attributes", {}).items()]
    made = {
        "traceId": trace_id,
        "spanId": new_span_id(),
        "name": name,
        "kind": 1,
        "startTimeUnixNano": str(T0_NS),
        "endTimeUnixNano": str(T0_NS + 1_000_000_000),
        "attributes": attributes,
        **fields,
    }
    return made | ({"parentSpanId": parent} if parent else {})


def request(*spans: dict, resource: dict | None = None, scope: str = "by hand") -> dict:
    """An export request with one resource and one scope."""
    attributes = [attribute(key, value) for key, value in (resource or {}).items()]
    return {
        "resourceSpans": [
            {"resource": {"attributes": attributes}, "scopeSpans": [{"scope": {"name": scope}, "spans": list(spans)}]}
        ]
    }


class Wire:
    """Direct requests to one server, in an experiment of its own."""

    def __init__(self, url: str):
        self.url = url
        made = self.post("/api/2.0/mlflow/experiments/create", {"name": f"wire {uuid.uuid4()}"})
        self.experiment = made.json["experiment_id"]

    def get(self, path: str) -> Answer:
        return call("GET", self.url + path)

    def post(self, path: str, body, headers: dict | None = None) -> Answer:
        return call("POST", self.url + path, body, headers)

    def send(self, *spans: dict, experiment: str | None = "own", resource: dict | None = None) -> Answer:
        """Exports spans as OTLP/JSON."""
        chosen = self.experiment if experiment == "own" else experiment
        headers = {"x-mlflow-experiment-id": chosen} if chosen is not None else {}
        return self.post("/v1/traces", request(*spans, resource=resource), headers)

    def header(self, trace_id: str, **fields) -> Answer:
        """StartTraceV3 with the usual fields."""
        info = {
            "trace_id": trace_id,
            "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": self.experiment}},
            "request_time": "2026-11-22T05:12:09.931Z",
            "execution_duration": "0.250s",
            "state": "OK",
            **fields,
        }
        sent = {key: value for key, value in info.items() if value is not None}
        return self.post("/api/3.0/mlflow/traces", {"trace": {"trace_info": sent}})

    def info(self, trace_id: str) -> dict:
        answer = self.get(f"/api/3.0/mlflow/traces/{trace_id}")
        assert answer.status == 200, answer
        return answer.json["trace"]["trace_info"]

    def trace(self, trace_id: str) -> dict:
        answer = self.get(f"/api/3.0/mlflow/traces/get?trace_id={trace_id}")
        assert answer.status == 200, answer
        return answer.json["trace"]

    def search(self, filter_text: str = "", **fields) -> Answer:
        location = {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": self.experiment}}
        return self.post("/api/3.0/mlflow/traces/search", {"locations": [location], "filter": filter_text, **fields})

    def found(self, filter_text: str = "", **fields) -> list[str]:
        answer = self.search(filter_text, **fields)
        assert answer.status == 200, answer
        return [trace["trace_id"] for trace in answer.json.get("traces", [])]
