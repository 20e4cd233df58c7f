"""The official client, run unchanged against the official server and against ours: the results are equal.

Differences that are meant are in `differences.toml`, each with its reason; a line that nothing needs fails.
"""

import ast
from pathlib import Path

import pytest

from harness.compare import AllowedDifferences, differences
from harness.scenario_runs import ScenarioRuns
from scenarios.catalogue import FILES

ROOT = Path(__file__).resolve().parents[1]


def _scenarios(file: str) -> list[str]:
    """Names of the scenarios of a file, read without importing the client."""
    tree = ast.parse((ROOT / "scenarios" / f"{file}.py").read_text())
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [
        node.name
        for node in functions
        if not node.name.startswith("_") and [argument.arg for argument in node.args.args] == ["world"]
    ]


CASES = [(file, name) for file in FILES for name in _scenarios(file)]


@pytest.fixture(scope="session")
def runs(official, spanwell, provider, folder, request):
    collected = {item.callspec.params["file"] for item in request.session.items if "file" in _parameters(item)}
    files = [file for file in FILES if file in collected]
    runs = ScenarioRuns(files, [official, spanwell], provider.url, folder)
    yield runs
    runs.stop()


def _parameters(item) -> dict:
    return item.callspec.params if hasattr(item, "callspec") else {}


@pytest.fixture(scope="session")
def allowed():
    return AllowedDifferences(ROOT / "differences.toml")


@pytest.mark.parametrize(("file", "name"), CASES, ids=[f"{file}.{name}" for file, name in CASES])
def test_scenario(runs, allowed, file, name):
    expected = runs.result(file, 0)[name]
    got = runs.result(file, 1)[name]
    assert expected, "the scenario shows nothing on the official server"
    assert "failed" not in expected, f"the scenario does not work on the official server: {expected['failed']}"
    found = allowed.remaining(differences(expected, got, f"{file}.{name}"))
    assert not found, f"{len(found)} differences:\n" + "\n".join(str(item) for item in found[:40])


def test_every_allowed_difference_is_needed(runs, allowed, request, pytestconfig):
    collected = {item.name for item in request.session.items}
    whole = all(f"test_scenario[{file}.{name}]" in collected for file, name in CASES)
    if whole and pytestconfig.getoption("--subject") == "spanwell":
        unused = allowed.unused([f"{file}." for file in FILES])
        assert not unused, f"lines of {allowed.path.name} that nothing needs: {[entry.place for entry in unused]}"
