"""Faults of the official server 3.17.2 that must not be ours, one test each, by direct requests.

What the tests expect is what a client needs, not what the official server does: run only against Spanwell.
"""

import json
import threading
import uuid

import pytest

from harness.http import call
from harness.otlp import T0_NS, Wire, new_trace_id, request, span

pytestmark = pytest.mark.spanwell_only
UPLOAD = "/api/2.0/mlflow-artifacts/artifacts"


@pytest.fixture
def wire(spanwell):
    return Wire(spanwell.url)


def _usage(input_tokens: int, output_tokens: int) -> dict:
    total = input_tokens + output_tokens
    return {"input_tokens": input_tokens, "output_tokens": output_tokens, "total_tokens": total}


def test_header_before_spans_is_answered_when_they_are_there(wire):
    """The client uploads every span a second time unless the answer says that the store has them."""
    hexadecimal = new_trace_id()
    answers = []
    sizes = {"mlflow.trace.sizeStats": json.dumps({"num_spans": 1})}
    sender = threading.Thread(target=lambda: answers.append(wire.header(f"tr-{hexadecimal}", trace_metadata=sizes)))
    sender.start()
    assert wire.send(span(hexadecimal)).status == 200
    sender.join()
    assert answers[0].json["trace"]["trace_info"]["tags"]["mlflow.trace.spansLocation"] == "TRACKING_STORE"


def test_header_without_spans_asks_for_the_upload(wire):
    answer = wire.header(f"tr-{new_trace_id()}", trace_metadata={"mlflow.trace.sizeStats": '{"num_spans": 1}'})
    assert "mlflow.trace.spansLocation" not in answer.json["trace"]["trace_info"].get("tags", {})


def test_repeated_header_does_not_double_assessments(wire):
    hexadecimal = new_trace_id()
    assessment = {
        "assessment_name": "good",
        "trace_id": f"tr-{hexadecimal}",
        "source": {"source_type": "CODE", "source_id": "default"},
        "create_time": "2026-11-22T05:12:10.000Z",
        "last_update_time": "2026-11-22T05:12:10.000Z",
        "feedback": {"value": True},
    }
    for _ in range(3):
        assert wire.header(f"tr-{hexadecimal}", assessments=[assessment]).status == 200
    assert len(wire.info(f"tr-{hexadecimal}")["assessments"]) == 1


def test_answer_to_a_header_shows_the_merged_trace(wire):
    hexadecimal = new_trace_id()
    wire.send(span(hexadecimal, "root"))
    answer = wire.header(f"tr-{hexadecimal}", tags={"color": "red"}, trace_metadata={"own": "x"})
    merged = answer.json["trace"]["trace_info"]
    assert merged["tags"]["color"] == "red"
    assert merged["trace_metadata"]["own"] == "x"


def test_merging_keeps_what_a_later_header_does_not_give(wire):
    trace_id = f"tr-{new_trace_id()}"
    wire.header(trace_id, client_request_id="req-1")
    wire.header(trace_id, execution_duration=None)
    info = wire.info(trace_id)
    assert info["client_request_id"] == "req-1"
    assert info["execution_duration"] == "0.250s"


def test_otlp_trace_is_named_after_its_root(wire):
    hexadecimal = new_trace_id()
    root = span(hexadecimal, "the root")
    wire.send(span(hexadecimal, "a child", parent=root["spanId"]))
    wire.send(root)
    assert wire.info(f"tr-{hexadecimal}")["tags"]["mlflow.traceName"] == "the root"
    assert wire.found("name = 'the root'") == [f"tr-{hexadecimal}"]


def test_late_spans_do_not_change_a_final_header(wire):
    hexadecimal = new_trace_id()
    wire.header(f"tr-{hexadecimal}")
    wire.send(span(hexadecimal, startTimeUnixNano=str(T0_NS - 10**17), status={"code": 2}))
    info = wire.info(f"tr-{hexadecimal}")
    assert info["request_time"] == "2026-11-22T05:12:09.931Z"
    assert info["execution_duration"] == "0.250s"
    assert info["state"] == "OK"


def test_span_without_end_is_unfinished(wire):
    hexadecimal = new_trace_id()
    wire.send(span(hexadecimal, endTimeUnixNano="0"))
    info = wire.info(f"tr-{hexadecimal}")
    assert info["state"] == "IN_PROGRESS"
    assert not info.get("execution_duration", "0s").startswith("-")


