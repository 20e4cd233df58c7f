"""Changing a trace while it runs and afterwards, and removing traces."""

import mlflow


def update_current(world):
    experiment = world.use_experiment("current")

    @mlflow.trace
    def work(question):
        mlflow.update_current_trace(
            tags={"color": "red", "n": "1"},
            metadata={"build": "7", "mlflow.trace.session": "chat-1"},
            client_request_id="req-77",
            request_preview="what was asked",
            response_preview="what was answered",
        )
        mlflow.update_current_trace(tags={"color": "blue"})
        return "answer"

    work("question")
    return world.new_traces(experiment)


def session_and_user(world):
    experiment = world.use_experiment("session")

    @mlflow.trace
    def work():
        mlflow.update_current_trace(session_id="chat-9", user="ann@example.com")

    work()
    return world.new_traces(experiment)


def state(world):
    experiment = world.use_experiment("state")

    @mlflow.trace
    def work():
        mlflow.update_current_trace(state="ERROR")
        return 1

    work()
    return world.new_traces(experiment)


def surrounding_context(world):
    experiment = world.use_experiment("context")

    @mlflow.trace
    def work():
        return 1

    with mlflow.tracing.context(metadata={"stage": "test"}, tags={"color": "green"}, session_id="s-1", user="u-1"):
        work()
    with mlflow.tracing.context(enabled=False):
        work()
    return world.new_traces(experiment)


def previews(world):
    experiment = world.use_experiment("previews")
    chat = {"messages": [{"role": "user", "content": "first"}, {"role": "assistant", "content": "ok"}]}
    answer = {"choices": [{"index": 0, "message": {"role": "assistant", "content": "the answer"}}]}
    for inputs, outputs in [
        (chat, answer),
        (
            {"input": "responses form"},
            {"output": [{"type": "message", "content": [{"type": "output_text", "text": "o"}]}]},
        ),
        ({"q": "x" * 2000}, "y" * 2000),
        ("text", None),
        ([1, 2], {"a": None}),
    ]:
        with mlflow.start_span("root") as span:
            span.set_inputs(inputs)
            span.set_outputs(outputs)
    traces = world.new_traces(experiment)
    return [[trace["info"].get("request_preview"), trace["info"].get("response_preview")] for trace in traces]


def _one(world, experiment: str) -> str:
    world.use_experiment(experiment)
    with mlflow.start_span("root"):
        pass
    return mlflow.get_last_active_trace_id()


def tags(world):
    trace_id = _one(world, "tags")
    client = world.client
    unknown = "tr-" + "f" * 32
    mlflow.set_trace_tag(trace_id, "color", "red")
    client.set_trace_tag(trace_id, "color", "blue")
    client.set_trace_tag(trace_id, "a/b c:d.e-f_g", "characters")
    client.set_trace_tag(trace_id, "empty", "")
    seen = {
        "set": client.get_trace(trace_id).info.tags,
        "longest": world.attempt(client.set_trace_tag, trace_id, "long", "x" * 4096),
        "long comes back whole": None,
        "too long": world.attempt(client.set_trace_tag, trace_id, "longer", "x" * 8001),
        "too long key": world.attempt(client.set_trace_tag, trace_id, "k" * 251, "x"),
        "number": world.attempt(client.set_trace_tag, trace_id, "number", 5),
        "bad character": world.attempt(client.set_trace_tag, trace_id, "a\nb", "x"),
        "no path": [
            world.attempt(client.set_trace_tag, trace_id, key, "x") for key in ("a//b", "a/", "/a", "../a", ".")
        ],
        "unknown trace": world.attempt(client.set_trace_tag, unknown, "a", "b"),
    }
    seen["long comes back whole"] = len(client.get_trace(trace_id).info.tags["long"])
    for key in ("mlflow.artifactLocation", "mlflow.user", "mlflow.trace.spansLocation"):
        seen[f"set {key}"] = world.attempt(client.set_trace_tag, trace_id, key, "x")
    client.delete_trace_tag(trace_id, "color")
    seen["after delete"] = sorted(client.get_trace(trace_id).info.tags)
    seen["delete missing"] = world.attempt(client.delete_trace_tag, trace_id, "nothing")
    seen["delete from unknown trace"] = world.attempt(client.delete_trace_tag, unknown, "a")
    seen["rename"] = world.attempt(mlflow.set_trace_tag, trace_id, "mlflow.traceName", "new name")
    seen["renamed"] = client.get_trace(trace_id).info.tags["mlflow.traceName"]
    return seen


def _timed(experiment: str, count: int) -> list[str]:
    ids = []
    for index in range(count):
        start = 1_790_000_000_000_000_000 + index * 1_000_000_000
        span = mlflow.start_span_no_context(f"t{index}", experiment_id=experiment, start_time_ns=start)
        span.end(end_time_ns=start + 1_000_000)
        ids.append(span.trace_id)
    return ids


def delete_by_id(world):
    experiment = world.use_experiment("delete ids")
    ids = _timed(experiment, 4)
    other = world.use_experiment("delete other")
    client = world.client
    return {
        "two": client.delete_traces(experiment_id=experiment, trace_ids=ids[:2]),
        "again": client.delete_traces(experiment_id=experiment, trace_ids=ids[:2]),
        "unknown": client.delete_traces(experiment_id=experiment, trace_ids=["tr-" + "e" * 32]),
        "of another experiment": client.delete_traces(experiment_id=other, trace_ids=ids[2:]),
        "read": world.attempt(client.get_trace, ids[0]),
        "left": [trace["info"]["tags"]["mlflow.traceName"] for trace in world.new_traces(experiment)],
        "many": client.delete_traces(
            experiment_id=experiment, trace_ids=ids + ["tr-" + f"{n:032x}" for n in range(1, 150)]
        ),
        "empty": [trace["info"]["tags"]["mlflow.traceName"] for trace in world.new_traces(experiment)],
    }


def delete_by_time(world):
    experiment = world.use_experiment("delete time")
    _timed(experiment, 6)
    client = world.client
    base_ms = 1_790_000_000_000
    names = lambda: [trace["info"]["tags"]["mlflow.traceName"] for trace in world.new_traces(experiment)]  # noqa: E731
    seen = {
        "one": client.delete_traces(experiment_id=experiment, max_timestamp_millis=base_ms + 500),
        "left 1": names(),
    }
    seen["bounded"] = client.delete_traces(experiment_id=experiment, max_timestamp_millis=base_ms + 9000, max_traces=2)
    seen["left 2"] = names()
    seen["inclusive"] = client.delete_traces(experiment_id=experiment, max_timestamp_millis=base_ms + 3000)
    seen["left 3"] = names()
    seen["neither"] = world.attempt(client.delete_traces, experiment_id=experiment)
    seen["both"] = world.attempt(
        client.delete_traces, experiment_id=experiment, max_timestamp_millis=base_ms, trace_ids=["tr-1"]
    )
    seen["rest"] = client.delete_traces(experiment_id=experiment, max_timestamp_millis=base_ms + 99_000)
    seen["left 4"] = names()
    return seen


def deleted_experiment(world):
    experiment = world.use_experiment("gone")
    trace_id = _timed(experiment, 1)[0]
    world.client.delete_experiment(experiment)
    found = world.attempt(world.client.search_traces, locations=[experiment], include_spans=False)
    readable = world.attempt(lambda: world.client.get_trace(trace_id).info.state)
    return {"search": found if isinstance(found, dict) else len(found), "read": readable}
