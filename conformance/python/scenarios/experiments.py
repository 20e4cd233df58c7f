"""Experiments: every call of the official client that makes, reads, changes or removes one."""

import mlflow
from mlflow.entities import ExperimentTag


def default_experiment_exists(world):
    experiment = world.client.get_experiment("0")
    return {"name": experiment.name, "stage": experiment.lifecycle_stage, "id": experiment.experiment_id}


def create_and_read(world):
    name = f"{world.prefix}/created"
    experiment_id = world.client.create_experiment(name, tags={"team": "a", "größe": "ü"})
    return {
        "decimal id": experiment_id.isdecimal(),
        "by id": world.client.get_experiment(experiment_id),
        "by name": world.client.get_experiment_by_name(name),
        "unknown name": world.client.get_experiment_by_name(f"{world.prefix}/nothing"),
        "unknown id": world.attempt(world.client.get_experiment, "999999"),
        "negative id": world.attempt(world.client.get_experiment, "-1"),
        "id that is no number": world.attempt(world.client.get_experiment, "abc"),
    }


def create_with_artifact_location(world):
    experiment_id = world.client.create_experiment(f"{world.prefix}/located", artifact_location="file:///tmp/somewhere")
    location = world.client.get_experiment(experiment_id).artifact_location
    return {
        "location": location,
        "fragment": world.attempt(world.client.create_experiment, f"{world.prefix}/bad", "ftp://x#y"),
    }


def names_are_checked(world):
    name = f"{world.prefix}/twice"
    world.client.create_experiment(name)
    longest = f"{world.prefix}/".ljust(500, "x")
    return {
        "twice": world.attempt(world.client.create_experiment, name),
        "empty": world.attempt(world.client.create_experiment, ""),
        "longest": world.client.get_experiment(world.client.create_experiment(longest)).name == longest,
        "too long": world.attempt(world.client.create_experiment, longest + "x"),
    }


def set_experiment(world):
    made = mlflow.set_experiment(f"{world.prefix}/set")
    again = mlflow.set_experiment(f"{world.prefix}/set")
    by_id = mlflow.set_experiment(experiment_id=made.experiment_id)
    return {
        "made": made,
        "same": made.experiment_id == again.experiment_id == by_id.experiment_id,
        "unknown id": world.attempt(mlflow.set_experiment, experiment_id="999999"),
    }


def rename(world):
    experiment_id = world.client.create_experiment(f"{world.prefix}/old name")
    other = world.client.create_experiment(f"{world.prefix}/taken")
    world.client.rename_experiment(experiment_id, f"{world.prefix}/new name")
    return {
        "renamed": world.client.get_experiment(experiment_id),
        "old name": world.client.get_experiment_by_name(f"{world.prefix}/old name"),
        "taken": "error" in world.attempt(world.client.rename_experiment, other, f"{world.prefix}/new name"),
        "unknown": world.attempt(world.client.rename_experiment, "999999", f"{world.prefix}/x"),
    }


def delete_and_restore(world):
    name = f"{world.prefix}/deleted"
    experiment_id = world.client.create_experiment(name, tags={"kept": "yes"})
    deleted = world.attempt(world.client.delete_experiment, experiment_id)
    seen = {
        "deleted": deleted,
        "still readable": world.client.get_experiment(experiment_id),
        "by name": world.client.get_experiment_by_name(name),
        "again": world.attempt(world.client.delete_experiment, experiment_id),
        "same name": world.attempt(world.client.create_experiment, name),
        "set_experiment": world.attempt(mlflow.set_experiment, name),
        "rename": world.attempt(world.client.rename_experiment, experiment_id, f"{name} 2"),
        "tag": world.attempt(world.client.set_experiment_tag, experiment_id, "a", "b"),
        "unknown": world.attempt(world.client.delete_experiment, "999999"),
    }
    world.client.restore_experiment(experiment_id)
    seen["restored"] = world.client.get_experiment(experiment_id)
    seen["restore twice"] = world.attempt(world.client.restore_experiment, experiment_id)
    seen["restore unknown"] = world.attempt(world.client.restore_experiment, "999999")
    return seen


def tags(world):
    experiment_id = world.client.create_experiment(f"{world.prefix}/tags", tags={"first": "1"})
    world.client.set_experiment_tag(experiment_id, "second", "2")
    world.client.set_experiment_tag(experiment_id, "first", "changed")
    world.client.set_experiment_tag(experiment_id, "empty", "")
    world.client.set_experiment_tag(experiment_id, "a/b c:d.e-f_g", "characters")
    set_tags = world.client.get_experiment(experiment_id).tags
    world.client.delete_experiment_tag(experiment_id, "second")
    return {
        "set": set_tags,
        "after delete": world.client.get_experiment(experiment_id).tags,
        "delete missing": world.attempt(world.client.delete_experiment_tag, experiment_id, "nothing"),
        "unknown experiment": world.attempt(world.client.set_experiment_tag, "999999", "a", "b"),
        "longest value": world.attempt(world.client.set_experiment_tag, experiment_id, "long", "x" * 20000),
        "too long value": world.attempt(world.client.set_experiment_tag, experiment_id, "longer", "x" * 20001),
        "too long key": world.attempt(world.client.set_experiment_tag, experiment_id, "k" * 251, "x"),
        "bad key": world.attempt(world.client.set_experiment_tag, experiment_id, "a\nb", "x"),
    }


def fluent_tags(world):
    world.use_experiment("fluent")
    mlflow.set_experiment_tag("one", 1)
    mlflow.set_experiment_tags({"two": "2", "three": "3"})
    return mlflow.get_experiment_by_name(f"{world.prefix}/fluent")


def tag_entities(world):
    experiment_id = mlflow.create_experiment(f"{world.prefix}/entity", tags={ExperimentTag("a", "b").key: "b"})
    found = mlflow.get_experiment(experiment_id)
    mlflow.delete_experiment(experiment_id)
    return {"found": found, "stage": mlflow.get_experiment(experiment_id).lifecycle_stage}