@pytest.mark.parametrize(
    ("trace_id", "span_id"),
    [("abcd", "12" * 8), ("12" * 16, "12"), ("0" * 32, "12" * 8), ("12" * 16, "0" * 16), ("", "12" * 8)],
)
def test_spans_with_bad_ids_are_rejected_alone(wire, trace_id, span_id):
    """The rest of the batch is kept, and the answer says how many spans were not."""
    hexadecimal = new_trace_id()
    answer = wire.send({**span(hexadecimal), "traceId": trace_id, "spanId": span_id}, span(hexadecimal, "good"))
    assert answer.status == 200, answer
    assert int(answer.json["partialSuccess"]["rejectedSpans"]) == 1
    assert answer.json["partialSuccess"]["errorMessage"]
    assert len(wire.trace(f"tr-{hexadecimal}")["spans"]) == 1


def test_spans_stay_in_the_experiment_of_their_trace(wire):
    other = Wire(wire.url)
    hexadecimal = new_trace_id()
    wire.send(span(hexadecimal))
    other.send(span(hexadecimal, "second"))
    location = wire.info(f"tr-{hexadecimal}")["trace_location"]["mlflow_experiment"]["experiment_id"]
    assert location == wire.experiment
    assert other.found() == []


def test_links_survive(wire):
    hexadecimal, target = new_trace_id(), new_trace_id()
    link = {"traceId": target, "spanId": "12" * 8, "attributes": [{"key": "why", "value": {"stringValue": "x"}}]}
    wire.send(span(hexadecimal, links=[link]))
    kept = wire.trace(f"tr-{hexadecimal}")["spans"][0]["links"]
    assert len(kept) == 1


def test_json_requests_get_json_answers(wire):
    answer = wire.send(span(new_trace_id()))
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json is not None


def test_missing_experiment_header_means_the_default_experiment(wire):
    hexadecimal = new_trace_id()
    assert wire.send(span(hexadecimal), experiment=None).status == 200
    location = wire.info(f"tr-{hexadecimal}")["trace_location"]["mlflow_experiment"]["experiment_id"]
    assert location == "0"


def test_experiment_by_name(wire):
    hexadecimal = new_trace_id()
    name = "chosen by name"
    answer = wire.post("/v1/traces", request(span(hexadecimal)), {"x-mlflow-experiment-name": name})
    assert answer.status == 200, answer
    found = wire.get("/api/2.0/mlflow/experiments/get-by-name?experiment_name=chosen%20by%20name").json["experiment"]
    location = wire.info(f"tr-{hexadecimal}")["trace_location"]["mlflow_experiment"]["experiment_id"]
    assert location == found["experiment_id"]


def test_otlp_errors_are_statuses_of_the_protocol(wire):
    answer = wire.post("/v1/traces", b"\xff\xff\xff", {"Content-Type": "application/x-protobuf"})
    assert answer.status == 400
    answer = wire.post("/v1/traces", b"{", {"Content-Type": "application/json"})
    assert answer.status == 400
    assert answer.json["message"]


def test_logs_metrics_and_trailing_slash_are_served(wire):
    assert wire.post("/v1/logs", {"resourceLogs": []}).status == 200
    assert wire.post("/v1/metrics", {"resourceMetrics": []}).status == 200
    assert wire.post("/v1/traces/", {"resourceSpans": []}).status == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("trace_id", ""),
        ("request_time", None),
        ("request_time", 1700000000000),
        ("state", "BOGUS"),
        ("trace_location", None),
    ],
)
def test_headers_are_checked(wire, field, value):
    answer = wire.header(**{"trace_id": f"tr-{new_trace_id()}", field: value})
    assert answer.status == 400, answer
    assert answer.error_code == "INVALID_PARAMETER_VALUE"
    assert field in answer.json["message"]


def test_a_trace_that_is_not_whole_is_reported(wire):
    hexadecimal = new_trace_id()
    wire.header(f"tr-{hexadecimal}", trace_metadata={"mlflow.trace.sizeStats": '{"num_spans": 2}'})
    wire.send(span(hexadecimal))
    answer = wire.get(f"/api/3.0/mlflow/traces/get?trace_id=tr-{hexadecimal}")
    assert (answer.status, answer.error_code) == (404, "RESOURCE_DOES_NOT_EXIST")
    partial = wire.get(f"/api/3.0/mlflow/traces/get?trace_id=tr-{hexadecimal}&allow_partial=True")
    assert len(partial.json["trace"]["spans"]) == 1


def test_immutable_tags_cannot_be_deleted(wire):
    hexadecimal = new_trace_id()
    wire.send(span(hexadecimal))
    path = f"{wire.url}/api/2.0/mlflow/traces/tr-{hexadecimal}/tags"
    answer = call("DELETE", path, {"key": "mlflow.artifactLocation"})
    assert answer.status == 400, answer
    assert "mlflow.artifactLocation" in wire.info(f"tr-{hexadecimal}")["tags"]


