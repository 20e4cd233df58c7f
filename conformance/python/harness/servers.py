"""The two tracking servers: the one under test and the official one that judges it."""

import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from .process import LOOPBACK, Child, free_port

READY_LINE = re.compile(r"^listening on (http://\S+:\d+)\s*$", re.MULTILINE)
REPOSITORY = Path(__file__).resolve().parents[3]


@dataclass
class TrackingServer:
    """A running tracking server."""

    name: str
    url: str
    child: Child
    data: Path
    grpc_port: int = 0
    details: dict = field(default_factory=dict)

    def stop(self) -> int:
        return self.child.stop()


def spanwell_binary() -> Path:
    """The binary under test: `SPANWELL_BINARY`, else the newest build in the target folder."""
    if chosen := os.environ.get("SPANWELL_BINARY"):
        return Path(chosen)
    target = Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target"))
    built = [path for profile in ("debug", "release") if (path := target / profile / "spanwell").exists()]
    if not built:
        raise FileNotFoundError(
            f"no `spanwell` in `{target}`; build it with `cargo build -p spanwell-server` or set `SPANWELL_BINARY`"
        )
    return max(built, key=lambda path: path.stat().st_mtime)


def start_spanwell(
    folder: Path, *arguments: str, host: str = LOOPBACK, env: dict[str, str] | None = None
) -> TrackingServer:
    """Starts Spanwell with its data below `folder`, on free loopback ports."""
    folder.mkdir(parents=True, exist_ok=True)
    grpc_port = free_port()
    command = [str(spanwell_binary()), "serve", "--host", host, "--port", "0"]
    command += ["--data-dir", str(folder / "data"), "--otlp-grpc-port", str(grpc_port), *arguments]
    log = folder / "spanwell.log"
    already = log.read_text(errors="replace").count("listening on") if log.exists() else 0
    child = Child(command, log, env)

    def address():
        found = READY_LINE.findall(child.output())
        return found[already] if len(found) > already else None

    url = child.wait_until(address, "a line `listening on http://…`", limit_s=30)
    return TrackingServer("spanwell", url, child, folder / "data", grpc_port)


def start_official(folder: Path) -> TrackingServer:
    """Starts the official MLflow server: SQLite, one worker, artifacts as files, no background jobs."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = [sys.executable, "-m", "mlflow", "server", "--host", LOOPBACK, "--port", str(port), "--workers", "1"]
    command += [
        "--backend-store-uri",
        f"sqlite:///{folder}/mlflow.db",
        "--artifacts-destination",
        f"{folder}/artifacts",
    ]
    env = {
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "DO_NOT_TRACK": "true",
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
        "MLFLOW_MODEL_CATALOG_URI": "",
        "HOME": str(folder),
        # Webhooks post to receivers on this machine, and a new webhook is told from its first event on.
        "MLFLOW_WEBHOOK_ALLOWED_SCHEMES": "http,https",
        "MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS": "true",
        "MLFLOW_WEBHOOK_CACHE_TTL": "0",
    }
    child = Child(command, folder / "mlflow.log", env)
    child.wait_for_port(port, limit_s=120)
    return TrackingServer("official", f"http://{LOOPBACK}:{port}", child, folder)
