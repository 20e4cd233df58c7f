"""Spans made by hand: decorator, context manager, generators, coroutines, threads, errors, every kind of value."""

import asyncio
import contextlib
import contextvars
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import mlflow
from mlflow.entities import Link, SpanEvent, SpanStatus, SpanStatusCode, SpanType
from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository
from mlflow.tracing.attachments import Attachment


def decorated(world):
    experiment = world.use_experiment("decorated")

    @mlflow.trace
    def plain(a, b=2, *rest, **named):
        return {"sum": a + b, "rest": rest, "named": named}

    @mlflow.trace(name="renamed", span_type=SpanType.TOOL, attributes={"k": 1, "list": [1, "a"]})
    def renamed(text):
        return text.upper()

    plain(1)
    plain(1, 3, 4, x="y")
    renamed("grüße")
    return world.new_traces(experiment)


def context_manager(world):
    experiment = world.use_experiment("context")
    with mlflow.start_span("outer", span_type=SpanType.CHAIN, attributes={"fixed": True}) as outer:
        outer.set_inputs({"q": "why"})
        with mlflow.start_span("inner", span_type=SpanType.LLM) as inner:
            inner.set_inputs("text only")
            inner.set_attributes({"a": 1.5, "b": None, "c": {"d": [1, 2, {"e": "f"}]}})
            inner.set_outputs(["a", 1, None, True])
        with mlflow.start_span("empty"):
            pass
        outer.set_outputs(42)
    return world.new_traces(experiment)


def without_context(world):
    experiment = world.use_experiment("no context")
    root = mlflow.start_span_no_context("root", inputs={"a": 1}, tags={"t": "v"}, metadata={"m": "n"})
    child = mlflow.start_span_no_context("child", parent_span=root, span_type="MY_TYPE", attributes={"x": "y"})
    late = mlflow.start_span_no_context("late", parent_span=child)
    late.end()
    child.end(outputs={"b": 2})
    root.end(outputs="done", attributes={"at end": 1})
    return world.new_traces(experiment)


def old_client_calls(world):
    experiment = world.use_experiment("client")
    root = world.client.start_trace("root", inputs={"x": 1}, tags={"a": "b"}, experiment_id=experiment)
    child = world.client.start_span("child", root.trace_id, root.span_id, span_type="TOOL", inputs={"y": 2})
    world.client.end_span(root.trace_id, child.span_id, outputs={"z": 3}, status="ERROR")
    world.client.end_trace(root.trace_id, outputs={"w": 4}, status="OK")
    return world.new_traces(experiment)


def generators(world):
    experiment = world.use_experiment("generators")

    @mlflow.trace(span_type="LLM")
    def words(count):
        for index in range(count):
            with mlflow.start_span(f"part {index}"):
                yield f"w{index}"

    @mlflow.trace(output_reducer=lambda parts: " ".join(parts))
    def reduced():
        yield from ["a", "b"]

    list(words(3))
    list(reduced())
    return world.new_traces(experiment)


def coroutines(world):
    experiment = world.use_experiment("coroutines")

    @mlflow.trace
    async def leaf(number):
        await asyncio.sleep(0)
        return number * 2

    @mlflow.trace(name="gather")
    async def root():
        first = await leaf(1)
        return [first, await leaf(2)]

    @mlflow.trace
    async def parts():
        for index in range(2):
            yield index

    async def main():
        await root()
        return [part async for part in parts()]

    asyncio.run(main())
    return world.new_traces(experiment)


def threads(world):
    experiment = world.use_experiment("threads")

    @mlflow.trace
    def work(number):
        return number

    @mlflow.trace
    def root():
        with ThreadPoolExecutor(2) as pool:
            contexts = [contextvars.copy_context() for _ in range(4)]
            return [pool.submit(context.run, work, index).result() for index, context in enumerate(contexts)]

    root()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, [10]))
    return world.new_traces(experiment)


def errors(world):
    experiment = world.use_experiment("errors")

    @mlflow.trace
    def fails(text):
        raise ValueError(text)

    @mlflow.trace
    def catches():
        try:
            fails("inner")
        except ValueError:
            return "recovered"

    for call in (lambda: fails("bad thing"), catches):
        with contextlib.suppress(ValueError):
            call()
    with mlflow.start_span("marked") as span:
        span.set_status(SpanStatus(SpanStatusCode.ERROR, "by hand"))
    with mlflow.start_span("status text") as span:
        span.set_status("ERROR")
    return world.new_traces(experiment)


