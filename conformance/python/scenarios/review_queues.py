"""Review queues: every call of the official client that makes, finds, fills, changes or deletes one."""

import time

import mlflow
from mlflow.genai.label_schemas import InputText, create_label_schema
from mlflow.genai.review_queues import (
    add_items_to_review_queue,
    create_review_queue,
    delete_review_queue,
    get_or_create_user_queue,
    get_review_queue,
    list_review_queue_items,
    list_review_queues,
    remove_items_from_review_queue,
    set_review_queue_item_status,
    update_review_queue,
)


def _seen(queue):
    """A queue without its id and times."""
    return {
        "name": queue.name,
        "type": str(queue.queue_type),
        "by": queue.created_by,
        "users": queue.users,
        "schemas": len(queue.schema_ids),
    }


def _item(item):
    return {"status": str(item.status), "by": item.completed_by, "completed": item.completed_time_ms is not None}


def _make(name, queue_type="custom", **named):
    made = create_review_queue(name, queue_type=queue_type, **named)
    time.sleep(0.005)
    return made


def _question(name):
    return create_label_schema(name, type="feedback", input=InputText()).schema_id


def _trace():
    with mlflow.start_span(name="r") as span:
        pass
    mlflow.flush_trace_async_logging()
    return span.trace_id


def queues_are_made_and_found(world):
    experiment_id = world.use_experiment("made")
    made = _make("Mine", users=["Bob", " ann ", "bob"], schema_ids=[_question("a"), _question("b")])
    plain = _make("plain")
    user = _make("Eve", "user")
    return {
        "made": _seen(made),
        "plain": _seen(plain),
        "user": _seen(user),
        "by id": _seen(get_review_queue(made.queue_id)),
        "by name": _seen(get_review_queue(name="mINE")),
        "by name there": _seen(get_review_queue(name="plain", experiment_id=experiment_id)),
        "unknown id": world.attempt(get_review_queue, "rq-none"),
        "unknown name": world.attempt(get_review_queue, name="no such name"),
        "unknown experiment": world.attempt(get_review_queue, name="plain", experiment_id="999999"),
        "all": [queue.name for queue in list_review_queues()],
        "of ann": [queue.name for queue in list_review_queues(user=" ANN")],
        "of nobody": [queue.name for queue in list_review_queues(user="nobody")],
        "too many": world.attempt(list_review_queues, max_results=50001),
        "wrong token": world.attempt(list_review_queues, page_token="!!!"),
        "nowhere": world.attempt(list_review_queues, experiment_id="999999"),
    }


def queues_come_by_page(world):
    world.use_experiment("pages")
    for number in range(5):
        _make(f"q{number}")
    pages, token = [], None
    while True:
        page = list_review_queues(max_results=2, page_token=token)
        pages.append([queue.name for queue in page])
        token = page.token
        if not token:
            break
    return {"pages": pages}


def a_user_has_one_queue(world):
    world.use_experiment("user")
    first = get_or_create_user_queue(" Bob ")
    again = get_or_create_user_queue("BOB")
    _make("ann", users=["x"])
    return {
        "made": _seen(first),
        "the same": first.queue_id == again.queue_id,
        "changed": world.attempt(update_review_queue, first.queue_id, name="x"),
        "name of another": world.attempt(get_or_create_user_queue, "Ann"),
        "blank": world.attempt(get_or_create_user_queue, " "),
        "unknown experiment": world.attempt(get_or_create_user_queue, "bob", experiment_id="999999"),
        "other users": world.attempt(_make, "eve", "user", users=["ann"]),
        "own user": _seen(_make("eve", "user", users=["EVE"])),
        "with questions": world.attempt(_make, "dan", "user", schema_ids=[_question("a")]),
    }


def wrong_queues_are_refused(world):
    world.use_experiment("refused")
    _make("Taken")
    world.client.delete_experiment(gone := world.client.create_experiment(f"{world.prefix}/gone"))
    return {
        "taken": world.attempt(_make, "tAKEN"),
        "reserved": world.attempt(_make, " Default"),
        "empty": world.attempt(_make, ""),
        "blank": world.attempt(_make, " "),
        "long": world.attempt(_make, "x" * 251),
        "many users": world.attempt(_make, "a", users=[f"u{number}" for number in range(11)]),
        "most users": len(_make("b", users=[f"u{number}" for number in range(10)]).users),
        "blank user": world.attempt(_make, "c", users=[" "]),
        "unknown question": world.attempt(_make, "d", schema_ids=["ls-none"]),
        "unknown experiment": world.attempt(_make, "e", experiment_id="999999"),
        "deleted experiment": world.attempt(_make, "f", experiment_id=gone),
        "listed": [queue.name for queue in list_review_queues()],
    }


