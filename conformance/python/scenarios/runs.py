"""Runs: every call of the official client that makes, reads, changes, logs to, finds or removes one; and artifacts."""

import math
from pathlib import Path
from tempfile import TemporaryDirectory

import mlflow
from mlflow.entities import Metric, Param, RunTag, ViewType


def _seen(run):
    """A run as far as it is the same on every server: names that servers make up are left out by the callers."""
    return {
        "name": run.info.run_name,
        "status": run.info.status,
        "stage": run.info.lifecycle_stage,
        "user": run.info.user_id,
        "ended": run.info.end_time is not None,
        "uri": run.info.artifact_uri,
        "metrics": {key: _number(value) for key, value in sorted(run.data.metrics.items())},
        "params": dict(sorted(run.data.params.items())),
        "tags": {key: value for key, value in sorted(run.data.tags.items()) if key != "mlflow.source.name"},
        "datasets": [
            {
                "name": each.dataset.name,
                "digest": each.dataset.digest,
                "tags": {tag.key: tag.value for tag in each.tags},
            }
            for each in run.inputs.dataset_inputs
        ],
    }


def _number(value):
    return repr(value) if math.isnan(value) or math.isinf(value) else value


def _names(runs):
    return [run.info.run_name for run in runs]


def fluent_runs_nest(world):
    world.use_experiment("nested")
    with mlflow.start_run(run_name="outer", tags={"k": "v"}, description="words") as outer:
        mlflow.log_param("p", 1)
        with mlflow.start_run(run_name="inner", nested=True) as inner:
            mlflow.log_metric("m", 0.5, step=3)
    children = mlflow.search_runs(
        filter_string=f"tags.`mlflow.parentRunId` = '{outer.info.run_id}'", output_format="list"
    )
    return {
        "outer": _seen(world.client.get_run(outer.info.run_id)),
        "inner": _seen(world.client.get_run(inner.info.run_id)),
        "children": _names(children),
        "parent": mlflow.get_parent_run(inner.info.run_id).info.run_name,
    }


def a_failing_block_fails_its_run(world):
    world.use_experiment("failing")
    try:
        with mlflow.start_run(run_name="broken") as run:
            raise ValueError("no")
    except ValueError:
        pass
    return _seen(world.client.get_run(run.info.run_id))


def names_and_tags_are_one(world):
    experiment_id = world.use_experiment("names")
    run = world.client.create_run(experiment_id, run_name="first", start_time=5)
    run_id = run.info.run_id
    made_up = world.client.create_run(experiment_id).info.run_name
    world.client.set_tag(run_id, "mlflow.runName", "second")
    by_tag = _seen(world.client.get_run(run_id))
    world.client.update_run(run_id, status="FAILED", name="third")
    return {
        "parts": made_up.count("-"),
        "start": run.info.start_time,
        "by tag": by_tag,
        "by name": _seen(world.client.get_run(run_id)),
        "two names": world.attempt(world.client.create_run, experiment_id, run_name="a", tags={"mlflow.runName": "b"}),
    }


def metrics_keep_their_history(world):
    experiment_id = world.use_experiment("metrics")
    run_id = world.client.create_run(experiment_id, run_name="r").info.run_id
    for value, timestamp, step in [(1, 10, 1), (float("nan"), 5, 2), (7, 20, 0), (float("inf"), 30, 0), (1, 10, 1)]:
        world.client.log_metric(run_id, "m", value, timestamp, step)
    world.client.log_metric(run_id, "negative", float("-inf"), 1)
    history = world.client.get_metric_history(run_id, "m")
    return {
        "latest": _seen(world.client.get_run(run_id))["metrics"],
        "history": sorted((each.timestamp, each.step, _number(each.value)) for each in history),
        "unknown metric": world.client.get_metric_history(run_id, "none"),
        "unknown run": world.attempt(world.client.get_metric_history, "0" * 32, "m"),
        "bad name": world.attempt(world.client.log_metric, run_id, "a*b", 1),
        "bad path": world.attempt(world.client.log_metric, run_id, "../a", 1),
        "long name": world.attempt(world.client.log_metric, run_id, "x" * 251, 1),
        "negative time": world.attempt(world.client.log_metric, run_id, "m", 1, -5),
    }


def parameters_never_change(world):
    experiment_id = world.use_experiment("params")
    run_id = world.client.create_run(experiment_id, run_name="r").info.run_id
    world.client.log_param(run_id, "p", "1")
    world.client.log_param(run_id, "p", 1)
    changed = world.attempt(world.client.log_param, run_id, "p", "2")
    world.client.log_param(run_id, "long", "ü" * 7_000)
    world.client.log_param(run_id, "empty", "")
    stored = world.client.get_run(run_id).data.params
    return {"changed": changed, "p": stored["p"], "long": len(stored["long"]), "empty": stored["empty"]}


def batches_are_whole(world):
    experiment_id = world.use_experiment("batches")
    run_id = world.client.create_run(experiment_id, run_name="r").info.run_id
    world.client.log_batch(
        run_id,
        metrics=[Metric(f"m{number}", number, 1, 0) for number in range(50)],
        params=[Param(f"p{number}", str(number)) for number in range(50)],
        tags=[RunTag(f"t{number}", "x" * 10) for number in range(50)],
    )
    run = world.client.get_run(run_id)
    return {
        "counts": [len(run.data.metrics), len(run.data.params), len(run.data.tags)],
        "twice": world.attempt(world.client.log_batch, run_id, params=[Param("a", "1"), Param("a", "2")]),
        "changed": world.attempt(
            world.client.log_batch, run_id, params=[Param("p1", "other")], metrics=[Metric("late", 1, 1, 0)]
        ),
        "tags too long": world.attempt(world.client.log_batch, run_id, tags=[RunTag("k" * 251, "v")]),
        "unknown run": world.attempt(world.client.log_batch, "0" * 32, tags=[RunTag("k", "v")]),
        "late": "late" in world.client.get_run(run_id).data.metrics,
    }


def tags_are_set_and_deleted(world):
    experiment_id = world.use_experiment("tags")
    run_id = world.client.create_run(experiment_id, run_name="r", tags={"a": "1"}).info.run_id
    world.client.set_tag(run_id, "b", 2)
    world.client.set_tag(run_id, "long", "x" * 9_000)
    world.client.delete_tag(run_id, "a")
    tags = world.client.get_run(run_id).data.tags
    return {
        "keys": sorted(tags),
        "long": len(tags["long"]),
        "absent": world.attempt(world.client.delete_tag, run_id, "a"),
        "bad name": world.attempt(world.client.set_tag, run_id, "a//b", "v"),
    }


def deleted_runs_can_be_restored(world):
    experiment_id = world.use_experiment("deleted")
    run_id = world.client.create_run(experiment_id, run_name="r").info.run_id
    world.client.delete_run(run_id)
    views = {
        name: _names(world.client.search_runs([experiment_id], run_view_type=view))
        for name, view in [("active", ViewType.ACTIVE_ONLY), ("deleted", ViewType.DELETED_ONLY), ("all", ViewType.ALL)]
    }
    changed = world.attempt(world.client.set_tag, run_id, "k", "v")
    stage = world.client.get_run(run_id).info.lifecycle_stage
    world.client.restore_run(run_id)
    return {
        "views": views,
        "changed": changed,
        "stage": stage,
        "restored": world.client.get_run(run_id).info.lifecycle_stage,
        "unknown": world.attempt(world.client.delete_run, "0" * 32),
        "read unknown": world.attempt(world.client.get_run, "0" * 32),
        "read no id": world.attempt(world.client.get_run, "a b"),
    }


_FILTERS = [
    "",
    "metrics.acc > 0.4",
    "metrics.acc >= 0.5 and params.lr = '0.1'",
    "metric.acc != 0.5",
    "metrics.`a b` = 1",
    "params.lr != '0.1'",
    "param.lr LIKE '0%'",
    "parameters.lr ILIKE '0.%'",
    "params.missing IS NULL",
    "params.lr IS NOT NULL",
    "tags.env = 'prod'",
    "tags.env ilike 'PR%'",
    "tag.env != 'prod'",
    "tags.none IS NULL",
    "run_name = 'r1'",
    "attributes.run_name LIKE 'r%'",
    "run.`Run name` = 'r2'",
    "status = 'FINISHED'",
    "attribute.status != 'FINISHED'",
    "attr.start_time > 1",
    "start_time <= 20",
    "created >= 20",
    "end_time > 0",
    "user_id = 'eve'",
    "artifact_uri LIKE 'mlflow-artifacts:%'",
    "run_id IN ('0', '1')",
    "run_id NOT IN ('0', '1')",
    "dataset.name = 'd'",
    "datasets.digest LIKE '1%'",
    "dataset.context = 'eval'",
    "datasets.name IN ('d', 'e')",
    "bogus = 'x'",
    "metrics.acc = 'x'",
    "metrics.acc LIKE 'x'",
    "params.lr > 1",
    "params.lr RLIKE 'x'",
    "tags.env IN ('a')",
    "dataset.size = 'x'",
    "start_time = 'x'",
    "run_name > 'a'",
    "metrics.acc >",
    "metrics.acc > 1 AND",
]

