// Exports one nested trace with OpenTelemetry's JavaScript SDK and prints its id.
//   node opentelemetry.mjs json|protobuf|grpc URL EXPERIMENT GRPC_PORT
import { context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { Metadata } from "@grpc/grpc-js";
import { OTLPTraceExporter as GrpcExporter } from "@opentelemetry/exporter-trace-otlp-grpc";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";

const [way, url, experiment, grpcPort] = process.argv.slice(2);
const headers = { "x-mlflow-experiment-id": experiment };

function exporter() {
  if (way === "grpc") {
    const metadata = new Metadata();
    metadata.set("x-mlflow-experiment-id", experiment);
    return new GrpcExporter({ url: `http://127.0.0.1:${grpcPort}`, metadata });
  }
  const options = { url: `${url}/v1/traces`, headers, compression: way.endsWith("gzip") ? "gzip" : "none" };
  return way.startsWith("json") ? new JsonExporter(options) : new ProtobufExporter(options);
}

const provider = new BasicTracerProvider({
  resource: resourceFromAttributes({ "service.name": "shop-js" }),
  spanProcessors: [new BatchSpanProcessor(exporter())],
});
const tracer = provider.getTracer("my.instrumentation", "1.2.3");
const root = tracer.startSpan("invoke_agent", { kind: SpanKind.SERVER, attributes: { "session.id": "s-js" } });
const inside = trace.setSpan(context.active(), root);
const chat = tracer.startSpan(
  "chat gpt-4o-mini",
  {
    kind: SpanKind.CLIENT,
    links: [{ context: root.spanContext(), attributes: { why: "follows" } }],
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o-mini",
      "gen_ai.usage.input_tokens": 12,
      "gen_ai.usage.output_tokens": 7,
      "gen_ai.input.messages": JSON.stringify([
        { role: "user", parts: [{ type: "text", content: "capital of France, in JavaScript?" }] },
      ]),
      "gen_ai.output.messages": JSON.stringify([
        { role: "assistant", parts: [{ type: "text", content: "Paris" }], finish_reason: "stop" },
      ]),
    },
  },
  inside,
);
chat.end();
const tool = tracer.startSpan("execute_tool", { attributes: { list: ["a", "b"], share: 0.5, ok: true } }, inside);
tool.recordException(new Error("no rows"));
tool.setStatus({ code: SpanStatusCode.ERROR, message: "no rows" });
tool.end();
root.end();
await provider.shutdown();
console.log(JSON.stringify({ trace: root.spanContext().traceId }));
