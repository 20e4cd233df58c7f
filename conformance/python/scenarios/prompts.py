"""The prompt registry: every call of the official client that makes, loads, finds, tags, links or deletes a prompt."""

import threading

import mlflow
from mlflow import MlflowClient
from pydantic import BaseModel


class Answer(BaseModel):
    """A response format."""

    text: str
    score: float


def _seen(prompt):
    """A prompt or a version without its times."""
    seen = {"name": prompt.name, "tags": dict(sorted(prompt.tags.items()))}
    if hasattr(prompt, "version"):
        seen |= {
            "version": prompt.version,
            "template": prompt.template,
            "text": prompt.is_text_prompt,
            "variables": sorted(prompt.variables),
            "message": prompt.commit_message,
            "aliases": sorted(prompt.aliases),
            "format": prompt.response_format,
            "config": prompt.model_config,
            "uri": prompt.uri,
        }
    else:
        seen["description"] = prompt.description
    return seen


def _wait_for_links():
    """The client links prompts in threads of its own."""
    for thread in threading.enumerate():
        if thread.name.startswith("link_prompt"):
            thread.join(60)


def _register(world, name="greet", template="Hello {{name}}!", **more):
    return mlflow.genai.register_prompt(name=f"{world.prefix}-{name}", template=template, **more)


def a_text_prompt_grows_versions(world):
    first = _register(world, commit_message="first", tags={"author": "me"})
    config = {"model_name": "m", "temperature": 0.2, "max_tokens": 5}
    second = _register(
        world, template="Hi {{name}}, {{mood}}?", commit_message="second", response_format=Answer, model_config=config
    )
    load = mlflow.genai.load_prompt
    return {
        "first": _seen(first),
        "second": _seen(second),
        "by number": _seen(load(first.name, version=1)),
        "by uri": _seen(load(f"prompts:/{first.name}/2")),
        "newest": _seen(load(f"prompts:/{first.name}@latest")),
        "formatted": load(f"prompts:/{first.name}/2").format(name="A", mood="fine"),
        "no version": world.attempt(load, first.name, version=9),
        "allowed to be missing": load(f"{world.prefix}-none", version=1, allow_missing=True),
        "no prompt": world.attempt(load, f"{world.prefix}-none", version=1),
        "too long": world.attempt(_register, world, "long", "x" * 100_001),
        "bad name": world.attempt(_register, world, "a/b"),
    }


def a_chat_prompt_keeps_its_messages(world):
    messages = [{"role": "system", "content": "You are {{who}}"}, {"role": "user", "content": "{{question}}"}]
    made = _register(world, "chat", messages)
    loaded = mlflow.genai.load_prompt(made.name, version=1)
    return {"made": _seen(made), "loaded": _seen(loaded), "formatted": loaded.format(who="A", question="B")}


def aliases_point_and_move(world):
    name = _register(world, "alias").name
    _register(world, "alias", "two")
    steps = {}
    for version in (1, 2):
        mlflow.genai.set_prompt_alias(name, alias="prod", version=version)
        steps[f"to {version}"] = _seen(mlflow.genai.load_prompt(f"prompts:/{name}@prod"))
    mlflow.genai.delete_prompt_alias(name, alias="prod")
    return steps | {
        "deleted": mlflow.genai.load_prompt(f"prompts:/{name}@prod", allow_missing=True),
        "reserved": world.attempt(mlflow.genai.set_prompt_alias, name, alias="v3", version=1),
        "latest": world.attempt(mlflow.genai.set_prompt_alias, name, alias="latest", version=1),
        "no version": world.attempt(mlflow.genai.set_prompt_alias, name, alias="x", version=9),
        "bad": world.attempt(mlflow.genai.set_prompt_alias, name, alias="a b", version=1),
    }


def tags_are_set_and_deleted(world):
    client = MlflowClient()
    name = _register(world, "tags", tags={"a": "1"}).name
    client.set_prompt_tag(name, "team", "x")
    client.set_prompt_version_tag(name, 1, "checked", "yes")
    client.set_prompt_version_tag(name, "1", "gone", "soon")
    client.delete_prompt_version_tag(name, 1, "gone")
    both = [_seen(client.get_prompt(name)), _seen(client.get_prompt_version(name, 1))]
    client.delete_prompt_tag(name, "team")
    client.delete_prompt_tag(name, "never")
    return {
        "both": both,
        "deleted": _seen(client.get_prompt(name)),
        "no prompt": world.attempt(client.set_prompt_tag, f"{world.prefix}-none", "a", "b"),
        "no version": world.attempt(client.set_prompt_version_tag, name, 9, "a", "b"),
        "long key": world.attempt(client.set_prompt_tag, name, "k" * 251, "b"),
        "none": client.get_prompt(f"{world.prefix}-none"),
    }


FILTERS = [
    "name = '{}-find-a'",
    "name != '{}-find-a'",
    "name LIKE '{}-find-%'",
    "name ILIKE '{}-FIND-%'",
    "name IN ('{}-find-a', '{}-find-c')",
    "tags.team = 'x'",
    "tags.team != 'x'",
    "tag.team LIKE 'x%'",
    "tags.team ILIKE 'X%'",
    "tags.team = 'x' AND name LIKE '{}-find-%'",
    "attribute.name = '{}-find-a'",
    "bogus = 'x'",
    "version_number > 1",
    "name > 'a'",
    "tags.team > 'a'",
]


