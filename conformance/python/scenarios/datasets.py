"""Evaluation datasets: every call of the official client that makes, fills, finds, changes or deletes one."""

import json

import mlflow
import pandas as pd
from mlflow.genai.datasets import (
    add_dataset_to_experiments,
    create_dataset,
    delete_dataset,
    delete_dataset_tag,
    get_dataset,
    remove_dataset_from_experiments,
    search_datasets,
    set_dataset_tags,
)


def _inner(dataset):
    """What the client's wrapper for two kinds of servers wraps."""
    return dataset._mlflow_dataset


def _seen(dataset):
    """A dataset without its times."""
    return {
        "name": dataset.name,
        "tags": dict(sorted(dataset.tags.items())),
        "schema": json.loads(dataset.schema) if dataset.schema else None,
        "profile": json.loads(dataset.profile) if dataset.profile else None,
        "digest length": len(dataset.digest),
        "by": [_inner(dataset).created_by, _inner(dataset).last_updated_by],
        "experiments": len(dataset.experiment_ids),
    }


def _records(dataset):
    """Records by their inputs: the official server lists those of one millisecond by chance."""
    found = [record.to_dict() for record in _inner(get_dataset(dataset_id=dataset.dataset_id)).records]
    found.sort(key=lambda record: json.dumps(record["inputs"], sort_keys=True))
    for record in found:
        for name in ("created_time", "last_update_time"):
            record[name] = type(record[name]).__name__
    return found


def _names(datasets):
    return [dataset.name for dataset in datasets]


def a_dataset_is_made_and_found(world):
    experiment_id = world.use_experiment("made")
    made = create_dataset(name=f"{world.prefix}/made", experiment_id=experiment_id, tags={"v": "1", "n": 5})
    return {
        "made": _seen(made),
        "by id": _seen(get_dataset(dataset_id=made.dataset_id)),
        "by name": _seen(get_dataset(name=f"{world.prefix}/made")),
        "empty": _records(made),
        "unknown id": world.attempt(get_dataset, dataset_id="d-none"),
        "unknown name": world.attempt(get_dataset, name="no such name"),
        "no name": world.attempt(create_dataset, name=""),
    }


def records_are_merged_by_their_inputs(world):
    experiment_id = world.use_experiment("merged")
    dataset = create_dataset(name="merged", experiment_id=experiment_id)
    dataset.merge_records(
        [
            {"inputs": {"q": "a", "n": 1}, "expectations": {"x": 1, "y": 2}, "tags": {"t": "1"}},
            {"inputs": {"q": "b"}, "outputs": {"o": [1, {"p": None}]}},
            {
                "inputs": {"q": "c"},
                "outputs": "text",
                "source": {"source_type": "document", "source_data": {"uri": "u"}},
            },
        ]
    )
    first = _records(dataset)
    dataset.merge_records(
        [
            {"inputs": {"n": 1, "q": "a"}, "expectations": {"y": 3, "z": "ü"}, "tags": {"u": "2"}},
            {"inputs": {"q": "b"}, "outputs": None},
            {"inputs": {"q": "c"}, "expectations": {}, "source": {"source_type": "HUMAN"}},
            {"inputs": {"f": 1.5, "l": [1], "d": {"k": True}, "null": None}},
        ]
    )
    return {"first": first, "second": _records(dataset), "dataset": _seen(get_dataset(dataset_id=dataset.dataset_id))}


def the_digest_changes_with_the_records(world):
    dataset = create_dataset(name="digest", experiment_id=world.use_experiment("digest"))
    digests = [dataset.digest]
    for value in range(3):
        dataset.merge_records([{"inputs": {"q": value}}])
        digests.append(get_dataset(dataset_id=dataset.dataset_id).digest)
    return {"different": len(set(digests))}


def data_frames_are_records(world):
    dataset = create_dataset(name="frame", experiment_id=world.use_experiment("frame"))
    frame = pd.DataFrame(
        {"inputs": [{"q": "a"}, {"q": "b"}], "expectations": [{"x": 1}, {"x": 2}], "tags": [{"t": "1"}, {}]}
    )
    dataset.merge_records(frame)
    back = dataset.to_df()
    return {"records": _records(dataset), "columns": sorted(back.columns), "rows": len(back)}


def traces_are_records(world):
    experiment_id = world.use_experiment("traces")
    for number in range(2):
        with mlflow.start_span(name="r") as span:
            span.set_inputs({"question": number})
            span.set_outputs({"answer": "yes"})
            mlflow.update_current_trace(metadata={"mlflow.trace.session": "s"} if number else {})
    mlflow.flush_trace_async_logging()
    traces = world.client.search_traces(locations=[experiment_id], order_by=["timestamp ASC"])
    mlflow.log_expectation(trace_id=traces[0].info.trace_id, name="gt", value="g")
    traces = world.client.search_traces(locations=[experiment_id], order_by=["timestamp ASC"])
    dataset = create_dataset(name="traces", experiment_id=experiment_id)
    dataset.merge_records(traces)
    from_list = _records(dataset)
    dataset.merge_records(mlflow.search_traces(locations=[experiment_id]))
    return world.masked({"list": from_list, "frame": _records(dataset)})


