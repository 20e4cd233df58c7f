"""`mlflow.genai.evaluate` with its kinds of data and scorers, and logged models."""

import mlflow
from mlflow.entities import Feedback
from mlflow.genai.scorers import scorer


@scorer
def exact(outputs, expectations):
    return outputs == expectations.get("expected")


@scorer
def length(outputs) -> float:
    return float(len(str(outputs)))


@scorer
def reasoned(outputs):
    return Feedback(value="good", rationale=f"it says {outputs}")


@scorer
def broken(outputs):
    raise ValueError("cannot judge")


_DATA = [
    {"inputs": {"question": "one"}, "expectations": {"expected": "ONE"}},
    {"inputs": {"question": "two"}, "expectations": {"expected": "three"}},
]


def _seen(world, result):
    run = world.client.get_run(result.run_id)
    traces = world.client.search_traces(
        locations=[run.info.experiment_id], run_id=result.run_id, order_by=["timestamp ASC"]
    )
    rows = [
        {
            "request": trace.info.request_preview,
            "assessments": sorted(
                (
                    each.name,
                    str(each.value),
                    each.source.source_type,
                    getattr(each, "rationale", None) or "",
                    each.error.error_code if each.error else "",
                )
                for each in trace.info.assessments
            ),
        }
        for trace in traces
    ]
    return {
        "metrics": dict(sorted(result.metrics.items())),
        "status": run.info.status,
        "run metrics": dict(sorted(run.data.metrics.items())),
        "kind": run.data.tags.get("mlflow.runType"),
        "datasets": [each.dataset.source_type for each in run.inputs.dataset_inputs],
        "rows": sorted(rows, key=str),
    }


def with_a_function(world):
    world.use_experiment("function")
    result = mlflow.genai.evaluate(
        data=_DATA, predict_fn=lambda question: question.upper(), scorers=[exact, length, reasoned, broken]
    )
    return _seen(world, result)


def with_answers(world):
    world.use_experiment("answers")
    data = [{**row, "outputs": row["inputs"]["question"].upper()} for row in _DATA]
    return _seen(world, mlflow.genai.evaluate(data=data, scorers=[exact]))


def with_traces(world):
    experiment_id = world.use_experiment("traces")
    for question in ["one", "two"]:
        with mlflow.start_span("answer") as span:
            span.set_inputs({"question": question})
            span.set_outputs(question.upper())
    traces = mlflow.search_traces(locations=[experiment_id])
    return _seen(world, mlflow.genai.evaluate(data=traces, scorers=[length]))


def in_a_run_of_a_model(world):
    world.use_experiment("model")
    mlflow.set_active_model(name="agent-v1")
    with mlflow.start_run(run_name="outer") as run:
        model_id = mlflow.get_active_model_id()
        result = mlflow.genai.evaluate(
            data=_DATA, predict_fn=lambda question: question.upper(), scorers=[exact], model_id=model_id
        )
    model = world.client.get_logged_model(model_id)
    mlflow.clear_active_model()
    return {
        "same run": result.run_id == run.info.run_id,
        "model": {"name": model.name, "status": str(model.status), "type": model.model_type},
        "metrics": [(each.key, each.value) for each in model.metrics],
        "inputs": len(world.client.get_run(run.info.run_id).inputs.model_inputs),
        "found": [each.name for each in mlflow.search_logged_models(output_format="list")],
    }


def logged_models(world):
    experiment_id = world.use_experiment("logged models")
    first = mlflow.create_external_model(name="m1", params={"a": "1"}, tags={"t": "x"}, model_type="agent")
    second = mlflow.initialize_logged_model(name="m2", params={str(number): "v" for number in range(150)})
    mlflow.finalize_logged_model(second.model_id, "FAILED")
    mlflow.set_logged_model_tags(first.model_id, {"q": "1"})
    mlflow.delete_logged_model_tag(first.model_id, "t")
    read = mlflow.get_logged_model(first.model_id)

    def found(filter_string=None, **more):
        search = lambda: [  # noqa: E731
            model.name
            for model in mlflow.search_logged_models([experiment_id], filter_string, output_format="list", **more)
        ]
        return world.attempt(search)

    filters = [
        None,
        "name = 'm1'",
        "name LIKE 'm%'",
        "params.a = '1'",
        "tags.q = '1'",
        "model_type = 'agent'",
        "creation_timestamp > 1",
        "name = 'm1' AND params.a = '2'",
    ]
    by_name = [{"field_name": "name", "ascending": False}]
    searched = {str(text): found(text) for text in filters}
    ordered = found(order_by=by_name, max_results=1)
    mlflow.MlflowClient().delete_logged_model(second.model_id)
    return {
        "first": {
            "params": read.params,
            "tags": sorted(read.tags),
            "status": str(read.status),
            "type": read.model_type,
        },
        "second": {"params": len(second.params), "status": str(second.status)},
        "searched": searched,
        "ordered": ordered,
        "deleted": world.attempt(mlflow.get_logged_model, second.model_id),
        "left": found(),
        "bad name": world.attempt(mlflow.initialize_logged_model, name="a/b"),
    }
