"""Webhooks: every call of the official client for them, and what their receivers get."""

import base64
import contextlib
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import mlflow
import requests
from mlflow.entities.webhook import WebhookEvent

_EVENTS = ["registered_model.created", "prompt.created"]
_PUBLIC = "https://8.8.8.8/hook"
_SECRET = "a secret"


class _Receiver:
    """Keeps what is posted to it; answers with the next of the given statuses, at the end always with the last."""

    def __init__(self, *statuses):
        self.posts = []
        statuses = list(statuses or [200])
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                receiver.posts.append((dict(self.headers), body))
                self.send_response(statuses.pop(0) if len(statuses) > 1 else statuses[0])
                self.send_header("Content-Length", "8")
                self.end_headers()
                self.wfile.write(b"received")

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def wait_for(self, count, limit_s=20):
        end = time.monotonic() + limit_s
        while len(self.posts) < count and time.monotonic() < end:
            time.sleep(0.05)
        return self.posts

    def stop(self):
        self._server.shutdown()
        self._server.server_close()


@contextlib.contextmanager
def _receiving(*statuses):
    receiver = _Receiver(*statuses)
    try:
        yield receiver
    finally:
        receiver.stop()


def _is_signed(headers, body, secret):
    """The check that MLflow's documentation gives to receivers."""
    headers = {name.lower(): value for name, value in headers.items()}
    signed = f"{headers['x-mlflow-delivery-id']}.{headers['x-mlflow-timestamp']}.{body}"
    digest = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    is_fresh = abs(time.time() - int(headers["x-mlflow-timestamp"])) < 300
    return is_fresh and headers.get("x-mlflow-signature") == f"v1,{base64.b64encode(digest).decode()}"


def _seen(webhook):
    return {
        "id": webhook.webhook_id,
        "name": webhook.name,
        "description": webhook.description,
        "url": webhook.url,
        "events": sorted(str(event) for event in webhook.events),
        "status": str(webhook.status),
        "secret": webhook.secret,
        "moments": [webhook.creation_timestamp, webhook.last_updated_timestamp],
    }


def _posted(posts, secret=None):
    """Bodies in order of events, with whether they were signed as they should be."""
    found = []
    for headers, body in posts:
        names = {name.lower() for name in headers}
        signed = _is_signed(headers, body, secret) if secret else "x-mlflow-signature" in names
        found.append(
            {"signed": signed, "type": headers.get("Content-Type") or headers.get("content-type"), **json.loads(body)}
        )
    return sorted(found, key=lambda post: (post["entity"], post["action"], json.dumps(post["data"], sort_keys=True)))


def _delete_all(client):
    for webhook in client.list_webhooks(max_results=1000):
        client.delete_webhook(webhook.webhook_id)


def webhooks_are_made_changed_and_deleted(world):
    client = world.client
    _delete_all(client)
    made = client.create_webhook("hook-1", _PUBLIC, _EVENTS, description="d", secret=_SECRET, status="DISABLED")
    time.sleep(0.005)
    plain = client.create_webhook("hook-1", _PUBLIC, ["prompt_tag.set"])
    seen = {"made": _seen(made), "plain": _seen(plain), "found": _seen(client.get_webhook(made.webhook_id))}
    first = client.list_webhooks(max_results=1)
    second = client.list_webhooks(max_results=1, page_token=first.token)
    seen["pages"] = [[_seen(webhook) for webhook in first], [_seen(webhook) for webhook in second], second.token]
    seen["all"] = [_seen(webhook) for webhook in client.list_webhooks()]
    for change in [
        {"name": "hook.2"},
        {"description": "other"},
        {"url": "https://1.1.1.1/other"},
        {"events": ["model_version_alias.created", "model_version_alias.deleted"]},
        {"secret": "another"},
        {"status": "ACTIVE"},
        {"description": ""},
        {},
    ]:
        seen[f"changed {change}"] = _seen(client.update_webhook(made.webhook_id, **change))
    client.delete_webhook(made.webhook_id)
    seen["deleted"] = world.attempt(lambda: client.get_webhook(made.webhook_id))
    seen["left"] = [_seen(webhook) for webhook in client.list_webhooks()]
    return world.masked(seen)


