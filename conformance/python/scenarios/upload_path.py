"""The other way a client may choose: no OTLP, the header and then all spans as an uploaded file.

The client takes it for good when `/version` fails, so a relay hides that answer from the first request on.
"""

import contextlib

import mlflow

from harness.relay import Relay

_relays: list[Relay] = []


def _behind_relay(world) -> Relay:
    if not _relays:
        hidden = b'{"error_code": "ENDPOINT_NOT_FOUND", "message": "no such page"}'
        _relays.append(Relay(world.tracking_uri, lambda method, path: (404, hidden) if path == "/version" else None))
        mlflow.set_tracking_uri(_relays[0].url)
    return _relays[0]


def spans_arrive_by_upload(world):
    relay = _behind_relay(world)
    experiment = world.use_experiment("upload")

    @mlflow.trace
    def leaf(number):
        return {"twice": number * 2}

    @mlflow.trace(name="root", attributes={"a": [1, {"b": None}]})
    def root():
        mlflow.update_current_trace(tags={"color": "red"}, session_id="s-1")
        return leaf(1)["twice"] + leaf(2)["twice"]

    root()
    traces = world.new_traces(experiment)
    calls = [(method, path.split("/traces/")[0]) for method, path, _ in relay.seen if method in ("POST", "PUT")]
    return {
        "traces": traces,
        "otlp used": ("POST", "/v1/traces") in calls,
        "uploads": sum(m == "PUT" for m, _ in calls),
    }


def read_back_and_searched(world):
    _behind_relay(world)
    experiment = world.use_experiment("upload read")
    with mlflow.start_span("only", span_type="LLM") as span:
        span.set_inputs({"q": "needle in text"})
        span.set_outputs("answer")
    trace_id = mlflow.get_last_active_trace_id()
    search = world.client.search_traces
    return {
        "get": mlflow.get_trace(trace_id),
        "by text": len(search(locations=[experiment], filter_string="trace.text LIKE '%needle%'")),
        "by span": len(search(locations=[experiment], filter_string="span.type = 'LLM'")),
        "by name": len(search(locations=[experiment], filter_string="name = 'only'")),
    }


def errors_and_feedback(world):
    _behind_relay(world)
    experiment = world.use_experiment("upload errors")

    @mlflow.trace
    def fails():
        mlflow.log_feedback(trace_id=mlflow.get_current_active_span().trace_id, name="early", value=1)
        raise ValueError("bad")

    with contextlib.suppress(ValueError):
        fails()
    return world.new_traces(experiment)
