"""A reverse proxy that answers some requests itself: situations a healthy server never gives."""

import http.client
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from .process import LOOPBACK

# (status, body) to answer without asking the server, or None to pass the request on.
Rule = Callable[[str, str], tuple[int, bytes] | None]
_NOT_PASSED_ON = {"connection", "transfer-encoding", "host", "content-length", "keep-alive", "date", "server"}


class Relay:
    """Passes requests to `upstream`, except those `rule(method, path)` answers; remembers what it saw."""

    def __init__(self, upstream: str, rule: Rule):
        self._server = ThreadingHTTPServer((LOOPBACK, 0), _Handler)
        self._server.daemon_threads = True
        self._server.upstream = urlsplit(upstream).netloc
        self._server.rule = rule
        self._server.seen = []
        threading.Thread(target=self._server.serve_forever, name="relay", daemon=True).start()
        self.url = f"http://{LOOPBACK}:{self._server.server_address[1]}"

    @property
    def seen(self) -> list[tuple[str, str, int]]:
        """Method, path without query, and status of every request so far."""
        return list(self._server.seen)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def _handle(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = urlsplit(self.path).path
        own = self.server.rule(self.command, path)
        if own:
            status, headers, data = own[0], [("Content-Type", "application/json")], own[1]
        else:
            status, headers, data = self._ask(body)
        self.server.seen.append((self.command, path, status))
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in _NOT_PASSED_ON:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _ask(self, body: bytes):
        connection = http.client.HTTPConnection(self.server.upstream, timeout=120)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _NOT_PASSED_ON}
        connection.request(self.command, self.path, body=body or None, headers=headers)
        answer = connection.getresponse()
        result = answer.status, answer.getheaders(), answer.read()
        connection.close()
        return result

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle
