"""A chat span whose messages travel as log events."""

import json
import sys

from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

order, url, experiment = sys.argv[1:4]
headers = {"x-mlflow-experiment-id": experiment}
spans = TracerProvider()
spans.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{url}/v1/traces", headers=headers)))
logs = LoggerProvider()
logs.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter(endpoint=f"{url}/v1/logs", headers=headers)))
with spans.get_tracer("t").start_as_current_span("chat gpt-4o-mini") as span:
    span.set_attributes({"gen_ai.operation.name": "chat", "gen_ai.system": "openai"})
    for name, body in [
        ("gen_ai.user.message", {"content": "needle question"}),
        ("gen_ai.choice", {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Paris"}}),
    ]:
        record = LogRecord(
            event_name=name, body=body, severity_number=SeverityNumber.INFO, attributes={"event.name": name}
        )
        logs.get_logger("t").emit(record)
    trace_id = format(span.get_span_context().trace_id, "032x")
for provider in [spans, logs] if order == "spans first" else [logs, spans]:
    provider.force_flush()
spans.shutdown()
logs.shutdown()
print(json.dumps({"trace": trace_id}))
