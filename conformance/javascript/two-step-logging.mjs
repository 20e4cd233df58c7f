// Logs one trace the way MLflow's TypeScript SDK 0.1.2 does: the header by StartTraceV3, then all spans as an uploaded
// `traces.json`. That SDK decodes the `tr-` prefix of a trace id as if it were hexadecimal, so the ids in the file are
// shifted by three digits; a server has to go by the header (and by the attribute `mlflow.traceRequestId`).
//   node two-step-logging.mjs URL EXPERIMENT
import { randomBytes } from "node:crypto";

const [url, experiment] = process.argv.slice(2);
const traceId = `tr-${randomBytes(16).toString("hex")}`;

function shiftedBase64(id) {
  const bytes = new Uint8Array(Math.floor(id.length / 2));
  for (let place = 0; place < bytes.length; place += 1) {
    bytes[place] = Number.parseInt(id.slice(2 * place, 2 * place + 2), 16);
  }
  return Buffer.from(bytes).toString("base64");
}

function span(name, parent, attributes, startMs) {
  const encoded = Object.entries({ "mlflow.traceRequestId": traceId, ...attributes });
  return {
    trace_id: shiftedBase64(traceId),
    span_id: randomBytes(8).toString("base64"),
    parent_span_id: parent?.span_id ?? null,
    name,
    start_time_unix_nano: Number(startMs) * 1e6,
    end_time_unix_nano: Number(startMs + 50) * 1e6,
    status: { code: "STATUS_CODE_OK", message: "" },
    attributes: Object.fromEntries(encoded.map(([key, value]) => [key, JSON.stringify(value)])),
    events: [],
  };
}

async function ask(method, path, body) {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.text();
}

const startMs = 1_790_000_000_000;
const usage = { input_tokens: 12, output_tokens: 7, total_tokens: 19 };
const root = span("answer", null, { "mlflow.spanType": "CHAIN", "mlflow.spanInputs": { q: "needle?" } }, startMs);
const child = span(
  "Completions",
  root,
  {
    "mlflow.spanType": "LLM",
    "mlflow.spanInputs": { model: "gpt-4o-mini", messages: [{ role: "user", content: "needle?" }] },
    "mlflow.spanOutputs": { choices: [{ message: { role: "assistant", content: "here" } }] },
    "mlflow.chat.tokenUsage": usage,
    "mlflow.message.format": "openai",
  },
  startMs + 10,
);
const info = {
  trace_id: traceId,
  trace_location: { type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: experiment } },
  request_time: new Date(startMs).toISOString(),
  execution_duration: "0.05s",
  state: "OK",
  request_preview: "needle?",
  response_preview: "here",
  trace_metadata: {
    "mlflow.trace_schema.version": "3",
    "mlflow.traceInputs": '{"q":"needle?"}',
    "mlflow.trace.tokenUsage": JSON.stringify(usage),
  },
  tags: { "mlflow.traceName": "answer" },
};
const answer = JSON.parse(await ask("POST", "/api/3.0/mlflow/traces", { trace: { trace_info: info } }));
const location = answer.trace.trace_info.tags["mlflow.artifactLocation"].replace("mlflow-artifacts:/", "");
await ask("PUT", `/api/2.0/mlflow-artifacts/artifacts/${location}/traces.json`, { spans: [root, child] });
const back = await (await fetch(`${url}/api/2.0/mlflow-artifacts/artifacts/${location}/traces.json`)).json();
console.log(JSON.stringify({ trace: traceId.slice(3), read_back: back.spans.map((one) => one.name) }));