_ORDERS = [
    [],
    ["metrics.acc"],
    ["metrics.acc DESC"],
    ["params.lr ASC", "attributes.start_time ASC"],
    ["tags.env DESC"],
    ["attributes.run_name"],
    ["end_time DESC"],
    ["status ASC"],
    ["bogus"],
    ["dataset.name"],
]


def filters_orders_and_pages(world):
    experiment_id = world.use_experiment("search")
    values = [("0.1", "prod", 0.5), ("0.2", "Prod", float("nan")), (None, None, None), ("1", "dev", -1.0)]
    for number, (lr, env, accuracy) in enumerate(values):
        run = world.client.create_run(experiment_id, start_time=10 * number + 5, run_name=f"r{number}")
        run_id = run.info.run_id
        if lr is not None:
            world.client.log_param(run_id, "lr", lr)
            world.client.set_tag(run_id, "env", env)
            world.client.log_metric(run_id, "acc", accuracy, 1)
            world.client.log_metric(run_id, "a b", number, 1)
        if number == 1:
            world.client.set_terminated(run_id, end_time=99)
        if number == 3:
            mlflow.start_run(run_id)
            data = mlflow.data.from_dict({"a": 1}, name="d", digest="12") if hasattr(mlflow.data, "from_dict") else None
            if data:
                mlflow.log_input(data, context="eval")
            mlflow.end_run()

    def found(filter_string, order_by=None):
        return world.attempt(
            lambda: _names(world.client.search_runs([experiment_id], filter_string, order_by=order_by))
        )

    pages, token = [], None
    while True:
        page = world.client.search_runs([experiment_id], max_results=3, order_by=["metrics.acc"], page_token=token)
        pages.append(_names(page))
        token = page.token
        if not token:
            break
    return {
        "filters": {text: found(text) for text in _FILTERS},
        "orders": {", ".join(order): found("", order) for order in _ORDERS},
        "pages": pages,
        "pandas": sorted(mlflow.search_runs([experiment_id], "params.lr = '1'")["tags.env"]),
        "no experiment": _names(world.client.search_runs([])),
        "too many": world.attempt(world.client.search_runs, [experiment_id], max_results=50_001),
    }


def artifacts_come_back(world):
    world.use_experiment("artifacts")
    with mlflow.start_run(run_name="r") as run:
        mlflow.log_text("hello", "notes/a.txt")
        mlflow.log_dict({"x": [1, 2]}, "d.json")
        mlflow.log_table({"q": ["a"], "r": ["b"]}, "table.json")
        with TemporaryDirectory() as folder:
            Path(folder, "sub").mkdir()
            Path(folder, "sub", "größe 100%.bin").write_bytes(bytes(range(256)) * 4_000)
            mlflow.log_artifacts(folder, "files")
    run_id = run.info.run_id

    def listed(path=None):
        return [(each.path, each.is_dir, each.file_size) for each in world.client.list_artifacts(run_id, path)]

    with TemporaryDirectory() as folder:
        whole = Path(mlflow.artifacts.download_artifacts(run_id=run_id, dst_path=folder))
        downloaded = {
            str(path.relative_to(whole)): path.stat().st_size for path in sorted(whole.rglob("*")) if path.is_file()
        }
    return {
        "root": listed(),
        "notes": listed("notes"),
        "sub": listed("files/sub"),
        "a file": listed("d.json"),
        "nothing": listed("none"),
        "downloaded": downloaded,
        "text": mlflow.artifacts.load_text(f"runs:/{run_id}/notes/a.txt"),
        "dict": mlflow.artifacts.load_dict(f"{run.info.artifact_uri}/d.json"),
        "table": mlflow.load_table("table.json", run_ids=[run_id]).to_dict(),
        "absent": world.attempt(mlflow.artifacts.load_text, f"runs:/{run_id}/nope.txt"),
        "outside": world.attempt(world.client.list_artifacts, run_id, "../.."),
    }


def traces_of_a_run(world):
    experiment_id = world.use_experiment("run traces")
    with mlflow.start_run(run_name="r") as run, mlflow.start_span("inside"):
        pass
    with mlflow.start_span("outside"):
        pass
    found = world.client.search_traces(locations=[experiment_id], run_id=run.info.run_id)
    other = world.client.search_traces(locations=[experiment_id], filter_string="name = 'outside'")
    world.client.link_traces_to_run([other[0].info.trace_id], run.info.run_id)
    linked = world.client.search_traces(locations=[experiment_id], run_id=run.info.run_id)
    return {
        "inside": [trace.data.spans[0].name for trace in found],
        "linked": sorted(trace.data.spans[0].name for trace in linked),
    }