def test_deleting_a_trace_removes_its_attachments(wire):
    hexadecimal = new_trace_id()
    wire.header(f"tr-{hexadecimal}")
    attachment = f"{UPLOAD}/{wire.experiment}/traces/tr-{hexadecimal}/artifacts/attachments/{uuid.uuid4()}"
    call("PUT", wire.url + attachment, b"data", {"Content-Type": "application/octet-stream"})
    body = {"experiment_id": wire.experiment, "request_ids": [f"tr-{hexadecimal}"]}
    assert wire.post("/api/2.0/mlflow/traces/delete-traces", body).json == {"traces_deleted": 1}
    assert wire.get(attachment).status == 404


def test_long_tag_values_come_back_whole_or_are_refused(wire):
    hexadecimal = new_trace_id()
    wire.send(span(hexadecimal))
    path = f"{wire.url}/api/2.0/mlflow/traces/tr-{hexadecimal}/tags"
    answer = call("PATCH", path, {"key": "long", "value": "x" * 8000})
    assert answer.status == 400 or len(wire.info(f"tr-{hexadecimal}")["tags"]["long"]) == 8000


def test_cost_by_the_request_model_when_the_answering_model_has_no_price(wire):
    hexadecimal = new_trace_id()
    attributes = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-4o",
        "gen_ai.response.model": "gpt-4o-2031-99-99-unknown",
        "gen_ai.usage.input_tokens": 1000,
        "gen_ai.usage.output_tokens": 100,
    }
    wire.send(span(hexadecimal, attributes=attributes))
    cost = json.loads(wire.info(f"tr-{hexadecimal}")["trace_metadata"]["mlflow.trace.cost"])
    assert cost["total_cost"] == pytest.approx(0.0025 + 0.001, abs=1e-9)


def test_text_that_looks_like_json_stays_text(wire):
    hexadecimal = new_trace_id()
    wire.send(span(hexadecimal, attributes={"note": '{"a": 1}', "list": "[1]"}))
    attributes = {item["key"]: item["value"] for item in wire.trace(f"tr-{hexadecimal}")["spans"][0]["attributes"]}
    assert attributes["note"] == {"string_value": '{"a": 1}'}
    assert attributes["list"] == {"string_value": "[1]"}


def test_usage_of_parents_is_not_added_to_that_of_children(wire):
    hexadecimal = new_trace_id()
    root = span(hexadecimal, "agent", attributes={"mlflow.chat.tokenUsage": _usage(10, 5)})
    leaf = span(hexadecimal, "llm", parent=root["spanId"], attributes={"mlflow.chat.tokenUsage": _usage(10, 5)})
    wire.send(leaf)
    wire.send(root)
    wire.send(root, leaf)
    usage = json.loads(wire.info(f"tr-{hexadecimal}")["trace_metadata"]["mlflow.trace.tokenUsage"])
    assert usage == _usage(10, 5)


GRAMMAR = {
    "span.name like 'wo%'": 1,
    "span.name in ('work')": 1,
    "text ILIKE '%NEEDLE%'": 1,
    "name IN ('work', 'x')": 1,
    "run_id IN ('a')": 0,
    "span.attributes.score = '3'": 1,
    "span.attributes.score RLIKE '^3$'": 1,
    "tags.env IN ('prod', 'dev')": 1,
    "tags.env = 'prod' OR tags.env = 'none'": 1,
    "NOT tags.env = 'prod'": 0,
    "(tags.env = 'prod' OR name = 'x') AND status = 'OK'": 1,
    "tags.quote = 'it''s'": 1,
}


@pytest.mark.parametrize("text", GRAMMAR)
def test_filters_the_official_grammar_refuses_by_accident(wire, text):
    hexadecimal = new_trace_id()
    attributes = {
        "score": 3,
        "mlflow.spanInputs": "needle",
        "mlflow.traceTag.env": "prod",
        "mlflow.traceTag.quote": "it's",
    }
    wire.send(span(hexadecimal, attributes=attributes))
    assert len(wire.found(text)) == GRAMMAR[text]


@pytest.mark.parametrize(
    ("order_by", "status"),
    [
        (["end_time DESC"], 200),
        (["end_time_ms ASC"], 200),
        (["timestamp asc", "timestamp desc"], None),
        (["bogus"], 400),
    ],
)
def test_orders_never_end_in_a_server_error(wire, order_by, status):
    wire.send(span(new_trace_id()))
    answer = wire.search(order_by=order_by)
    assert answer.status == status if status else answer.status in (200, 400)


