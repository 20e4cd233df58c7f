"""`search_traces`: the whole filter grammar, order, paging, on traces that are the same on every server."""

from pathlib import Path

import mlflow
from mlflow.entities import AssessmentSource
from mlflow.tracing.trace_manager import InMemoryTraceManager

PROBES = Path(__file__).with_name("filters.txt")
BASE_NS = 1_790_000_000_000_000_000
STEP_NS = 1_000_000_000

ORDERS = [
    ["timestamp"],
    ["timestamp_ms ASC"],
    ["timestamp DESC"],
    ["attributes.timestamp_ms DESC"],
    ["execution_time DESC"],
    ["execution_time_ms ASC"],
    ["end_time_ms ASC"],
    ["status ASC", "timestamp DESC"],
    ["tags.idx DESC"],
    ["`tags.idx` DESC"],
    ["`tags`.`idx` DESC"],
    ["tags.env ASC", "timestamp ASC"],
    ["metadata.`mlflow.trace.session` ASC", "timestamp ASC"],
    ["name", "timestamp"],
    ["request_id DESC"],
    ["experiment_id"],
    ["run_id"],
    ["tags.nope DESC"],
    ["timestamp asc", "timestamp desc"],
    ["end_time DESC"],
    ["feedback.quality"],
    ["bogus"],
    ["metadata.`mlflow.trace.tokenUsage`"],
    ["timestamp sideways"],
    ["span.name"],
    ["client_request_id"],
    [""],
]
# Ids are random: what is ordered by them alone has no expected order.
_BY_ID = [["request_id DESC"], ["experiment_id"], ["run_id"], ["tags.nope DESC"], [""]]


def _traces(world) -> tuple[str, list[str]]:
    """Nine traces with explicit times; made once, found again by name."""
    experiment = world.use_experiment("search")
    known = world.client.search_traces(locations=[experiment], order_by=["timestamp ASC"], include_spans=False)
    if known:
        return experiment, [trace.info.trace_id for trace in known]
    ids = [_trace(experiment, index) for index in range(9)]
    source = AssessmentSource("HUMAN", "ann")
    mlflow.log_feedback(trace_id=ids[0], name="quality", value=0.9, source=source)
    mlflow.log_feedback(trace_id=ids[1], name="quality", value="good", source=source)
    mlflow.log_feedback(trace_id=ids[2], name="ok", value=True, source=source)
    mlflow.log_expectation(trace_id=ids[3], name="exp", value="Paris", source=source)
    mlflow.log_expectation(trace_id=ids[4], name="exp", value=["a", "b"], source=source)
    world.client.set_trace_tag(ids[5], "a b", "x")
    world.client.set_trace_tag(ids[6], "order", "it's")
    return experiment, ids


def _trace(experiment: str, index: int) -> str:
    start = BASE_NS + index * 60 * STEP_NS
    root = mlflow.start_span_no_context(
        f"op-{index % 3}",
        span_type=["LLM", "TOOL", "CHAIN"][index % 3],
        inputs={"messages": [{"role": "user", "content": f"question {index}"}]},
        attributes={"score": index, "user.name": f"n{index}", "flag": index % 2 == 0},
        tags={"env": "prod" if index % 2 else "dev", "idx": str(index)},
        metadata={"mlflow.trace.session": f"s{index % 2}", "mlflow.trace.user": f"u{index % 3}", "own": f"m{index}"},
        experiment_id=experiment,
        start_time_ns=start,
    )
    child = mlflow.start_span_no_context(
        "inner", span_type="RETRIEVER", parent_span=root, inputs={"q": index}, start_time_ns=start + 1_000_000
    )
    child.end(outputs=["Straße", index], status="ERROR" if index == 4 else "OK", end_time_ns=start + 2_000_000)
    with InMemoryTraceManager.get_instance().get_trace(root.trace_id) as trace:
        trace.info.client_request_id = f"req-{index}"
    root.end(
        outputs={"i": index}, status="ERROR" if index == 5 else "OK", end_time_ns=start + (index + 1) * 100_000_000
    )
    return root.trace_id


def _found(world, experiment, ids, **search):
    def run():
        traces = world.client.search_traces(locations=[experiment], include_spans=False, **search)
        return [ids.index(trace.info.trace_id) for trace in traces]

    return world.attempt(run)


def filters(world):
    """Every probe: which traces it finds, or which error it gives."""
    experiment, ids = _traces(world)
    results = {}
    for line in PROBES.read_text().splitlines():
        if line.startswith("#"):
            continue
        text = {"<empty>": "", "<blank>": "   "}.get(line, line).replace("{first}", ids[0])
        results[line] = _found(world, experiment, ids, filter_string=text)
    return results


def order(world):
    experiment, ids = _traces(world)
    found = {}
    for by in ORDERS:
        result = _found(world, experiment, ids, order_by=by)
        found[str(by)] = sorted(result) if isinstance(result, list) and by in _BY_ID else result
    return found | {"default": _found(world, experiment, ids)}


def paging(world):
    experiment, ids = _traces(world)
    pages, token = [], None
    while True:
        page = world.client.search_traces(
            locations=[experiment], max_results=4, page_token=token, include_spans=False, order_by=["timestamp ASC"]
        )
        pages.append([ids.index(trace.info.trace_id) for trace in page])
        token = page.token
        if not token:
            break
    return {
        "pages": [page for page in pages if page],
        "none": _found(world, experiment, ids, max_results=0),
        "negative": _found(world, experiment, ids, max_results=-1),
        "more than a page": _found(world, experiment, ids, max_results=501),
        "bad token": _found(world, experiment, ids, page_token="!!!"),
        "unknown experiment": world.attempt(world.client.search_traces, locations=["999999"]),
        "no experiment": world.attempt(world.client.search_traces, locations=[]),
    }


def with_and_without_spans(world):
    experiment, _ = _traces(world)
    one = {"locations": [experiment], "filter_string": "tags.idx = '4'"}
    full = world.client.search_traces(**one)
    light = world.client.search_traces(**one, include_spans=False)
    return {"full": full, "light": [trace.info for trace in light], "spans": [len(trace.data.spans) for trace in light]}


def several_experiments(world):
    experiment, _ = _traces(world)
    other = world.use_experiment("search other")
    _trace(other, 10)
    both = world.client.search_traces(locations=[experiment, other], filter_string="tags.idx LIKE '1%'")
    return [trace.info for trace in both]


def pandas(world):
    experiment, _ = _traces(world)
    frame = mlflow.search_traces(locations=[experiment], order_by=["timestamp ASC"], max_results=3)
    return {
        "columns": list(frame.columns),
        "rows": len(frame),
        "states": [str(state) for state in frame["state"]],
        "requests": list(frame["request"]),
        "responses": list(frame["response"]),
        "tags": [dict(tags).get("idx") for tags in frame["tags"]],
        "spans": [len(spans) for spans in frame["spans"]],
        "assessments": [[item["assessment_name"] for item in items] for items in frame["assessments"]],
    }


def as_list(world):
    experiment, _ = _traces(world)
    found = mlflow.search_traces(
        locations=[experiment], return_type="list", filter_string="status = 'ERROR'", include_spans=False
    )
    return [trace.info for trace in found]
