"""Times what a user waits for, with the official client: `timed_workflows.py <url>` prints seconds by name."""

import json
import logging
import sys
import time
import uuid

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag
from mlflow.genai.datasets import create_dataset
from mlflow.genai.scorers import scorer

RUNS, RECORDS, ROWS, LOADS = 300, 10_000, 500, 50

mlflow.set_tracking_uri(sys.argv[1])
logging.getLogger("mlflow").setLevel(logging.ERROR)
client = MlflowClient()
name = uuid.uuid4().hex
times: dict[str, float] = {}


def timed(what, function, repeats=1):
    """The median of some calls, in seconds."""
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        taken.append(time.perf_counter() - start)
    times[what] = sorted(taken)[len(taken) // 2]


def fill_runs(experiment_id):
    for number in range(RUNS):
        run = client.create_run(experiment_id, tags={"team": f"team-{number % 7}"})
        client.log_batch(
            run.info.run_id,
            metrics=[Metric(f"m{one}", number / (one + 1), 1, 0) for one in range(10)],
            params=[Param(f"p{one}", str(number)) for one in range(10)],
            tags=[RunTag(f"t{one}", str(one)) for one in range(5)],
        )


def search_runs(experiment_id):
    found = client.search_runs(
        [experiment_id], "metrics.m3 > 10 AND tags.team = 'team-3'", order_by=["metrics.m5 DESC"], max_results=100
    )
    assert found


def load_prompt(prompt):
    found = mlflow.genai.load_prompt(prompt, version=2, cache_ttl_seconds=0)
    assert found.version == 2


def merge(dataset, records):
    dataset.merge_records(records)


@scorer
def is_long(outputs):
    return len(outputs) > 3


def evaluate(rows):
    result = mlflow.genai.evaluate(data=rows, scorers=[is_long])
    assert result.metrics["is_long/mean"] == 1.0


experiment_id = mlflow.set_experiment(f"timed {name}").experiment_id
timed(f"{RUNS} runs made and logged to", lambda: fill_runs(experiment_id))
timed(f"search among {RUNS} runs", lambda: search_runs(experiment_id), 20)
for text in ("one", "two {{name}}", "three"):
    mlflow.genai.register_prompt(name=f"timed-{name}", template=text)
timed("load a prompt, not cached", lambda: load_prompt(f"timed-{name}"), LOADS)
dataset = create_dataset(name=f"timed {name}", experiment_id=experiment_id)
records = [{"inputs": {"question": f"q {one}"}, "expectations": {"answer": str(one)}} for one in range(RECORDS)]
timed(f"merge {RECORDS:,} new records", lambda: merge(dataset, records))
timed(f"merge {RECORDS:,} records again", lambda: merge(dataset, records))
rows = [{"inputs": {"question": f"q {one}"}, "outputs": f"answer {one}"} for one in range(ROWS)]
timed(f"evaluate {ROWS} rows", lambda: evaluate(rows))
print(json.dumps(times))