def prompts_are_searched(world):
    for name, team in (("a", "x"), ("b", "y"), ("c", "xx")):
        _register(world, f"find-{name}", tags={"team": team})
        MlflowClient().set_prompt_tag(f"{world.prefix}-find-{name}", "team", team)
    MlflowClient().create_registered_model(f"{world.prefix}-find-model", tags={"team": "x"})
    of_this = lambda found: [item.name for item in found if item.name.startswith(f"{world.prefix}-find-")]  # noqa: E731
    search = mlflow.genai.search_prompts
    answers = {}
    for text in FILTERS:
        filter_string = text.replace("{}", world.prefix)
        answers[text] = world.attempt(lambda f: of_this(search(filter_string=f)), filter_string)
        answers[f"models: {text}"] = world.attempt(
            lambda f: of_this(MlflowClient().search_registered_models(filter_string=f)), filter_string
        )
    pages, token = [], None
    own = f"name LIKE '{world.prefix}-find-%'"
    while True:
        page = MlflowClient().search_prompts(filter_string=own, max_results=2, page_token=token)
        pages.append(of_this(page))
        token = page.token
        if not token:
            break
    orders = {
        order: world.attempt(
            lambda o: of_this(
                MlflowClient().search_registered_models(
                    filter_string=f"tags.`mlflow.prompt.is_prompt` = 'true' AND {own}", order_by=[o]
                )
            ),
            order,
        )
        for order in ("name DESC", "name ASC", "last_updated_timestamp ASC", "timestamp DESC", "bogus", "tags.team")
    }
    return {"filters": answers, "pages": pages, "orders": orders}


def versions_are_searched(world):
    client = MlflowClient()
    name = _register(world, "versions", "one").name
    for text in ("two", "three"):
        _register(world, "versions", text)
    filters = (
        f"name = '{name}' AND tags.`mlflow.prompt.is_prompt` = 'true'",
        f"name = '{name}' AND tags.`mlflow.prompt.is_prompt` = 'true' AND version_number > 1",
        f"name = '{name}' AND tags.`mlflow.prompt.is_prompt` = 'true' AND tags.`mlflow.prompt.text` = 'two'",
        f"name = '{name}'",
        "bogus = 'x'",
        "version_number = 'x'",
    )
    return {
        "client": [version.version for version in client.search_prompt_versions(name)],
        "filters": [
            world.attempt(lambda f: [found.version for found in client.search_model_versions(f)], text)
            for text in filters
        ],
        "orders": [
            world.attempt(
                lambda o: [found.version for found in client.search_model_versions(filters[0], order_by=[o])], order
            )
            for order in ("version_number ASC", "creation_timestamp DESC", "name", "bogus")
        ],
    }


def versions_and_prompts_are_deleted(world):
    client = MlflowClient()
    name = _register(world, "gone").name
    _register(world, "gone", "two")
    mlflow.genai.set_prompt_alias(name, alias="prod", version=2)
    client.delete_prompt_version(name, "2")
    after = _register(world, "gone", "three")
    return {
        "number after deletion": after.version,
        "alias": mlflow.genai.load_prompt(f"prompts:/{name}@prod", allow_missing=True),
        "twice": world.attempt(client.delete_prompt_version, name, "2"),
        "prompt": world.attempt(client.delete_prompt, name),
        "prompt twice": world.attempt(client.delete_prompt, name),
        "after": mlflow.genai.load_prompt(name, version=1, allow_missing=True),
    }


def prompts_are_linked_to_traces(world):
    experiment_id = world.use_experiment("linked")
    name = _register(world, "linked").name
    _register(world, "linked", "two {{name}}")

    @mlflow.trace
    def answer():
        return mlflow.genai.load_prompt(name, version=2).format(name="A")

    answer()
    trace_id = mlflow.get_last_active_trace_id()
    mlflow.flush_trace_async_logging()
    _wait_for_links()
    found = lambda text: [  # noqa: E731
        trace.info.trace_id == trace_id
        for trace in mlflow.search_traces(
            experiment_ids=[experiment_id], filter_string=text, return_type="list", include_spans=False
        )
    ]
    with mlflow.start_run() as run:
        mlflow.genai.load_prompt(name, version=1)
    _wait_for_links()
    return {
        "tag": mlflow.get_trace(trace_id).info.tags.get("mlflow.linkedPrompts"),
        "by prompt": found(f"prompt = '{name}/2'"),
        "by another version": found(f"prompt = '{name}/1'"),
        "run": mlflow.get_run(run.info.run_id).data.tags.get("mlflow.linkedPrompts"),
    }


def older_calls_for_models(world):
    client = MlflowClient()
    name = f"{world.prefix}-model"
    made = client.create_registered_model(name, tags={"a": "b"}, description="d")
    version = client.create_model_version(name, source="s3://bucket/x", description="v", tags={"c": "d"})
    client.update_registered_model(name, "new")
    client.update_model_version(name, "1", "newer")
    client.rename_registered_model(name, f"{name}-2")
    renamed = client.get_registered_model(f"{name}-2")
    moved = client.get_model_version(renamed.name, "1")
    return {
        "made": [made.name, made.description, made.tags],
        "version": [version.version, version.status, version.source, version.description, version.tags],
        "renamed": [renamed.name, renamed.description, moved.name, moved.description],
        "uri": client.get_model_version_download_uri(renamed.name, "1"),
        "twice": world.attempt(client.create_registered_model, renamed.name),
        "prompt of that name": world.attempt(mlflow.genai.register_prompt, name=renamed.name, template="x"),
    }
