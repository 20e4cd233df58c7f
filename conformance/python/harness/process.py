"""Child processes that are ready when they say so, and that are stopped by their own process id."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

LOOPBACK = "127.0.0.1"


class StartError(RuntimeError):
    """A server ended or stayed silent instead of becoming ready."""


def free_port() -> int:
    """A loopback port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


class Child:
    """One running program in its own process group, with its output kept in a file."""

    def __init__(self, command: list[str], log: Path, env: dict[str, str] | None = None):
        self.command = command
        self.log = log
        self._output = log.open("ab")
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        return self.process.pid

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_until(self, ready, what: str, limit_s: float):
        """Waits until `ready()` gives something truthy and returns it; fails at once if the program ends first."""
        deadline = time.monotonic() + limit_s
        while True:
            if result := ready():
                return result
            with contextlib.suppress(subprocess.TimeoutExpired):
                code = self.process.wait(timeout=0.05)
                raise StartError(f"`{self.command[0]}` ended with {code} before {what}:\n{self.output()[-4000:]}")
            if time.monotonic() > deadline:
                self.stop()
                raise StartError(f"`{self.command[0]}` gave no sign of {what} in {limit_s} s:\n{self.output()[-4000:]}")

    def wait_for_port(self, port: int, limit_s: float) -> None:
        self.wait_until(lambda: accepts_connections(port), f"listening on port {port}", limit_s)

    def stop(self, limit_s: float = 20) -> int:
        """Asks the program to end, insists after `limit_s`, and returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=limit_s)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.pid, signal.SIGKILL)
                self.process.wait()
        self._output.close()
        return self.process.returncode

    def kill(self) -> None:
        """Ends the program the way a power cut would."""
        self.process.kill()
        self.process.wait()
        self._output.close()


def accepts_connections(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((LOOPBACK, port)) == 0
