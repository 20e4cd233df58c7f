"""Sends recorded requests of the official client again, in their old order, and compares the answers.

Ids the server gives out (experiments, assessments, old-style traces, page tokens) are learned from its answers and put
into later requests; ids the client made are sent as recorded.
"""

import base64
import json
import re
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from .compare import Difference, differences
from .http import Answer, call

# Set by the server at the moment of the call, or opaque.
_MASKED = {"creation_time", "last_update_time", "create_time", "next_page_token", "workspace"}
# Made up when the client gives none.
_MASKED |= {"run_name", "mlflow.runName"}
_MASKED |= {"creation_timestamp_ms", "last_updated_timestamp_ms", "created_time"}
_MASKED |= {"creation_timestamp", "last_updated_timestamp"}
_MASKED |= {"created_timestamp", "last_updated_timestamp", "created_at", "last_updated_at"}
_MASKED |= {"creation_time_ms", "last_update_time_ms", "completed_time_ms"}
# Present depending on which of two concurrent requests is finished first.
_RACING = {"mlflow.trace.spansLocation"}
_JSON_TEXT = {"mlflow.trace.tokenUsage", "mlflow.trace.cost", "tags", "schema", "profile"}
_LEARNED = {"experiment_id", "assessment_id", "request_id", "scorer_id", "next_page_token"}
# Other names of fields with ids of a kind.
_SAME_KIND = {
    "experiment_ids": "experiment_id",
    "page_token": "next_page_token",
    "overrides": "assessment_id",
    "scorer_ids": "scorer_id",
}
# The client sends a trace's header and its spans at the same time, and a server may hold back the answer to the header
# until the spans are there.
_HEADERS, _SPANS = "/api/3.0/mlflow/traces", "/v1/traces"
_EXPERIMENT_PATHS = re.compile(r"(mlflow-artifacts:/|/mlflow-artifacts/artifacts/)(\d+)(?=/|\b)")
_ARTIFACT_FOLDER = re.compile(r"^\d+(?=/)")
# Ids that the server gives out, wherever they stand: of assessments, models, datasets and their records, issues, label
# schemas, review queues, runs and traces of older clients.
_SERVER_IDS = re.compile(r"(?<![0-9a-z-])(a-|m-|d-|dr-|iss-|ls-|rq-)?[0-9a-f]{32}\b")
_OTHER_IDS = {"run_id", "run_uuid", "model_id", "dataset_id", "dataset_record_id", "issue_id", "schema_id", "queue_id"}


@dataclass
class Exchange:
    """One recorded request with its answer."""

    workflow: str
    seq: int
    method: str
    path: str
    status: int
    query: str = ""
    headers: dict | None = None
    body: dict | None = None
    answer: dict | None = None

    @property
    def trace(self) -> str | None:
        """The trace whose header this request carries."""
        if self.path != _HEADERS or not self.body or "json" not in self.body:
            return None
        return self.body["json"].get("trace", {}).get("trace_info", {}).get("trace_id")

    @property
    def place(self) -> str:
        short = re.sub(r"^/(ajax-)?api/", "", self.path)
        short = re.sub(r"(tr-)?[0-9a-f]{32}", "ID", short).replace("/", ":")
        return f"{self.workflow}/{self.seq} {self.method} {short}"


def load(path: Path) -> list[Exchange]:
    """The exchanges of one recording file."""
    return [Exchange(workflow=path.stem, **json.loads(line)) for line in path.read_text().splitlines()]