def many_records_come_back(world):
    dataset = create_dataset(name="many", experiment_id=world.use_experiment("many"))
    dataset.merge_records([{"inputs": {"n": number}} for number in range(2500)])
    found = _inner(get_dataset(dataset_id=dataset.dataset_id)).records
    return {"count": len(found), "numbers": sorted(record.inputs["n"] for record in found) == list(range(2500))}


def records_are_deleted(world):
    dataset = create_dataset(name="deleting", experiment_id=world.use_experiment("deleting"))
    dataset.merge_records([{"inputs": {"n": number}} for number in range(3)])
    ids = {record.inputs["n"]: record.dataset_record_id for record in _inner(dataset).records}
    return {
        "deleted": dataset.delete_records([ids[0], "dr-none"]),
        "again": dataset.delete_records([ids[0]]),
        "left": [record["inputs"] for record in _records(dataset)],
        "profile": _seen(get_dataset(dataset_id=dataset.dataset_id))["profile"],
        "dataset": world.attempt(delete_dataset, dataset_id=dataset.dataset_id),
        "gone": world.attempt(get_dataset, dataset_id=dataset.dataset_id),
    }


def tags_are_changed(world):
    dataset = create_dataset(name="tags", experiment_id=world.use_experiment("tags"), tags={"a": "1"})
    set_dataset_tags(dataset_id=dataset.dataset_id, tags={"a": "2", "b": "3"})
    changed = _seen(get_dataset(dataset_id=dataset.dataset_id))
    delete_dataset_tag(dataset_id=dataset.dataset_id, key="a")
    delete_dataset_tag(dataset_id=dataset.dataset_id, key="never")
    return {
        "changed": changed,
        "deleted": _seen(get_dataset(dataset_id=dataset.dataset_id)),
        "unknown": world.attempt(set_dataset_tags, dataset_id="d-none", tags={"a": "1"}),
    }


def datasets_belong_to_experiments(world):
    first, second = world.use_experiment("first"), world.use_experiment("second")
    dataset = create_dataset(name="linked", experiment_id=[first, second])
    both = len(dataset.experiment_ids)
    one = remove_dataset_from_experiments(dataset_id=dataset.dataset_id, experiment_ids=[second])
    found = _names(search_datasets(experiment_ids=second)), _names(search_datasets(experiment_ids=[first, second]))
    add_dataset_to_experiments(dataset_id=dataset.dataset_id, experiment_ids=[second, first])
    return {
        "both": both,
        "one": len(get_dataset(dataset_id=one.dataset_id).experiment_ids),
        "found": found,
        "again": _names(search_datasets(experiment_ids=second)),
        "unknown": world.attempt(add_dataset_to_experiments, dataset_id="d-none", experiment_ids=[first]),
        "unknown experiment": world.attempt(
            add_dataset_to_experiments, dataset_id=dataset.dataset_id, experiment_ids=["999999"]
        ),
    }


def datasets_are_searched(world):
    experiment_id = world.use_experiment("search")
    for name, value in [("beta", "One"), ("alpha", "two"), ("gamma", "one")]:
        create_dataset(name=name, experiment_id=experiment_id, tags={"v": value})

    def search(filter_string=None, **named):
        return world.attempt(
            lambda: _names(search_datasets(experiment_ids=experiment_id, filter_string=filter_string, **named))
        )

    filters = [
        "name = 'alpha'",
        "name != 'alpha'",
        "name LIKE '%a%'",
        "name ILIKE 'ALPHA'",
        "name IN ('alpha', 'beta')",
        "tags.v = 'one'",
        "tags.v != 'one'",
        "tags.v ILIKE 'one'",
        "tags.none = 'x'",
        "created_time > 5",
        "last_update_time < 5",
        "created_by LIKE '%'",
        "name = 'alpha' AND tags.v = 'two'",
        "bogus = '1'",
        "created_time = 'x'",
        "tags.v IS NULL",
        "name > 5",
        "experiment_id = '1'",
    ]
    orders = [["name"], ["name DESC"], ["created_time ASC"], ["bogus"], ["tags.v"], ["created_by"]]
    return {
        **{text: search(text, order_by=["name ASC"]) for text in filters},
        **{f"by {order}": search(order_by=order) for order in orders},
        "newest first": search(),
        "pages": search(max_results=2, order_by=["name"]),
    }
