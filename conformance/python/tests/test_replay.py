"""Recorded requests of the official client get the recorded answers.

The recordings were made against one server, so they are replayed in order against one server. Differences that are
meant, above all the official server's faults that are not ours, are in `replay_differences.toml`.
"""

from pathlib import Path

import pytest

from harness import servers
from harness.compare import AllowedDifferences
from harness.replay import Replayer, load

ROOT = Path(__file__).resolve().parents[1]
RECORDINGS = sorted((ROOT.parent / "recordings").glob("*.jsonl"))


@pytest.fixture(scope="session")
def replayed(folder, pytestconfig):
    """Differences by workflow, from a server that has seen nothing else."""
    official = pytestconfig.getoption("--subject") == "official"
    server = (servers.start_official if official else servers.start_spanwell)(folder / "replay")
    replayer = Replayer(server.url, overlap=not official)
    yield {path.stem: replayer.replay(load(path)) for path in RECORDINGS}
    server.stop()


@pytest.fixture(scope="session")
def allowed():
    return AllowedDifferences(ROOT / "replay_differences.toml")


@pytest.mark.parametrize("workflow", [path.stem for path in RECORDINGS])
def test_replay(replayed, allowed, workflow):
    found = allowed.remaining(replayed[workflow])
    assert not found, f"{len(found)} differences:\n" + "\n".join(str(item) for item in found[:40])


def test_every_allowed_difference_is_needed(replayed, allowed, request, pytestconfig):
    collected = {item.name for item in request.session.items}
    whole = all(f"test_replay[{path.stem}]" in collected for path in RECORDINGS)
    if whole and pytestconfig.getoption("--subject") == "spanwell":
        unused = allowed.unused([path.stem for path in RECORDINGS])
        assert not unused, f"lines of {allowed.path.name} that nothing needs: {[entry.place for entry in unused]}"
