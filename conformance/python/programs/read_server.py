"""Everything that `fill_server.py` put into a server, as a user reads it: `read_server.py <url> <what it printed>`."""

import json
import math
import sys

import mlflow
from mlflow import MlflowClient
from mlflow.entities import ViewType
from mlflow.genai.datasets import search_datasets

url, filled = sys.argv[1], json.loads(sys.argv[2])
mlflow.set_tracking_uri(url)
client = MlflowClient()
PLACES = {"mlflow.artifactLocation", "mlflow.trace.spansLocation", "_mlflow_experiment_ids"}


def plain(tags):
    return {key: value for key, value in sorted(tags.items()) if key not in PLACES}


def number(value):
    return str(value) if math.isnan(value) else value


def runs():
    experiments = client.search_experiments(view_type=ViewType.ALL)
    found = client.search_runs([one.experiment_id for one in experiments], run_view_type=ViewType.ALL, max_results=100)
    described = {}
    for run in found:
        history = {
            key: [
                [number(one.value), one.timestamp, one.step] for one in client.get_metric_history(run.info.run_id, key)
            ]
            for key in run.data.metrics
        }
        files = []
        folders = [None]
        while folders:
            for file in client.list_artifacts(run.info.run_id, folders.pop()):
                if file.is_dir:
                    folders.append(file.path)
                else:
                    files.append([file.path, file.file_size])
        described[run.info.run_id] = {
            "info": [
                run.info.run_name,
                run.info.status,
                run.info.start_time,
                run.info.end_time,
                run.info.lifecycle_stage,
            ],
            "params": run.data.params,
            "tags": plain(run.data.tags),
            "history": {key: sorted(values, key=str) for key, values in history.items()},
            "inputs": [one.dataset.name for one in run.inputs.dataset_inputs],
            "files": sorted(files),
        }
    return described


def experiments():
    return {
        one.name: [one.lifecycle_stage, plain(one.tags)] for one in client.search_experiments(view_type=ViewType.ALL)
    }


def assessments(trace):
    return sorted(
        [one.assessment_id, one.name, one.value, one.rationale, one.valid, one.overrides, one.source.source_id]
        for one in trace.info.assessments
    )


def span_facts(span):
    texts = [span.span_id, span.parent_id, span.name, span.inputs, span.outputs, str(span.status.status_code)]
    return [*texts, span.start_time_ns, span.end_time_ns, len(span.events)]


def traces():
    described = {}
    for trace_id in filled["traces"]:
        trace = client.get_trace(trace_id)
        described[trace_id] = {
            "info": [str(trace.info.state), trace.info.request_time, trace.info.execution_duration],
            "previews": [trace.info.request_preview, trace.info.response_preview],
            "tags": plain(trace.info.tags),
            "metadata": {
                key: value for key, value in sorted(trace.info.trace_metadata.items()) if "sizeStats" not in key
            },
            "spans": sorted(span_facts(span) for span in trace.data.spans),
            "assessments": assessments(trace),
        }
    return described


def links():
    experiment = client.get_experiment_by_name("to be imported")
    found = client.search_traces(locations=[experiment.experiment_id], run_id=filled["runs"][0])
    return sorted(trace.info.trace_id for trace in found)


def version(one):
    # The official server tells no aliases in a search.
    aliases = sorted(client.get_prompt_version(one.name, one.version).aliases)
    return [one.version, one.template, one.commit_message, plain(one.tags), aliases, one.creation_timestamp]


def prompts():
    found = {
        prompt.name: [version(one) for one in client.search_prompt_versions(prompt.name)]
        for prompt in mlflow.genai.search_prompts()
    }
    return found | {"classic": client.get_registered_model("classic").description}


def datasets():
    described = {}
    for dataset in search_datasets():
        records = json.loads(dataset.to_df()[["inputs", "expectations"]].to_json(orient="values"))
        described[dataset.dataset_id] = [dataset.name, plain(dataset.tags), len(dataset.experiment_ids)]
        described[dataset.dataset_id].append(sorted(records, key=str))
    return described


def model():
    found = client.get_logged_model(filled["model"])
    return [found.name, found.params, plain(found.tags), str(found.status)]


print(
    json.dumps(
        {
            "experiments": experiments(),
            "runs": runs(),
            "traces": traces(),
            "links": links(),
            "prompts": prompts(),
            "datasets": datasets(),
            "model": model(),
        },
        default=str,
    )
)