class Replayer:
    """Replays files one after another against one server and keeps what it learned about ids."""

    def __init__(self, url: str, overlap: bool):
        self._url = url
        self._overlap = overlap
        self._names: dict[tuple[str, str], str] = {}
        self._recorded_traces: dict[str, dict] = {}

    def replay(self, exchanges: list[Exchange]) -> list[Difference]:
        """Every difference between the recorded answers and those of this server."""
        answers: list[tuple[Exchange, Future]] = []
        unlearned: list[tuple[Exchange, Future]] = []
        with ThreadPoolExecutor(max_workers=16) as pool:
            for exchange in exchanges:
                together = self._overlap and exchange.path in (_HEADERS, _SPANS)
                held = [
                    one for one in unlearned if together and one[0].path == _HEADERS and one[0].trace != exchange.trace
                ]
                # Each answer is learned once: a token learned again would replace a newer one of the same recorded name
                # while a request that needs the newer one is being written.
                self._learn_all([one for one in unlearned if one not in held])
                answers.append((exchange, pool.submit(self._send, exchange)))
                unlearned = [*held, answers[-1]]
        self._learn_all(unlearned)
        found = []
        for exchange, future in answers:
            found += self._compare(exchange, future.result())
        return found

    def _learn_all(self, answers: list[tuple[Exchange, Future]]) -> None:
        """Waits for everything sent so far."""
        for exchange, future in answers:
            self._learn(exchange, future.result())

    def _send(self, exchange: Exchange) -> Answer:
        path = self._renamed_paths(exchange.path)
        if exchange.query:
            pairs = parse_qsl(exchange.query, keep_blank_values=True)
            path += "?" + urlencode([(name, self._renamed(value, name)) for name, value in pairs])
        headers = dict(exchange.headers or {})
        if "x-mlflow-experiment-id" in headers:
            headers["x-mlflow-experiment-id"] = self._known("experiment_id", headers["x-mlflow-experiment-id"])
        return call(exchange.method, self._url + path, self._body(exchange.body), headers)

    def _body(self, body: dict | None) -> bytes | None:
        if body is None:
            return None
        if "b64" in body:
            return base64.b64decode(body["b64"])
        if "text" in body:
            return body["text"].encode()
        return json.dumps(self._renamed(body["json"])).encode()

    def _known(self, kind: str, recorded: str) -> str:
        return self._names.get((kind, recorded), recorded)

    def _renamed(self, value, key: str | None = None):
        """A recorded value with the ids this server gave out in place of the recorded ones."""
        if isinstance(value, dict):
            return {name: self._renamed(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [self._renamed(item, key) for item in value]
        if key == "experiment_id" and isinstance(value, int):
            return int(self._known(key, str(value)))
        if not isinstance(value, str):
            return value
        kind = _SAME_KIND.get(key, key)
        if kind == "trace_id":
            kind = "request_id"
        if kind in _LEARNED:
            return self._known(kind, value)
        if kind == "path":
            value = _ARTIFACT_FOLDER.sub(lambda hit: self._known("experiment_id", hit.group()), value)
        return self._renamed_paths(value)

    def _renamed_paths(self, text: str) -> str:
        """Artifact locations and request paths: experiments, and ids the server gave to traces and assessments."""
        text = _EXPERIMENT_PATHS.sub(lambda hit: hit.group(1) + self._known("experiment_id", hit.group(2)), text)
        return _SERVER_IDS.sub(
            lambda hit: self._known("assessment_id" if hit.group(1) == "a-" else "request_id", hit.group()), text
        )

    def _learn(self, exchange: Exchange, answer: Answer) -> None:
        if exchange.status == 200 and answer.status == 200 and exchange.answer and "json" in exchange.answer:
            try:
                self._pair(exchange.answer["json"], answer.json)
            except ValueError:
                return

    def _pair(self, recorded, actual, key: str | None = None) -> None:
        if isinstance(recorded, dict) and isinstance(actual, dict):
            for name in recorded.keys() & actual.keys():
                self._pair(recorded[name], actual[name], name)
        elif isinstance(recorded, list) and isinstance(actual, list):
            for pair in zip(recorded, actual, strict=False):
                self._pair(*pair, key)
        elif key == "records":
            self._pair(_records(recorded), _records(actual))
        elif key == "next_page_token":
            # The same recorded token (an offset) comes back for many searches: the newest one is meant.
            self._names[key, recorded] = actual
        elif key in _OTHER_IDS and isinstance(recorded, str) and isinstance(actual, str):
            self._names.setdefault(("request_id", recorded), actual)
        elif key == "request_id" and str(recorded).startswith("tr-"):
            return  # Made by the client.
        elif key in _LEARNED and isinstance(recorded, str) and isinstance(actual, str):
            self._names.setdefault((key, recorded), actual)

    def _compare(self, exchange: Exchange, answer: Answer) -> list[Difference]:
        if answer.status != exchange.status:
            got = f"{answer.status} {answer.body[:300]!r}"
            return [Difference(f"{exchange.place}/status", str(exchange.status), got)]
        recorded = exchange.answer or {}
        if exchange.status != 200:
            expected = (recorded.get("json") or {}).get("error_code") if "json" in recorded else None
            return differences(expected, answer.error_code, f"{exchange.place}/error_code") if expected else []
        try:
            if "json" in recorded:
                expected, got = self._settled(self._renamed(self._whole(recorded["json"])), answer.json)
                return differences(_comparable(expected), _comparable(got), exchange.place)
            if recorded.get("text", "").startswith("{"):
                return differences(_comparable(json.loads(recorded["text"])), _comparable(answer.json), exchange.place)
        except ValueError:
            return [Difference(f"{exchange.place}/json", "JSON", repr(answer.body[:300]))]
        return []

    def _settled(self, expected, got):
        """Both answers without what chance decides: traces of one millisecond are listed by id, and the server allots
        some of the ids. The order of those is made the same; at the end of a page they are left out."""
        if not all(isinstance(one, dict) and isinstance(one.get("traces"), list) for one in (expected, got)):
            return expected, got
        allotted = {actual for (kind, recorded), actual in self._names.items() if kind == "request_id"}

        def grouped(answer):
            groups = [list(rows) for _, rows in groupby(answer["traces"], key=_time_of)]
            return [sorted(rows, key=lambda row: _id_of(row) not in allotted) for rows in groups]

        groups, got_groups = grouped(expected), grouped(got)
        if groups and any(_id_of(row) in allotted for row in groups[-1]):
            last = _time_of(groups[-1][0])
            groups, got_groups = ([rows for rows in one if _time_of(rows[0]) != last] for one in (groups, got_groups))
        return {**expected, "traces": list(chain(*groups))}, {**got, "traces": list(chain(*got_groups))}

    def _whole(self, recorded):
        """Puts back the traces that the recording names only by id because they were shown before."""
        if not isinstance(recorded, dict) or not isinstance(recorded.get("traces"), list):
            return recorded
        traces = []
        for trace in recorded["traces"]:
            if isinstance(trace, dict) and "trace_id" in trace:
                self._recorded_traces[trace["trace_id"]] = trace
            traces.append(self._recorded_traces.get(trace, trace) if isinstance(trace, str) else trace)
        return {**recorded, "traces": traces}


def _records(text: str) -> list:
    """Records of a dataset: the official server lists those of one millisecond by ids that it made up."""
    return sorted(json.loads(text), key=lambda record: json.dumps(record["inputs"], sort_keys=True))


def _time_of(trace):
    return trace.get("request_time") or trace.get("timestamp_ms")


def _id_of(trace):
    return trace.get("trace_id") or trace.get("request_id")


def _comparable(value, key: str | None = None):
    """Order of map-like lists, numbers in text and server times taken out."""
    if isinstance(value, dict):
        return {
            # The digest of a dataset is made of the time of its last change.
            name: _comparable(item, "created_time" if name == "digest" and "dataset_id" in value else name)
            for name, item in value.items()
            if name not in _RACING and item is not None
        }
    if isinstance(value, list):
        if value and all(isinstance(item, dict) and "key" in item and set(item) <= {"key", "value"} for item in value):
            return {
                item["key"]: _comparable(item.get("value"), item["key"]) for item in value if item["key"] not in _RACING
            }
        if key == "metrics":
            # By name: the official server lists them in no order.
            value = sorted(value, key=lambda metric: (metric.get("run_id", ""), metric.get("key", "")))
        return [_comparable(item) for item in value]
    if key in _MASKED:
        return "<set by the server>"
    if key == "records" and isinstance(value, str):
        return _comparable(_records(value))
    if key in _JSON_TEXT and isinstance(value, str) and value.startswith("{"):
        return _comparable(json.loads(value))
    if isinstance(value, float):
        return float(f"{value:.9g}")
    return value
