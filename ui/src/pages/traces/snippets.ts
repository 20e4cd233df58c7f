/** The first trace in each language, with this server's address filled in. */

/** One tab of the first-trace page. */
export interface Snippet {
  id: string;
  title: string;
  text: string;
}

/** All snippets for an experiment of the server at `origin` (with the base path, no slash at the end). */
export function firstTraceSnippets(origin: string, experiment: string, experimentName: string): Snippet[] {
  return [
    { id: "python", title: "Python", text: python(origin, experimentName) },
    { id: "typescript", title: "TypeScript", text: typescript(origin, experiment) },
    { id: "rust", title: "Rust", text: rust(origin, experiment) },
    { id: "curl", title: "curl", text: curl(origin, experiment) },
  ];
}

function python(origin: string, name: string): string {
  return `# pip install mlflow openai
import mlflow, openai

mlflow.set_tracking_uri("${origin}")
mlflow.set_experiment(${JSON.stringify(name)})
mlflow.openai.autolog()

client = openai.OpenAI()  # or base_url="https://<workspace>/serving-endpoints"
client.chat.completions.create(
    model="gpt-5-mini",
    messages=[{"role": "user", "content": "Hello!"}],
)`;
}

function typescript(origin: string, experiment: string): string {
  return `// npm install @opentelemetry/sdk-node @opentelemetry/exporter-trace-otlp-proto @arizeai/openinference-instrumentation-openai openai
import { NodeSDK } from "@opentelemetry/sdk-node";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { OpenAIInstrumentation } from "@arizeai/openinference-instrumentation-openai";

const sdk = new NodeSDK({
  traceExporter: new OTLPTraceExporter({
    url: "${origin}/v1/traces",
    headers: { "x-mlflow-experiment-id": "${experiment}" },
  }),
  instrumentations: [new OpenAIInstrumentation()],
});
sdk.start();

const { default: OpenAI } = await import("openai");
await new OpenAI().chat.completions.create({
  model: "gpt-5-mini",
  messages: [{ role: "user", content: "Hello!" }],
});
await sdk.shutdown();`;
}

function rust(origin: string, experiment: string): string {
  return `// cargo add opentelemetry opentelemetry_sdk
// cargo add opentelemetry-otlp --features http-proto,reqwest-blocking-client
use opentelemetry::{global, trace::{Tracer, TraceContextExt}, KeyValue};
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};

let exporter = SpanExporter::builder()
    .with_http()
    .with_endpoint("${origin}/v1/traces")
    .with_headers([("x-mlflow-experiment-id".into(), "${experiment}".into())].into())
    .build()?;
let provider = opentelemetry_sdk::trace::SdkTracerProvider::builder()
    .with_batch_exporter(exporter)
    .build();
global::set_tracer_provider(provider.clone());

global::tracer("app").in_span("chat gpt-5-mini", |context| {
    context.span().set_attribute(KeyValue::new("gen_ai.operation.name", "chat"));
    context.span().set_attribute(KeyValue::new("gen_ai.request.model", "gpt-5-mini"));
});
provider.shutdown()?;`;
}

function curl(origin: string, experiment: string): string {
  return `now=$(date +%s)
curl ${origin}/v1/traces \\
  -H 'content-type: application/json' -H 'x-mlflow-experiment-id: ${experiment}' \\
  -d @- <<JSON
{"resourceSpans":[{"scopeSpans":[{"spans":[{
  "traceId":"$(openssl rand -hex 16)","spanId":"$(openssl rand -hex 8)","name":"hello",
  "startTimeUnixNano":"$((now - 1))000000000","endTimeUnixNano":"\${now}000000000",
  "attributes":[
    {"key":"mlflow.spanInputs","value":{"stringValue":"\\"Hello!\\""}},
    {"key":"mlflow.spanOutputs","value":{"stringValue":"\\"Hello, how can I help?\\""}}]}]}]}]}
JSON`;
}