def what_is_wrong_is_refused(world):
    client = world.client
    _delete_all(client)
    known = client.create_webhook("known", _PUBLIC, _EVENTS).webhook_id

    def attempt(call):
        return world.attempt(call)

    seen = {}
    for name in ["", "-a", "a.", "a b", "x" * 64]:
        seen[f"name {name}"] = attempt(lambda name=name: client.create_webhook(name, _PUBLIC, _EVENTS))
        if name:
            seen[f"rename {name}"] = attempt(lambda name=name: client.update_webhook(known, name=name))
    for url in ["", " ", "ftp://8.8.8.8/", "8.8.8.8", "https://"]:
        seen[f"url {url}"] = attempt(lambda url=url: client.create_webhook("a", url, _EVENTS))
    seen["no events"] = attempt(lambda: client.create_webhook("a", _PUBLIC, []))
    seen["wrong event"] = attempt(lambda: client.create_webhook("a", _PUBLIC, ["prompt.deleted"]))
    for count in [-1, 1001]:
        seen[f"page of {count}"] = attempt(lambda count=count: client.list_webhooks(max_results=count))
    seen["get"] = attempt(lambda: client.get_webhook("none"))
    seen["update"] = attempt(lambda: client.update_webhook("none", name="a"))
    seen["delete"] = attempt(lambda: client.delete_webhook("none"))
    seen["test"] = attempt(lambda: client.test_webhook("none"))
    answer = requests.post(
        f"{world.tracking_uri}/api/2.0/mlflow/webhooks",
        json={"name": "a", "url": _PUBLIC, "events": [{"entity": "PROMPT", "action": "DELETED"}]},
        timeout=60,
    )
    seen["impossible event"] = [answer.status_code, answer.json()["error_code"], answer.json()["message"]]
    return world.masked(seen)


def trials_post_an_example(world):
    client = world.client
    _delete_all(client)
    seen = {}
    events = [
        "registered_model.created",
        "model_version.created",
        "model_version_tag.set",
        "model_version_tag.deleted",
        "model_version_alias.created",
        "model_version_alias.deleted",
        "prompt.created",
        "prompt_version.created",
        "prompt_tag.set",
        "prompt_tag.deleted",
        "prompt_version_tag.set",
        "prompt_version_tag.deleted",
        "prompt_alias.created",
        "prompt_alias.deleted",
        "budget_policy.exceeded",
    ]
    with _receiving(200) as good, _receiving(404) as bad:
        signed = client.create_webhook("signed", good.url, ["prompt.created"], secret=_SECRET)
        for event in [None, *events]:
            result = client.test_webhook(signed.webhook_id, event)
            seen[f"{event}"] = [result.success, result.response_status, result.response_body, result.error_message]
        seen["posted"] = _posted(good.posts, _SECRET)
        plain = client.create_webhook("plain", bad.url, ["prompt.created"], status="DISABLED")
        result = client.test_webhook(plain.webhook_id, WebhookEvent.from_str("prompt_tag.set"))
        seen["refused"] = [result.success, result.response_status, result.response_body, result.error_message]
        seen["unsigned"] = _posted(bad.posts)
    result = client.test_webhook(plain.webhook_id)
    seen["nobody there"] = [result.success, result.response_status, result.response_body, bool(result.error_message)]
    return world.masked(seen)


def changes_are_told(world):
    client = world.client
    _delete_all(client)
    events = [
        "registered_model.created",
        "model_version.created",
        "model_version_tag.set",
        "model_version_tag.deleted",
        "model_version_alias.created",
        "model_version_alias.deleted",
        "prompt.created",
        "prompt_version.created",
        "prompt_tag.set",
        "prompt_tag.deleted",
        "prompt_version_tag.set",
        "prompt_version_tag.deleted",
        "prompt_alias.created",
        "prompt_alias.deleted",
    ]
    with _receiving() as receiver, _receiving() as silent:
        client.create_webhook("all", receiver.url, events, secret=_SECRET)
        client.create_webhook("off", silent.url, events, status="DISABLED")
        client.create_registered_model("hooked-model", tags={"k": "v"}, description="d")
        client.create_model_version("hooked-model", "s3://bucket/model", tags={"k": "v"}, description="dd")
        client.set_model_version_tag("hooked-model", "1", "a", "b")
        client.delete_model_version_tag("hooked-model", "1", "a")
        client.set_registered_model_tag("hooked-model", "a", "b")
        client.set_registered_model_alias("hooked-model", "best", "1")
        client.delete_registered_model_alias("hooked-model", "best")
        mlflow.genai.register_prompt(
            name="hooked-prompt", template="Hi {{name}}", commit_message="first", tags={"k": "v"}
        )
        client.set_prompt_tag("hooked-prompt", "a", "b")
        client.delete_prompt_tag("hooked-prompt", "a")
        client.set_prompt_version_tag("hooked-prompt", "1", "a", "b")
        client.delete_prompt_version_tag("hooked-prompt", "1", "a")
        client.set_prompt_alias("hooked-prompt", "best", 1)
        client.delete_prompt_alias("hooked-prompt", "best")
        receiver.wait_for(len(events))
        time.sleep(0.5)
        return world.masked({"told": _posted(receiver.posts, _SECRET), "silent": len(silent.posts)})


def a_delivery_that_fails_is_tried_again(world):
    client = world.client
    _delete_all(client)
    with _receiving(503, 200) as receiver, _receiving(404) as refusing:
        client.create_webhook("again", receiver.url, ["registered_model.created"])
        client.create_webhook("refusing", refusing.url, ["registered_model.created"])
        client.create_registered_model("told-twice")
        receiver.wait_for(2)
        refusing.wait_for(1)
        time.sleep(0.5)
        ids = {
            dict((k.lower(), v) for k, v in headers.items())["x-mlflow-delivery-id"] for headers, _ in receiver.posts
        }
        return {"attempts": len(receiver.posts), "ids": len(ids), "refused": len(refusing.posts)}
