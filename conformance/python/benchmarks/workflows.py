"""Compares what a user of the official client waits for: runs, prompts, datasets, evaluation.

Each workflow runs against our server and the official one in turn on the same machine; the ratio is what counts.
"""

import sys
import tempfile
from pathlib import Path

from harness import servers
from harness.programs import run_program

# Rounds; the best of each is compared, so that a moment of a busy machine does not count.
ROUNDS = 2


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        official = servers.start_official(Path(folder) / "official")
        spanwell = servers.start_spanwell(Path(folder) / "spanwell")
        best: dict[str, dict[str, float]] = {}
        try:
            for _ in range(ROUNDS):
                for server in (spanwell, official):
                    for what, seconds in run_program("timed_workflows", server.url, limit_s=900).items():
                        taken = best.setdefault(what, {})
                        taken[server.name] = min(seconds, taken.get(server.name, seconds))
        finally:
            spanwell.stop()
            official.stop()
    print(f"{'workflow with the official client':<40} {'Spanwell':>12} {'MLflow':>12} {'ratio':>8}")
    for what, taken in best.items():
        ours, theirs = taken["spanwell"], taken["official"]
        print(f"{what:<40} {ours * 1000:>9.1f} ms {theirs * 1000:>9.1f} ms {theirs / ours:>7.1f}x")
    return 0


if __name__ == "__main__":
    sys.exit(main())
