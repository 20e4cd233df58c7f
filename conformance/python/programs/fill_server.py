"""Fills a tracking server with some of everything: `fill_server.py <url> <folder>`."""

import json
import sys
from pathlib import Path

import mlflow
import pandas as pd
from mlflow import MlflowClient
from mlflow.entities import AssessmentSource
from mlflow.genai.datasets import create_dataset

url, folder = sys.argv[1], Path(sys.argv[2])
mlflow.set_tracking_uri(url)
client = MlflowClient()
source = AssessmentSource(source_type="HUMAN", source_id="me")
folder.mkdir(parents=True, exist_ok=True)


def fill_runs(experiment_id):
    (folder / "note.txt").write_text("a note")
    (folder / "large.bin").write_bytes(bytes(range(256)) * 40_000)
    with mlflow.start_run(run_name="parent", tags={"team": "a"}) as parent:
        mlflow.log_params({"rate": "0.1", "layers": "3"})
        client.log_batch(
            parent.info.run_id,
            metrics=[
                mlflow.entities.Metric("loss", 1 / (step + 1), 1_795_000_000_000 + step, step) for step in range(900)
            ],
        )
        mlflow.log_metric("nothing", float("nan"))
        mlflow.log_artifact(str(folder / "note.txt"), "texts/deep")
        mlflow.log_artifact(str(folder / "large.bin"))
        mlflow.log_input(mlflow.data.from_pandas(pd.DataFrame({"a": [1, 2]}), name="numbers"), context="training")
        with mlflow.start_run(run_name="child", nested=True):
            mlflow.log_metric("score", 0.5)
    with mlflow.start_run(run_name="gone") as gone:
        mlflow.log_metric("score", 0.1)
    client.delete_run(gone.info.run_id)
    model = mlflow.create_external_model(name="agent", model_type="agent", params={"k": "v"}, tags={"t": "u"})
    return [parent.info.run_id, gone.info.run_id, model.model_id, experiment_id]


@mlflow.trace
def inner(text):
    return text.upper()


@mlflow.trace(name="answer", attributes={"who": "me"})
def answer(text):
    mlflow.update_current_trace(tags={"stage": "test"}, metadata={"mlflow.trace.session": "s-1"})
    return {"said": inner(text)}


def fill_traces():
    ids = []
    for text in ("hello", "größe", "x" * 20_000):
        answer(text)
        ids.append(mlflow.get_last_active_trace_id())
    try:
        mlflow.trace(lambda: 1 / 0, name="failing")()
    except ZeroDivisionError:
        ids.append(mlflow.get_last_active_trace_id())
    mlflow.flush_trace_async_logging()
    first = mlflow.log_feedback(trace_id=ids[0], name="quality", value=0.5, source=source, rationale="so so")
    mlflow.override_feedback(
        trace_id=ids[0], assessment_id=first.assessment_id, value=1.0, source=source, rationale="better"
    )
    mlflow.log_feedback(trace_id=ids[1], name="good", value=True, source=source)
    mlflow.log_expectation(trace_id=ids[1], name="facts", value={"a": [1, 2]}, source=source)
    return ids


def fill_prompts():
    for text in ("Hello {{name}}", "Hi {{name}}", "Hey {{name}}"):
        mlflow.genai.register_prompt(name="greet", template=text, commit_message=f"as {text}", tags={"v": text[:2]})
    client.delete_prompt_version("greet", "2")
    mlflow.genai.set_prompt_alias("greet", alias="prod", version=1)
    mlflow.genai.register_prompt(name="talk", template=[{"role": "user", "content": "{{question}}"}])
    client.create_registered_model("classic", description="no prompt")
    client.create_model_version("classic", source="s3://bucket/model")


def fill_dataset(experiment_id, trace_ids):
    dataset = create_dataset(name="cases", experiment_id=experiment_id, tags={"owner": "me"})
    dataset.merge_records(
        [{"inputs": {"q": f"question {number}"}, "expectations": {"a": number}} for number in range(1_200)]
    )
    dataset.merge_records([mlflow.get_trace(trace_ids[0])])


experiment = mlflow.set_experiment("to be imported")
mlflow.set_experiment_tag("kind", "test")
runs = fill_runs(experiment.experiment_id)
traces = fill_traces()
client.link_traces_to_run(traces[:2], runs[0])
fill_prompts()
fill_dataset(experiment.experiment_id, traces)
gone = mlflow.set_experiment("deleted")
answer("in a deleted experiment")
mlflow.flush_trace_async_logging()
client.delete_experiment(gone.experiment_id)
print(json.dumps({"runs": runs[:2], "model": runs[2], "traces": traces}))
