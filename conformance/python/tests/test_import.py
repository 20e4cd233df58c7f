"""`spanwell import mlflow`: what the official server holds is read the same from Spanwell afterwards."""

import json
import os
import subprocess

import pytest

from harness import servers
from harness.programs import run_program

pytestmark = pytest.mark.spanwell_only


def _import(url: str, folder, **env) -> subprocess.CompletedProcess:
    command = [str(servers.spanwell_binary()), "import", "mlflow", "--from", url, "--data-dir", str(folder / "data")]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, env={**os.environ, **env})


def _counts(table: str) -> dict[str, list[int]]:
    rows = [line.rsplit(None, 4) for line in table.splitlines()]
    return {row[0]: [int(cell) for cell in row[1:]] for row in rows if len(row) == 5 and row[-1].isdigit()}


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """The official server filled, its contents as read there, and the folder they were imported into, twice."""
    folder = tmp_path_factory.mktemp("import")
    official = servers.start_official(folder / "official")
    try:
        filled = run_program("fill_server", official.url, str(folder / "files"))
        first = _import(official.url, folder / "here")
        second = _import(official.url, folder / "here")
        there = run_program("read_server", official.url, json.dumps(filled))
    finally:
        official.stop()
    spanwell = servers.start_spanwell(folder / "here")
    try:
        here = run_program("read_server", spanwell.url, json.dumps(filled))
    finally:
        assert spanwell.stop() == 0
    return {"first": first, "second": second, "there": there, "here": here}


def test_all_counts_match(imported):
    first = imported["first"]
    assert first.returncode == 0, first.stdout + first.stderr
    assert "everything of the source is here" in first.stdout
    counts = _counts(first.stdout)
    for kind in ("experiments", "runs", "metric values", "artifacts", "traces", "spans", "assessments", "datasets"):
        assert counts[kind][0] > 0, first.stdout
    for kind, (found, copied, present, failed) in counts.items():
        assert (found, failed) == (copied + present, 0), kind
    assert counts["their versions"][0] == 4
    assert counts["dataset records"][0] == 1_201
    assert counts["trace links"][0] == 2


def test_a_second_import_copies_nothing(imported):
    second = imported["second"]
    assert second.returncode == 0, second.stdout + second.stderr
    for kind, (found, copied, present, _) in _counts(second.stdout).items():
        assert (copied, present) == (0, found), f"{kind}\n{second.stdout}"


@pytest.mark.parametrize("kind", ["experiments", "runs", "traces", "links", "prompts", "datasets", "model"])
def test_it_reads_the_same(imported, kind):
    assert imported["here"][kind] == imported["there"][kind]


def test_what_is_no_server_is_said(tmp_path):
    for address, said in (("sqlite:///mlflow.db", "mlflow server"), ("http://127.0.0.1:9", "cannot be reached")):
        done = _import(address, tmp_path)
        assert done.returncode == 1
        assert said in done.stderr
        assert not (tmp_path / "data").exists()
