"""A released client from before OTLP export works: it sends the header, uploads its spans and downloads them again."""

import sys
from pathlib import Path

import pytest

from harness.otlp import Wire, new_trace_id, span
from harness.programs import run_program
from scenarios.catalogue import ASYNCHRONOUS

OLD_PYTHON = Path(sys.prefix) / "old-client" / "bin" / "python"


@pytest.fixture(scope="module")
def seen(spanwell, provider):
    return run_program("old_client", spanwell.url, provider.url, python=OLD_PYTHON, env=ASYNCHRONOUS)


def test_it_reads_what_it_wrote(seen):
    assert seen["version"] == "3.2.0"
    assert seen["spans"] == [["answer", "CHAIN"], ["Completions", "CHAT_MODEL"]]
    assert seen["outputs"] == "Paris is the capital of France."
    assert seen["client_request_id"] == "req-old"
    assert seen["tokens"] == {"input_tokens": 12, "output_tokens": 7, "total_tokens": 19}
    assert seen["found"] == [[seen["trace"], 2]]


@pytest.mark.spanwell_only
def test_its_spans_are_in_the_store(seen, spanwell):
    wire = Wire(spanwell.url)
    wire.experiment = seen["experiment"]
    assert wire.found("trace.text LIKE '%needle from the past%'") == [seen["trace"]]
    assert wire.found("span.type = 'CHAT_MODEL'") == [seen["trace"]]
    assert len(wire.trace(seen["trace"])["spans"]) == 2


@pytest.mark.spanwell_only
def test_it_reads_a_trace_that_came_by_otlp(spanwell):
    wire = Wire(spanwell.url)
    hexadecimal = new_trace_id()
    wire.send(span(hexadecimal, "newer", attributes={"mlflow.spanInputs": {"q": 1}}))
    read = run_program("read_trace", spanwell.url, f"tr-{hexadecimal}", python=OLD_PYTHON)
    assert read["spans"]["newer"]["inputs"] == {"q": 1}
