"""Plain HTTP calls for what no official client would send."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass


@dataclass
class Answer:
    """Status, headers and body of one answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body) if self.body.strip() else None

    @property
    def error_code(self) -> str | None:
        try:
            return self.json.get("error_code")
        except (ValueError, AttributeError):
            return None


def call(method: str, url: str, body=None, headers: dict[str, str] | None = None, limit_s: float = 60) -> Answer:
    """One request; a body that is not bytes is sent as JSON. Error statuses are answers, not exceptions."""
    sent = {"User-Agent": "spanwell-conformance", **(headers or {})}
    if body is not None and not isinstance(body, bytes):
        body = json.dumps(body).encode()
        if not any(name.lower() == "content-type" for name in sent):
            sent["Content-Type"] = "application/json"
    request = urllib.request.Request(url, data=body, headers=sent, method=method)
    try:
        with urllib.request.urlopen(request, timeout=limit_s) as answer:
            return _answer(answer)
    except urllib.error.HTTPError as error:
        with error:
            return _answer(error)


def _answer(answer) -> Answer:
    return Answer(answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read())
