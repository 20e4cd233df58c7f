"""Small programs of a user, run in a process of their own with the official client."""

import json
import os
import subprocess
import sys
from pathlib import Path

from scenarios.catalogue import COMMON

_ROOT = Path(__file__).resolve().parents[1]


def run_program(
    name: str, *arguments: str, env: dict[str, str] | None = None, limit_s: float = 180, python: Path | None = None
):
    """Runs `programs/<name>.py` and returns what it printed as JSON in its last line."""
    command = [str(python or sys.executable), str(_ROOT / "programs" / f"{name}.py"), *arguments]
    done = subprocess.run(
        command, cwd=_ROOT, env={**os.environ, **COMMON, **(env or {})}, capture_output=True, text=True, timeout=limit_s
    )
    assert done.returncode == 0, f"`{name}` ended with {done.returncode}:\n{done.stdout}\n{done.stderr[-6000:]}"
    return json.loads(done.stdout.strip().splitlines()[-1])
