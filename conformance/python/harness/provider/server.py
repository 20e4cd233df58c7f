"""The HTTP side of the scripted provider."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ..process import LOOPBACK
from . import answers, streams

_ROUTE = re.compile(r"^/(v1|serving-endpoints)/(chat/completions|embeddings|responses|models)$")
_ERROR_MODEL = re.compile(r"error-(\d{3})")


class Provider:
    """A running provider; `openai_url` and `databricks_url` are base URLs for a client."""

    def __init__(self):
        self._server = ThreadingHTTPServer((LOOPBACK, 0), _Handler)
        self._server.daemon_threads = True
        self._server.received = []
        self._thread = threading.Thread(target=self._server.serve_forever, name="provider", daemon=True)
        self._thread.start()
        self.url = f"http://{LOOPBACK}:{self._server.server_address[1]}"
        self.openai_url = f"{self.url}/v1"
        self.databricks_url = f"{self.url}/serving-endpoints"

    @property
    def received(self) -> list[dict]:
        """Every request so far: path, headers and body."""
        return self._server.received

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self._send(200, {"object": "list", "data": [{"id": "gpt-4o-mini", "object": "model"}]})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        route = _ROUTE.match(self.path)
        if not route:
            return self._send(404, {"error": {"message": f"no route `{self.path}`"}})
        databricks = route.group(1) == "serving-endpoints"
        request = json.loads(body)
        self.server.received.append({"path": self.path, "headers": dict(self.headers), "body": request})
        if failing := _ERROR_MODEL.search(request["model"]):
            status = int(failing.group(1))
            return self._send(status, answers.error(status, databricks))
        match route.group(2), bool(request.get("stream")):
            case "chat/completions", False:
                self._send(200, answers.chat(request, databricks))
            case "chat/completions", True:
                self._stream(streams.chat(request, databricks), request["model"] == "disconnect")
            case "responses", False:
                self._send(200, answers.response(request))
            case "responses", True:
                self._stream(streams.responses(request), request["model"] == "disconnect")
            case _:
                self._send(200, answers.embeddings(request))

    def _send(self, status: int, body: dict):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, events: list[str], breaks_off: bool):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for event in events[:3] if breaks_off else events:
            data = event.encode()
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()
        if breaks_off:
            self.close_connection = True
            return
        self.wfile.write(b"0\r\n\r\n")
