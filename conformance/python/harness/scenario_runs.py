"""Runs every scenario file against both servers, a few client processes at a time, and keeps the results."""

import json
import os
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from scenarios.catalogue import COMMON, FILES

_ROOT = Path(__file__).resolve().parents[1]


class ScenarioRuns:
    """Starts the runs as soon as it is made; `result` waits for one of them."""

    def __init__(self, files: list[str], servers: list, provider_url: str, folder: Path, workers: int = 3):
        self._pool = ThreadPoolExecutor(max_workers=workers)
        self._folder = folder
        self._provider_url = provider_url
        self._runs: dict[tuple[str, int], Future] = {}
        for file in files:
            for place, server in enumerate(servers):
                self._runs[file, place] = self._pool.submit(self._run, file, place, server)

    def result(self, file: str, place: int) -> dict:
        """The masked results of one file on one server: scenario name to result."""
        return self._runs[file, place].result()

    def stop(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _run(self, file: str, place: int, server) -> dict:
        output = self._folder / f"{file}-{place}.json"
        log = self._folder / f"{file}-{place}.log"
        command = [sys.executable, "-m", "scenarios", file, "--tracking-uri", server.url]
        command += ["--provider", self._provider_url, "--output", str(output)]
        with log.open("wb") as sink:
            done = subprocess.run(
                command, cwd=_ROOT, env={**os.environ, **COMMON, **FILES[file]}, stdout=sink, stderr=sink, timeout=600
            )
        if done.returncode != 0 or not output.exists():
            raise RuntimeError(f"`{file}` on {server.name} ended with {done.returncode}:\n{log.read_text()[-6000:]}")
        return json.loads(output.read_text())
