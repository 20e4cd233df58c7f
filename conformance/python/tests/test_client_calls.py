"""Every call in the official client's own definitions is served, or refused by name: never an unknown address."""

import re

import pytest
from mlflow.protos import databricks_pb2, mlflow_artifacts_pb2, model_registry_pb2, service_pb2, webhooks_pb2

from harness.http import call

pytestmark = pytest.mark.spanwell_only

SERVICES = [
    service_pb2.MlflowService,
    model_registry_pb2.ModelRegistryService,
    mlflow_artifacts_pb2.MlflowArtifactsService,
    webhooks_pb2.WebhookService,
]
# Only Databricks serves these; the official server knows them as little (the first one is misspelt in the definitions).
ELSEWHERE = {"searchDatasets", "searchUnifiedTraceHandler", "getOnlineTraceDetails"}


def _calls() -> list[tuple[str, str, str]]:
    """Name, method and path with its placeholders filled in."""
    found = []
    for service in SERVICES:
        for name, definition in service.DESCRIPTOR.methods_by_name.items():
            for endpoint in definition.GetOptions().Extensions[databricks_pb2.rpc].endpoints:
                path = re.sub(r"<[^>]*>|\{[^}]*\}", "x", endpoint.path)
                found.append((name, endpoint.method, f"/api/{endpoint.since.major}.0{path}"))
    return found


CALLS = [one for one in _calls() if one[0] not in ELSEWHERE]

# What the client knows as the answer of a server whose artifacts are files, before it sends them in one piece.
NOT_IN_A_FOLDER = {"Multipart download is not supported for the current artifact repository"}


def test_the_definitions_are_found():
    assert len(CALLS) > 150


@pytest.mark.parametrize(("name", "method", "path"), CALLS, ids=[f"{name} {method}" for name, method, _ in CALLS])
def test_a_call_is_served_or_named(spanwell, name, method, path):
    answer = call(method, f"{spanwell.url}{path}", body=b"{}", headers={"Content-Type": "application/json"})
    assert answer.error_code != "ENDPOINT_NOT_FOUND", answer
    if answer.status == 501:
        assert answer.error_code == "NOT_IMPLEMENTED"
        message = answer.json["message"]
        assert name.lower() in message.lower() or message in NOT_IN_A_FOLDER
    else:
        assert answer.status < 500, answer
        assert answer.status == 200 or answer.error_code, answer
