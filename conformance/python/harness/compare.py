"""Lists the differences of two results, and takes away those that a file allows with a reason."""

import fnmatch
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

MISSING = "<missing>"


@dataclass(frozen=True)
class Difference:
    """One place where two results differ."""

    place: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.place}\n    official: {self.expected}\n    spanwell: {self.got}"


def differences(expected, got, place: str) -> list[Difference]:
    """Every place below `place` where the two values differ; the place is a path with `/` between the steps."""
    if isinstance(expected, dict) and isinstance(got, dict):
        found = []
        for key in [*expected, *(key for key in got if key not in expected)]:
            found += differences(expected.get(key, MISSING), got.get(key, MISSING), f"{place}/{key}")
        return found
    if isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        return [
            item
            for index, pair in enumerate(zip(expected, got, strict=True))
            for item in differences(*pair, f"{place}/{index}")
        ]
    if expected == got and type(expected) is type(got):
        return []
    return [Difference(place, _short(expected), _short(got))]


def _short(value, limit: int = 600) -> str:
    text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


@dataclass
class Allowed:
    """A place pattern that may differ, and why."""

    place: str
    reason: str
    uses: int = field(default=0)


class AllowedDifferences:
    """The list of differences that are meant. It may only shrink: a line nothing needs is an error."""

    def __init__(self, path: Path):
        self.path = path
        entries = tomllib.loads(path.read_text()).get("allowed", []) if path.exists() else []
        self.entries = [Allowed(**entry) for entry in entries]
        for entry in self.entries:
            assert len(entry.reason.split()) >= 3, f"{path.name}: `{entry.place}` needs a reason, not `{entry.reason}`"

    def remaining(self, found: list[Difference]) -> list[Difference]:
        """The differences no line allows."""
        return [difference for difference in found if not self._allows(difference.place)]

    def _allows(self, place: str) -> bool:
        matching = [entry for entry in self.entries if fnmatch.fnmatchcase(place, entry.place)]
        for entry in matching:
            entry.uses += 1
        return bool(matching)

    def unused(self, prefixes: list[str]) -> list[Allowed]:
        """Lines about the given scenarios that allowed nothing."""
        return [
            entry for entry in self.entries if not entry.uses and any(entry.place.startswith(name) for name in prefixes)
        ]
