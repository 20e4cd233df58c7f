"""A program as a user writes it: the official client traces a streaming call. The model is a scripted server in a thread.

Arguments: tracking URI, experiment name.
"""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import mlflow
import openai

WORDS = ["Your ", "parcel ", "is ", "in ", "Leipzig", "."]


class Model(BaseHTTPRequestHandler):
    """Answers every call with the same words, one chunk a word, and the usage at the end."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        for word in WORDS:
            self.send_chunk([{"index": 0, "delta": {"role": "assistant", "content": word}}], None)
        self.send_chunk([{"index": 0, "delta": {}, "finish_reason": "stop"}], None)
        self.send_chunk([], {"prompt_tokens": 11, "completion_tokens": 6, "total_tokens": 17})
        self.wfile.write(b"data: [DONE]\n\n")

    def send_chunk(self, choices: list, usage: dict | None) -> None:
        chunk = {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "gpt-5-mini",
            "choices": choices,
            "usage": usage,
        }
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())

    def log_message(self, *_: object) -> None:
        """Keeps the output of the test quiet."""


def main() -> None:
    tracking_uri, experiment = sys.argv[1:3]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    mlflow.set_tracking_uri(tracking_uri)
    mlflow.set_experiment(experiment)
    mlflow.openai.autolog()
    client = openai.OpenAI(base_url=f"http://127.0.0.1:{server.server_port}/v1", api_key="none")
    stream = client.chat.completions.create(
        model="gpt-5-mini",
        messages=[{"role": "user", "content": "Where is my parcel?"}],
        stream=True,
        stream_options={"include_usage": True},
    )
    for _ in stream:
        pass
    mlflow.flush_trace_async_logging()


if __name__ == "__main__":
    main()
