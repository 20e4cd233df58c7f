"""Registered scorers: every call of the official client that registers, finds, schedules or deletes one."""

import contextlib
import json

import mlflow
import requests
from mlflow.genai.judges import make_judge
from mlflow.genai.scorers import (
    Guidelines,
    RelevanceToQuery,
    ScorerSamplingConfig,
    delete_scorer,
    get_scorer,
    list_scorers,
    make_scorer_ensemble,
    scorer,
)
from mlflow.genai.scorers.registry import list_scorer_versions
from mlflow.tracking._tracking_service.utils import _get_store

_GATEWAY_MODEL = "gateway:/judges"


def _seen(scorer):
    """What a user sees of a scorer."""
    return {
        "name": scorer.name,
        "kind": str(scorer.kind),
        "model": getattr(scorer, "model", None),
        "instructions": getattr(scorer, "instructions", None),
        "aggregations": scorer.aggregations,
        "description": scorer.description,
        "version": scorer.scorer_version,
        "rate": scorer.sample_rate,
        "filter": scorer.filter_string,
        "status": str(scorer.status),
    }


def _judge(name, model="openai:/gpt-4o-mini", instructions="Is {{ outputs }} ok?", kind=bool):
    return make_judge(name=name, instructions=instructions, model=model, feedback_value_type=kind)


def _make_gateway_endpoint(world):
    """The official server wants the endpoint of a judge to exist; where there is no gateway yet, nothing is made."""
    url = f"{world.tracking_uri}/api/3.0/mlflow/gateway"

    def make(path, body):
        answer = requests.post(f"{url}/{path}/create", json=body, timeout=60)
        answer.raise_for_status()
        return answer.json()

    with contextlib.suppress(requests.HTTPError):
        secret = make(
            "secrets", {"secret_name": "judges", "secret_value": {"api_key": "not-a-key"}, "provider": "openai"}
        )["secret"]
        model = make(
            "model-definitions",
            {
                "name": "judges",
                "secret_id": secret["secret_id"],
                "provider": "openai",
                "model_name": "gpt-4o-mini",
            },
        )["model_definition"]
        make(
            "endpoints",
            {
                "name": "judges",
                "model_configs": [
                    {
                        "model_definition_id": model["model_definition_id"],
                        "linkage_type": "PRIMARY",
                        "weight": 1.0,
                    }
                ],
            },
        )


def judges_are_registered_and_found(world):
    experiment_id = world.use_experiment("registered")
    made = _judge("judge").register()
    Guidelines(name="english", guidelines="English only", model="openai:/gpt-4o-mini").register()
    RelevanceToQuery(model="openai:/gpt-4o-mini").register(name="relevance", experiment_id=experiment_id)
    renamed = _judge("first name").register(name="second name")
    return {
        "made": _seen(made),
        "renamed": _seen(renamed),
        "listed": [_seen(each) for each in list_scorers()],
        "listed by id": [each.name for each in list_scorers(experiment_id=experiment_id)],
        "got": _seen(get_scorer(name="english")),
        "unknown name": world.attempt(get_scorer, name="no such name"),
        "unknown experiment": world.attempt(list_scorers, experiment_id="999999"),
        "unknown experiment of one": world.attempt(get_scorer, name="judge", experiment_id="999999"),
    }


def an_ensemble_is_registered(world):
    world.use_experiment("ensemble")
    ensemble = make_scorer_ensemble(name="all", scorers=[_judge("a"), _judge("b")], ensemble_fn="agg_all")
    registered = world.attempt(lambda: _seen(ensemble.register()))
    return {"registered": registered, "listed": [each.name for each in list_scorers()]}


def versions_are_counted(world):
    experiment_id = world.use_experiment("versions")
    for text in ("one", "two", "three"):
        _judge("judge", instructions=f"Is {{{{ outputs }}}} {text}?").register()
    versions = [(number, _seen(each)) for each, number in list_scorer_versions(name="judge")]
    return {
        "versions": versions,
        "newest": get_scorer(name="judge").instructions,
        "first": get_scorer(name="judge", version=1).instructions,
        "unknown version": world.attempt(get_scorer, name="judge", version=9),
        "unknown name": world.attempt(list_scorer_versions, name="no such name"),
        "listed": [_seen(each) for each in list_scorers(experiment_id=experiment_id)],
    }


def versions_are_deleted(world):
    experiment_id = world.use_experiment("deleted")
    for _ in range(3):
        _judge("judge").register()
    delete_scorer(name="judge", version=2)
    left = [number for _, number in list_scorer_versions(name="judge")]
    again = world.attempt(delete_scorer, name="judge", version=2)
    no_version = world.attempt(delete_scorer, name="judge")
    delete_scorer(name="judge", experiment_id=experiment_id, version="all")
    return {
        "left": left,
        "again": again,
        "no version": no_version,
        "listed": [each.name for each in list_scorers()],
        "got": world.attempt(get_scorer, name="judge"),
        "all again": world.attempt(delete_scorer, name="judge", version="all"),
        "registered again": _seen(_judge("judge").register()),
    }


def functions_are_not_registered(world):
    world.use_experiment("functions")

    @scorer
    def length(outputs) -> int:
        return len(outputs)

    ensemble = make_scorer_ensemble(name="both", scorers=[_judge("a"), length], ensemble_fn="agg_all")
    return {
        "function": world.attempt(length.register),
        "ensemble": world.attempt(ensemble.register),
        "listed": world.attempt(list_scorers),
    }


def scoring_is_scheduled(world):
    _make_gateway_endpoint(world)
    world.use_experiment("scheduled")
    registered = _judge("judge", model=_GATEWAY_MODEL).register()
    steps = {"registered": _seen(registered)}

    def step(title, function, *arguments, **named):
        steps[title] = world.attempt(lambda: _seen(function(*arguments, **named)))

    step("started", registered.start, sampling_config=ScorerSamplingConfig(sample_rate=0.5))
    step("got", get_scorer, name="judge")
    step(
        "updated",
        registered.update,
        sampling_config=ScorerSamplingConfig(sample_rate=0.1, filter_string="status = 'OK'"),
    )
    step("wrong filter", registered.update, sampling_config=ScorerSamplingConfig(sample_rate=1, filter_string="x ="))
    step("too much", registered.start, sampling_config=ScorerSamplingConfig(sample_rate=1.5))
    step("nothing", registered.start, sampling_config=ScorerSamplingConfig(sample_rate=0))
    step("another version", _judge("judge", model=_GATEWAY_MODEL).register)
    step("still", get_scorer, name="judge")
    steps["listed"] = [_seen(each) for each in list_scorers()]
    steps["versions"] = [_seen(each) for each, _ in list_scorer_versions(name="judge")]
    step("stopped", registered.stop)
    step("stopped again", registered.stop)
    step(
        "not registered",
        _judge("other", model=_GATEWAY_MODEL).start,
        sampling_config=ScorerSamplingConfig(sample_rate=1),
    )
    delete_scorer(name="judge", version="all")
    step("new", _judge("judge", model=_GATEWAY_MODEL).register)
    step("new got", get_scorer, name="judge")
    return steps


def only_some_scorers_are_scheduled(world):
    _make_gateway_endpoint(world)
    world.use_experiment("schedulable")
    everything = ScorerSamplingConfig(sample_rate=1.0)
    direct = _judge("direct").register()
    expecting = _judge(
        "expecting", model=_GATEWAY_MODEL, instructions="Is {{ outputs }} like {{ expectations }}?"
    ).register()
    guidelines = Guidelines(name="english", guidelines="English only", model=_GATEWAY_MODEL).register()
    return {
        "direct": world.attempt(lambda: _seen(direct.start(sampling_config=everything))),
        "direct stopped": world.attempt(lambda: _seen(direct.stop())),
        "expecting": world.attempt(lambda: _seen(expecting.start(sampling_config=everything))),
        "guidelines": world.attempt(lambda: _seen(guidelines.start(sampling_config=everything))),
    }


def a_deleted_experiment_has_no_scorers(world):
    experiment_id = world.use_experiment("gone")
    _judge("judge").register()
    world.client.delete_experiment(experiment_id)
    mlflow.set_experiment(f"{world.prefix}/gone afterwards")
    return {
        "listed": world.attempt(list_scorers, experiment_id=experiment_id),
        "registered": world.attempt(_judge("judge").register, experiment_id=experiment_id),
        "got": world.attempt(get_scorer, name="judge", experiment_id=experiment_id),
    }


def texts_are_checked(world):
    experiment_id = world.use_experiment("texts")
    store = _get_store()

    def register(name="a", text="{}"):
        return world.attempt(lambda: store.register_scorer(experiment_id, name, text).scorer_version)

    return {
        "no JSON": register(text="x"),
        "blank name": register(name=" "),
        "no name": register(name=""),
        "empty model": register(text=json.dumps({"instructions_judge_pydantic_data": {"model": " "}})),
        "wrong model": register(text=json.dumps({"instructions_judge_pydantic_data": {"model": 5}})),
        "code inside": register(text=json.dumps({"x": [{"call_source": "return 1"}]})),
        "no scoring": world.attempt(store.get_online_scoring_configs, ["none"]),
        "nothing asked": world.attempt(store.get_online_scoring_configs, []),
    }