def test_pages_neither_skip_nor_repeat_when_traces_arrive_between(wire):
    first = [new_trace_id() for _ in range(6)]
    for index, hexadecimal in enumerate(first):
        start = T0_NS + index * 10**9
        wire.send(span(hexadecimal, startTimeUnixNano=str(start), endTimeUnixNano=str(start + 1)))
    seen, token = [], None
    while True:
        answer = wire.search(max_results=2, **({"page_token": token} if token else {})).json
        seen += [trace["trace_id"] for trace in answer.get("traces", [])]
        token = answer.get("next_page_token")
        if not token:
            break
        newest = T0_NS + 10**12 + len(seen)
        wire.send(span(new_trace_id(), startTimeUnixNano=str(newest), endTimeUnixNano=str(newest + 1)))
    assert sorted(seen) == sorted(f"tr-{one}" for one in first)


@pytest.mark.parametrize("body", [{"name": "Default"}, {"name": None}, {"name": 5}])
def test_errors_show_no_sql(wire, body):
    answer = wire.post("/api/2.0/mlflow/experiments/create", body)
    assert answer.status == 400
    assert answer.error_code in ("RESOURCE_ALREADY_EXISTS", "INVALID_PARAMETER_VALUE")
    assert "sql" not in answer.json["message"].lower()
    assert "INSERT" not in answer.json["message"]


def test_tag_on_unknown_trace_is_not_found(wire):
    answer = call("PATCH", f"{wire.url}/api/3.0/mlflow/traces/tr-{new_trace_id()}/tags", {"key": "a", "value": "b"})
    assert (answer.status, answer.error_code) == (404, "RESOURCE_DOES_NOT_EXIST")


def test_feedback_on_an_unknown_span_is_refused(wire):
    hexadecimal = new_trace_id()
    wire.send(span(hexadecimal))
    body = {"assessment": {"assessment_name": "a", "span_id": "ab" * 8, "feedback": {"value": 1}}}
    answer = wire.post(f"/api/3.0/mlflow/traces/tr-{hexadecimal}/assessments", body)
    assert answer.status in (400, 404), answer


def test_changing_an_assessment_by_an_unknown_field_is_a_clear_error(wire):
    hexadecimal = new_trace_id()
    wire.send(span(hexadecimal))
    base = f"/api/3.0/mlflow/traces/tr-{hexadecimal}/assessments"
    source = {"source_type": "HUMAN", "source_id": "a"}
    made = wire.post(base, {"assessment": {"assessment_name": "a", "source": source, "feedback": {"value": 1}}}).json
    path = f"{wire.url}{base}/{made['assessment']['assessment_id']}"
    answer = call("PATCH", path, {"assessment": {"valid": False}, "update_mask": "valid"})
    assert answer.status in (200, 400), answer


def test_what_is_not_served_says_so_by_name(wire):
    answer = wire.post("/api/2.0/mlflow/runs/log-model", {"run_id": "x"})
    assert answer.status == 501
    assert answer.error_code == "NOT_IMPLEMENTED"
    assert "logModel" in answer.json["message"]


def test_unknown_paths_are_not_found_in_the_client_s_form(wire):
    answer = wire.get("/api/3.0/mlflow/nothing")
    assert (answer.status, answer.error_code) == (404, "ENDPOINT_NOT_FOUND")


def test_the_version_probe_is_bare_text(wire):
    answer = wire.get("/version")
    assert answer.status == 200
    assert tuple(int(part) for part in answer.body.decode().split(".")[:2]) >= (3, 4)


def test_an_uploaded_file_is_read_back_from_the_store(wire):
    """Clients before 3.4 read every trace this way, also one that came over OTLP."""
    hexadecimal = new_trace_id()
    wire.send(span(hexadecimal, attributes={"mlflow.spanInputs": {"a": 1}}))
    answer = wire.get(f"{UPLOAD}/{wire.experiment}/traces/tr-{hexadecimal}/artifacts/traces.json")
    assert answer.status == 200, answer
    (one,) = answer.json["spans"]
    assert json.loads(one["attributes"]["mlflow.spanInputs"]) == {"a": 1}
    assert one["parent_span_id"] is None


def test_a_span_sent_again_replaces_the_earlier_one(wire):
    """A span may be sent while it runs and again when it is finished."""
    hexadecimal = new_trace_id()
    running = span(hexadecimal, "running", endTimeUnixNano="0", attributes={"step": 1})
    finished = {**span(hexadecimal, "finished", attributes={"step": 2}), "spanId": running["spanId"]}
    wire.send(running)
    wire.send(finished)
    (kept,) = wire.trace(f"tr-{hexadecimal}")["spans"]
    assert kept["name"] == "finished"
    assert wire.info(f"tr-{hexadecimal}")["state"] == "OK"
    assert {"key": "step", "value": {"int_value": 2}} in kept["attributes"]
