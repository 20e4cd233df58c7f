"""Fixtures: servers are started once a session, on free loopback ports, and stopped by their own process id."""

from pathlib import Path

import pytest

from harness import servers
from harness.provider import Provider


def pytest_addoption(parser):
    parser.addoption(
        "--subject",
        choices=["spanwell", "official"],
        default="spanwell",
        help="the server under test; `official` compares the official server with itself and so proves the suite",
    )


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("servers")


@pytest.fixture(scope="session")
def official(folder):
    server = servers.start_official(folder / "official")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def spanwell(folder, pytestconfig):
    """The server under test."""
    if pytestconfig.getoption("--subject") == "official":
        server = servers.start_official(folder / "subject")
        yield server
        server.stop()
        return
    server = servers.start_spanwell(folder / "subject", "--webhook-allow-http", "--webhook-allow-private-addresses")
    yield server
    assert server.stop() == 0, f"the server did not end well:\n{server.child.output()[-4000:]}"


@pytest.fixture(scope="session")
def provider():
    provider = Provider()
    yield provider
    provider.stop()


def pytest_configure(config):
    config.addinivalue_line("markers", "spanwell_only: expects what the official server does not do")


def pytest_collection_modifyitems(config, items):
    """Against the official server, what only Spanwell does is left out, not skipped."""
    if config.getoption("--subject") == "official":
        items[:] = [item for item in items if not item.get_closest_marker("spanwell_only")]
