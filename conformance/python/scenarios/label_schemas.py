"""Label schemas: every call of the official client that makes, finds, changes or deletes one."""

import time

from mlflow.genai.label_schemas import (
    InputCategorical,
    InputNumeric,
    InputPassFail,
    InputText,
    create_label_schema,
    delete_label_schema,
    get_label_schema,
    list_label_schemas,
    update_label_schema,
)


def _seen(schema):
    """A label schema without its id and times."""
    return {
        "name": schema.name,
        "type": str(schema.type),
        "input": repr(schema.input),
        "instruction": schema.instruction,
        "comment": schema.enable_comment,
        "by": schema.created_by,
        "default": schema.is_default,
    }


def _make(name, given=None, **named):
    made = create_label_schema(name, type="feedback", input=given or InputText(), **named)
    time.sleep(0.005)
    return made


def schemas_are_made_and_found(world):
    experiment_id = world.use_experiment("made")
    inputs = {
        "pass or fail": InputPassFail(positive_label="Yes", negative_label="No"),
        "one of": InputCategorical(options=["a", "b"]),
        "some of": InputCategorical(options=["a", "ü"], multi_select=True),
        "number": InputNumeric(min_value=0.5, max_value=5),
        "any number": InputNumeric(),
        "least": InputNumeric(min_value=-1),
        "text": InputText(),
        "short text": InputText(max_length=100),
    }
    made = {name: _make(name, given) for name, given in inputs.items()}
    expectation = create_label_schema(
        "expected",
        type="expectation",
        input=InputText(),
        instruction="Say what you expect.",
        enable_comment=True,
        experiment_id=experiment_id,
    )
    return {
        "made": {name: _seen(schema) for name, schema in made.items()},
        "expectation": _seen(expectation),
        "by id": _seen(get_label_schema(schema_id=made["some of"].schema_id)),
        "by name": _seen(get_label_schema("expected", experiment_id=experiment_id)),
        "unknown id": world.attempt(get_label_schema, schema_id="ls-none"),
        "unknown name": world.attempt(get_label_schema, "no such name", experiment_id=experiment_id),
        "unknown experiment": world.attempt(get_label_schema, "number", experiment_id="999999"),
    }


def schemas_are_listed_with_the_default(world):
    experiment_id = world.use_experiment("listed")
    for name in ("a", "b", "c"):
        _make(name)
    pages, token = [], None
    while True:
        page = list_label_schemas(max_results=3, page_token=token)
        pages.append([schema.name for schema in page])
        token = page.token
        if not token:
            break
    default = list_label_schemas(experiment_id)[0]
    return {
        "pages": pages,
        "default": _seen(default),
        "default by id": _seen(get_label_schema(schema_id=default.schema_id)),
        "default by name": _seen(get_label_schema("Feedback", experiment_id=experiment_id)),
        "the same again": list_label_schemas()[0].schema_id == default.schema_id,
        "default changed": world.attempt(update_label_schema, default.schema_id, instruction="x"),
        "default deleted": world.attempt(delete_label_schema, schema_id=default.schema_id),
        "too many": world.attempt(list_label_schemas, max_results=50001),
        "too few": world.attempt(list_label_schemas, max_results=0),
        "wrong token": world.attempt(list_label_schemas, page_token="!!!"),
        "unknown experiment": world.attempt(list_label_schemas, "999999"),
    }


def schemas_are_changed(world):
    world.use_experiment("changed")
    made = _make("first", InputCategorical(options=["a", "b"]), instruction="i")
    _make("other")

    def change(**named):
        return world.attempt(lambda: _seen(update_label_schema(made.schema_id, **named)))

    return {
        "name": change(name="second"),
        "instruction": change(instruction="j"),
        "no instruction": change(instruction=""),
        "comment": change(enable_comment=True),
        "options": change(input=InputCategorical(options=["c"])),
        "nothing": change(),
        "taken": change(name="other"),
        "own name": change(name="second"),
        "reserved": change(name="feedback"),
        "empty name": change(name=""),
        "other input": change(input=InputText()),
        "several": change(input=InputCategorical(options=["c"], multi_select=True)),
        "no options": change(input=InputCategorical(options=[])),
        "unknown": world.attempt(update_label_schema, "ls-none", name="x"),
        "got": _seen(get_label_schema(schema_id=made.schema_id)),
    }


def schemas_are_deleted(world):
    world.use_experiment("deleted")
    made = _make("a")
    return {
        "deleted": world.attempt(delete_label_schema, schema_id=made.schema_id),
        "again": world.attempt(delete_label_schema, schema_id=made.schema_id),
        "got": world.attempt(get_label_schema, schema_id=made.schema_id),
        "listed": [schema.name for schema in list_label_schemas()],
        "made again": _seen(_make("a")),
    }


def wrong_schemas_are_refused(world):
    experiment_id = world.use_experiment("refused")
    _make("taken")

    def make(name="a", given=None, **named):
        return world.attempt(lambda: _seen(_make(name, given, **named)))

    world.client.delete_experiment(gone := world.client.create_experiment(f"{world.prefix}/gone"))
    return {
        "taken": make("taken"),
        "taken elsewhere": world.attempt(_make, "a", experiment_id="999999"),
        "deleted experiment": world.attempt(_make, "a", experiment_id=gone),
        "reserved": make(" FEEDBACK "),
        "empty": make(""),
        "long": make("x" * 251),
        "longest": make("x" * 250)["comment"],
        "long instruction": make(instruction="x" * 1001),
        "same labels": make(given=InputPassFail(positive_label="Y", negative_label="Y")),
        "no label": make(given=InputPassFail(positive_label="", negative_label="N")),
        "long label": make(given=InputPassFail(positive_label="x" * 65, negative_label="N")),
        "no options": make(given=InputCategorical(options=[])),
        "option twice": make(given=InputCategorical(options=["a", "a"])),
        "empty option": make(given=InputCategorical(options=[""])),
        "many options": make(given=InputCategorical(options=[str(number) for number in range(11)])),
        "no numbers": make(given=InputNumeric(min_value=1, max_value=1)),
        "no text": make(given=InputText(max_length=0)),
        "listed": sorted(schema.name[:10] for schema in list_label_schemas(experiment_id)),
    }
