"""Replaces what differs between two runs by nature (ids, times, hosts) by stable names."""

import json
import re

_PATTERNS = [
    ("trace", re.compile(r"\btr-[0-9a-f]{32}\b")),
    ("assessment", re.compile(r"\ba-[0-9a-f]{32}\b")),
    ("uuid", re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")),
    ("commit", re.compile(r"\b[0-9a-f]{40}\b")),
    ("hex32", re.compile(r"\b[0-9a-f]{32}\b")),
    ("hex16", re.compile(r"\b[0-9a-f]{16}\b")),
]
_LOCATION = re.compile(r"(mlflow-artifacts:/)(\d+)")
_HOST = re.compile(r"http://127\.0\.0\.1:\d+")
_MOMENT = re.compile(r"\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)?")
_SINCE_2026_MS = (1_760_000_000_000, 2_000_000_000_000)
_DURATIONS = {"execution_duration", "execution_time_ms", "execution_duration_ms", "execution_time"}
_SIZES = {"mlflow.trace.sizeBytes", "mlflow.trace.sizeStats"}
_EXPERIMENTS = {"experiment_id", "experiment_ids", "mlflow.experimentId"}


class Masks:
    """Names things in order of appearance, so that equal ids stay equal and different ids stay different."""

    def __init__(self):
        self._names: dict[tuple[str, str], str] = {}

    def apply(self, value, key: str | None = None):
        """`value` with everything that differs by nature replaced."""
        if isinstance(value, dict):
            return {self._text(name, None): self.apply(item, name) for name, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.apply(item, key) for item in value]
        if value is None or isinstance(value, bool):
            return value
        if key in _EXPERIMENTS:
            return self._name("experiment", str(value))
        if key in _DURATIONS:
            return "<duration>"
        if key in _SIZES:
            return _span_count(str(value))
        if isinstance(value, int | float):
            return _number(value)
        return self._text(value, key) if isinstance(value, str) else repr(value)

    def _text(self, text: str, key: str | None) -> str:
        text = _HOST.sub("<host>", text)
        text = _MOMENT.sub("<moment>", text)
        for kind, pattern in _PATTERNS:
            text = pattern.sub(lambda found, kind=kind: self._name(kind, found.group()), text)
        return _LOCATION.sub(lambda found: found.group(1) + self._name("experiment", found.group(2)), text)

    def _name(self, kind: str, value: str) -> str:
        if kind == "experiment" and value == "0":
            return "<experiment default>"
        if kind == "hex32" and ("trace", f"tr-{value}") in self._names:
            return self._names["trace", f"tr-{value}"]
        count = sum(1 for known, _ in self._names if known == kind)
        return self._names.setdefault((kind, value), f"<{kind} {count + 1}>")


def _span_count(text: str):
    """Byte sizes depend on the digits of ids and times; the number of spans does not."""
    try:
        counted = json.loads(text)
    except ValueError:
        return "<size>"
    return {"num_spans": counted["num_spans"]} if isinstance(counted, dict) and "num_spans" in counted else "<size>"


def _number(value: int | float):
    low, high = _SINCE_2026_MS
    for scale in (1, 1_000, 1_000_000):
        if low * scale <= value < high * scale:
            return "<moment>"
    if isinstance(value, float):
        # MLflow's prices are equal to 1e-9; more digits are noise of the order of addition.
        return float(f"{value:.9g}")
    return value