def events_and_links(world):
    experiment = world.use_experiment("events")
    with mlflow.start_span("first") as first:
        first.add_event(SpanEvent("started", attributes={"n": 1, "f": 1.5, "b": True, "s": "x", "l": ["a", "b"]}))
        first.record_exception(RuntimeError("noted"))
    linked = mlflow.start_span_no_context(
        "second", links=[Link(trace_id=first.trace_id, span_id=first.span_id, attributes={"why": "follows"})]
    )
    linked.end()
    return world.new_traces(experiment)


def values(world):
    """Every kind of JSON value keeps its type on the way there and back."""
    experiment = world.use_experiment("values")
    with mlflow.start_span("values") as span:
        span.set_inputs(
            {
                "int": 2**53 + 1, "negative": -1, "float": 0.1, "whole float": 2.0, "huge": 1e300, "true": True,
                "null": None, "empty": "", "list": [], "object": {}, "nested": [[1, [2]], {"a": {"b": None}}],
                "text": "zwölf 中文 🙂 \u0000 \\ \" \n end", "json text": '{"a": 1}', "number text": "123",
            }
        )  # fmt: skip
        span.set_outputs("just text")
        span.set_attributes({"json text": '{"a": 1}', "list text": "[1]", "plain": "x", "zero": 0, "false": False})
    return world.new_traces(experiment)


def long_values(world):
    experiment = world.use_experiment("long")
    with mlflow.start_span("n" * 300) as span:
        span.set_inputs({"text": "i" * 5000})
        span.set_outputs("o" * 5000)
        span.set_attribute("a" * 300, "v" * 9000)
    return world.new_traces(experiment)


def log_trace(world):
    experiment = world.use_experiment("log_trace")
    mlflow.log_trace(
        name="logged", request={"q": 1}, response={"a": 2}, tags={"t": "v"}, start_time_ms=1_700_000_000_000,
        execution_time_ms=250,
    )  # fmt: skip
    mlflow.log_trace(request="only a text")
    return world.new_traces(experiment)


def copied_trace(world):
    experiment = world.use_experiment("copied")

    @mlflow.trace(name="remote")
    def remote():
        return "r"

    remote()
    original = mlflow.get_trace(mlflow.get_last_active_trace_id())
    with mlflow.start_span("host") as host:
        mlflow.add_trace(original, target=host)
    mlflow.add_trace(original.to_dict())
    # A copy begins when its original began: the two are told apart by name.
    return sorted(world.new_traces(experiment), key=lambda trace: trace["spans"][0]["name"])


def read_one(world):
    world.use_experiment("read")
    with mlflow.start_span("one") as span:
        span.set_inputs({"a": 1})
    trace_id = mlflow.get_last_active_trace_id()
    read = mlflow.get_trace(trace_id)
    return {
        "trace": read,
        "found spans": [span.name for span in read.search_spans(name="one")],
        "client": world.client.get_trace(trace_id),
        "missing": mlflow.get_trace("tr-" + "0" * 31 + "1", silent=True),
        "missing by client": world.attempt(world.client.get_trace, "tr-" + "0" * 31 + "1"),
        "no id": world.attempt(world.client.get_trace, "nonsense"),
    }


def switched_off(world):
    experiment = world.use_experiment("off")

    @mlflow.trace
    def work():
        return 1

    mlflow.tracing.disable()
    work()
    mlflow.tracing.enable()
    work()
    return {"traces": len(world.new_traces(experiment))}


def generator_left_early(world):
    """Last in the file: the client leaves the span of an abandoned generator active."""
    experiment = world.use_experiment("left early")

    @mlflow.trace
    def words():
        yield from ["a", "b", "c"]

    parts = words()
    next(parts)
    parts.close()
    return {"traces": world.new_traces(experiment)}


def attachments(world):
    """Images and files go beside the trace; they are listed and read again."""
    experiment = world.use_experiment("attachments")
    with mlflow.start_span("root") as span:
        span.set_inputs({"image": Attachment(content_type="image/png", content_bytes=b"\x89PNG"), "n": 1})
        span.set_outputs([Attachment(content_type="text/plain", content_bytes=b"what came out")])
    traces = world.new_traces(experiment)
    repository = get_artifact_repository(traces[0]["info"]["tags"]["mlflow.artifactLocation"])
    files = repository.list_artifacts("attachments")
    contents = [
        Path(repository.download_artifacts(f"attachments/{Path(file.path).name}")).read_bytes() for file in files
    ]
    return {
        "traces": traces,
        "sizes": sorted(file.file_size for file in files),
        "folders": sorted({(str(Path(file.path).parent), file.is_dir) for file in files}),
        "contents": sorted(repr(content) for content in contents),
        "in a file": repository.list_artifacts(files[0].path),
    }
