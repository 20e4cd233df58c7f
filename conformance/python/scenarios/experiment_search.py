"""`search_experiments`: filters, order, paging, deleted ones."""

import mlflow
from mlflow.entities import ViewType

FILTERS = [
    "name = '{p}/alpha'",
    "name != '{p}/alpha' AND name LIKE '{p}/%'",
    "name LIKE '{p}/a%'",
    "name LIKE '{p}/A%'",
    "name ILIKE '{p}/A%'",
    "attribute.name = '{p}/alpha'",
    "tags.team = 'x' AND name LIKE '{p}/%'",
    "tag.team = 'y' AND name LIKE '{p}/%'",
    "tags.`team` != 'x' AND name LIKE '{p}/%'",
    "tags.team LIKE 'x%' AND name LIKE '{p}/%'",
    "tags.team ILIKE 'X' AND name LIKE '{p}/%'",
    "tags.team IS NULL AND name LIKE '{p}/%'",
    "tags.team IS NOT NULL AND name LIKE '{p}/%'",
    "tags.`two words` = 'v'",
    "creation_time > 1 AND name LIKE '{p}/%'",
    "creation_time < 1",
    "last_update_time >= 1 AND name LIKE '{p}/%'",
    "creation_time != 5 AND name LIKE '{p}/%'",
    'name = "{p}/beta"',
]
REFUSED = [
    "name RLIKE 'a'",
    "name IN ('Default')",
    "creation_time LIKE '1'",
    "attributes.name = 'Default'",
    "lifecycle_stage = 'active'",
    "name = Default",
    "name = 'a' OR name = 'b'",
    "bogus = 1",
    "name =",
    "tags.team > 'a'",
    "experiment_id > 1",
]


def _prepare(world) -> None:
    if world.client.get_experiment_by_name(f"{world.prefix}/alpha"):
        return
    for name, tags in [
        ("alpha", {"team": "x"}),
        ("beta", {"team": "y"}),
        ("Gamma", {"team": "x2", "two words": "v"}),
        ("delta", {}),
        ("epsilon", {}),
    ]:
        world.client.create_experiment(f"{world.prefix}/{name}", tags=tags)
    world.client.delete_experiment(world.client.get_experiment_by_name(f"{world.prefix}/delta").experiment_id)


def _names(world, **search):
    return [experiment.name for experiment in world.client.search_experiments(**search)]


def filters(world):
    _prepare(world)
    found = {}
    for text in FILTERS:
        filled = text.format(p=world.prefix)
        found[text] = world.attempt(lambda filled=filled: sorted(_names(world, filter_string=filled)))
    return found


def refused_filters(world):
    return {text: world.attempt(_names, world, filter_string=text) for text in REFUSED}


def by_id(world):
    _prepare(world)
    ids = [world.client.get_experiment_by_name(f"{world.prefix}/{name}").experiment_id for name in ("alpha", "beta")]
    quoted = ", ".join(f"'{one}'" for one in ids)
    return {
        "equal": _names(world, filter_string=f"experiment_id = '{ids[0]}'"),
        "in": _names(world, filter_string=f"experiment_id IN ({quoted})", order_by=["name"]),
        "not in": f"{world.prefix}/alpha" in _names(world, filter_string=f"experiment_id NOT IN ({quoted})"),
    }


def order(world):
    _prepare(world)
    mine = f"name LIKE '{world.prefix}/%'"
    orders = [["name"], ["name DESC"], ["name ASC"], ["creation_time"], ["creation_time DESC"], ["experiment_id ASC"]]
    orders += [
        ["last_update_time DESC", "name ASC"],
        ["attribute.name DESC"],
        ["tags.team"],
        ["bogus"],
        ["name sideways"],
    ]
    found = {str(by): world.attempt(_names, world, filter_string=mine, order_by=by) for by in orders}
    return found | {"default": _names(world, filter_string=mine)}


def views(world):
    _prepare(world)
    mine = f"name LIKE '{world.prefix}/%'"
    views = {"active": ViewType.ACTIVE_ONLY, "deleted": ViewType.DELETED_ONLY, "all": ViewType.ALL}
    return {name: _names(world, view_type=view, filter_string=mine, order_by=["name"]) for name, view in views.items()}


def paging(world):
    _prepare(world)
    mine = f"name LIKE '{world.prefix}/%'"
    pages, token = [], None
    while True:
        page = world.client.search_experiments(filter_string=mine, max_results=2, order_by=["name"], page_token=token)
        pages.append([experiment.name for experiment in page])
        token = page.token
        if not token:
            break
    return {
        "pages": pages,
        "bad token": world.attempt(_names, world, page_token="!!!"),
        "none": world.attempt(_names, world, max_results=0),
        "negative": world.attempt(_names, world, max_results=-1),
        "too many": world.attempt(_names, world, max_results=50001),
    }


def fluent(world):
    _prepare(world)
    found = mlflow.search_experiments(filter_string=f"name LIKE '{world.prefix}/%'", order_by=["name"], max_results=3)
    return found
