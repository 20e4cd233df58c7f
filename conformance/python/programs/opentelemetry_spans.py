"""One nested trace by the OpenTelemetry SDK; prints its id."""

import json
import sys

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Link, SpanKind, Status, StatusCode

way, url, experiment, grpc_port = sys.argv[1:5]
headers = {"x-mlflow-experiment-id": experiment}
if way == "grpc":
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

    exporter = OTLPSpanExporter(endpoint=f"127.0.0.1:{grpc_port}", insecure=True, headers=tuple(headers.items()))
elif way == "grpc gzip":
    import grpc
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

    exporter = OTLPSpanExporter(
        endpoint=f"127.0.0.1:{grpc_port}",
        insecure=True,
        headers=tuple(headers.items()),
        compression=grpc.Compression.Gzip,
    )
else:
    from opentelemetry.exporter.otlp.proto.http import Compression
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    compression = {"http gzip": Compression.Gzip, "http deflate": Compression.Deflate}.get(
        way, Compression.NoCompression
    )
    exporter = OTLPSpanExporter(endpoint=f"{url}/v1/traces", headers=headers, compression=compression)

provider = TracerProvider(resource=Resource.create({"service.name": "shop", "deployment.environment": "test"}))
provider.add_span_processor(BatchSpanProcessor(exporter))
tracer = provider.get_tracer("my.instrumentation", "1.2.3")
with tracer.start_as_current_span("invoke_agent", kind=SpanKind.SERVER, attributes={"session.id": "s-1"}) as root:
    linked = root.get_span_context()
    usage = {"gen_ai.usage.input_tokens": 12, "gen_ai.usage.output_tokens": 7}
    question = [{"role": "user", "parts": [{"type": "text", "content": "capital of France?"}]}]
    answer = [{"role": "assistant", "parts": [{"type": "text", "content": "Paris"}], "finish_reason": "stop"}]
    with tracer.start_as_current_span("chat gpt-4o-mini", kind=SpanKind.CLIENT, links=[Link(linked)]) as chat:
        chat.set_attributes(
            {
                "gen_ai.operation.name": "chat",
                "gen_ai.provider.name": "openai",
                "gen_ai.request.model": "gpt-4o-mini",
                "gen_ai.input.messages": json.dumps(question),
                "gen_ai.output.messages": json.dumps(answer),
                **usage,
            }
        )
    with tracer.start_as_current_span("execute_tool") as tool:
        tool.add_event("looked up", {"rows": 3, "names": ["a", "b"]})
        tool.record_exception(RuntimeError("no rows"))
        tool.set_status(Status(StatusCode.ERROR, "no rows"))
provider.shutdown()
print(json.dumps({"trace": format(linked.trace_id, "032x")}))
