"""The server as a program: start, a second one on the same folder, restart, a power cut, and the end."""

import json
import signal

import pytest

from harness import servers
from harness.http import call
from harness.otlp import Wire, new_trace_id, span
from harness.process import StartError

pytestmark = pytest.mark.spanwell_only


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_well_when_asked(tmp_path, sent):
    server = servers.start_spanwell(tmp_path)
    assert call("GET", f"{server.url}/health").status == 200
    server.child.process.send_signal(sent)
    assert server.child.process.wait(timeout=20) == 0


def test_a_second_server_on_the_same_folder_is_refused(tmp_path):
    first = servers.start_spanwell(tmp_path)
    with pytest.raises(StartError) as refused:
        servers.start_spanwell(tmp_path, "--log", "error")
    assert "data" in str(refused.value)
    assert call("GET", f"{first.url}/health").status == 200, "the first one is not disturbed"
    assert first.stop() == 0


def test_traces_survive_a_restart_and_a_power_cut(tmp_path):
    """What was acknowledged is there and whole after `kill -9`, several times over, and found by text."""
    acknowledged: dict[str, str] = {}
    experiment = None
    for round_number in range(3):
        server = servers.start_spanwell(tmp_path)
        wire = Wire(server.url)
        experiment = experiment or wire.experiment
        wire.experiment = experiment
        for hexadecimal, text in acknowledged.items():
            (one,) = wire.trace(f"tr-{hexadecimal}")["spans"]
            assert text in json.dumps(one["attributes"])
            assert wire.found(f"trace.text LIKE '%{text}%'") == [f"tr-{hexadecimal}"]
        for number in range(20):
            hexadecimal, text = new_trace_id(), f"round{round_number}number{number:02d}end"
            answer = wire.send(span(hexadecimal, attributes={"mlflow.spanInputs": {"q": text}}))
            assert answer.status == 200
            acknowledged[hexadecimal] = text
        server.child.kill()
    server = servers.start_spanwell(tmp_path)
    wire = Wire(server.url)
    wire.experiment = experiment
    assert len(wire.found(max_results=500)) == len(acknowledged)
    assert server.stop() == 0


def test_other_addresses_need_an_explicit_word(tmp_path):
    with pytest.raises(StartError) as refused:
        servers.start_spanwell(tmp_path, host="0.0.0.0")
    assert "--allow-insecure" in str(refused.value)