def queues_are_changed(world):
    world.use_experiment("changed")
    made = _make("first", users=["ann"])
    _make("other")
    question = _question("a")

    def change(**named):
        return world.attempt(lambda: _seen(update_review_queue(made.queue_id, **named)))

    return {
        "name": change(name=" Second "),
        "case": change(name="SECOND"),
        "taken": change(name="OTHER"),
        "reserved": change(name="default"),
        "users": change(users=["Bob", "ann"]),
        "no users": change(users=[]),
        "questions": change(schema_ids=[question, question]),
        "unknown question": change(schema_ids=["ls-none"]),
        "owner": change(new_owner=" Eve "),
        "blank owner": change(new_owner=" "),
        "nothing": change(),
        "locked": [add_items_to_review_queue(made.queue_id, item_ids=[_trace()]) and None, change(schema_ids=[])],
        "users still": change(users=["dan"]),
        "unknown": world.attempt(update_review_queue, "rq-none", name="x"),
    }


def traces_are_reviewed(world):
    world.use_experiment("reviewed")
    queue_id = _make("queue", users=["ann"]).queue_id
    first, second = _trace(), _trace()
    added = add_items_to_review_queue(queue_id, item_ids=[second, f" {first} ", second])

    def status(item_id, status, completed_by=None):
        return world.attempt(
            lambda: _item(
                set_review_queue_item_status(queue_id, item_id=item_id, status=status, completed_by=completed_by)
            )
        )

    def listed(status=None):
        return {item.item_id: _item(item) for item in list_review_queue_items(queue_id, status=status)}

    seen = {
        "added": [(item.item_id == second, _item(item), str(item.item_type)) for item in added],
        "complete": status(first, "complete", " Ann "),
        "by another": status(first, "complete", "bob"),
        "declined": status(first, "declined", "bob"),
        "nobody": status(second, "complete"),
        "blank": status(second, "complete", " "),
        "long": status(second, "complete", "x" * 251),
        "pending by": status(second, "pending", "ann"),
        "pending again": status(second, "pending"),
        "unknown item": status("tr-none", "pending"),
        "counts": [len(listed()), len(listed("pending")), len(listed("declined")), len(listed("complete"))],
    }
    kept = add_items_to_review_queue(queue_id, item_ids=[first])
    reopened = status(first, "pending")
    remove_items_from_review_queue(queue_id, item_ids=[first, "tr-none"])
    world.client.delete_traces(world.client.get_trace(second).info.experiment_id, trace_ids=[second])
    return {
        **seen,
        "kept": [_item(item) for item in kept],
        "reopened": reopened,
        "left": len(listed()),
    }


def items_come_by_page(world):
    world.use_experiment("items")
    queue_id = _make("queue").queue_id
    names = {}
    for number in range(3):
        trace_id = _trace()
        names[trace_id] = number
        add_items_to_review_queue(queue_id, item_ids=[trace_id])
        time.sleep(0.005)
    pages, token = [], None
    while True:
        page = list_review_queue_items(queue_id, max_results=2, page_token=token)
        pages.append([names[item.item_id] for item in page])
        token = page.token
        if not token:
            break
    return {
        "pages": pages,
        "wrong token": world.attempt(list_review_queue_items, queue_id, page_token="!!!"),
        "too many": world.attempt(list_review_queue_items, queue_id, max_results=50001),
    }


def wrong_items_are_refused(world):
    world.use_experiment("elsewhere")
    elsewhere = _trace()
    world.use_experiment("items refused")
    here = _trace()
    queue_id = _make("queue").queue_id
    add = add_items_to_review_queue
    return {
        "none": world.attempt(add, queue_id, item_ids=[]),
        "blank": world.attempt(add, queue_id, item_ids=[" "]),
        "unknown": world.attempt(add, queue_id, item_ids=[here, "tr-none"]),
        "of another experiment": world.attempt(add, queue_id, item_ids=[elsewhere]),
        "unknown queue": world.attempt(add, "rq-none", item_ids=[here]),
        "nothing was added": len(list_review_queue_items(queue_id)),
        "unknown queue listed": world.attempt(list_review_queue_items, "rq-none"),
        "removed none": world.attempt(remove_items_from_review_queue, queue_id, item_ids=[]),
        "removed from unknown": world.attempt(remove_items_from_review_queue, "rq-none", item_ids=[here]),
        "status in unknown": world.attempt(set_review_queue_item_status, "rq-none", item_id=here, status="pending"),
    }


def queues_are_deleted(world):
    world.use_experiment("deleted")
    made = _make("a")
    add_items_to_review_queue(made.queue_id, item_ids=[_trace()])
    return {
        "deleted": world.attempt(delete_review_queue, made.queue_id),
        "again": world.attempt(delete_review_queue, made.queue_id),
        "got": world.attempt(get_review_queue, made.queue_id),
        "made again": _seen(_make("a")),
        "items": len(list_review_queue_items(get_review_queue(name="a").queue_id)),
    }
