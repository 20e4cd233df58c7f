// From OTLP spans to the shapes of the native API. Knows only what the seeder sends.
import { plainValue } from "../seed/otlp.mjs";

/** Turns one OTLP span into the mock's record. */
export function record(span, resource, scope) {
  const attributes = (span.attributes ?? []).map((entry) => ({ key: entry.key, value: plainValue(entry.value) }));
  const map = Object.fromEntries(attributes.map((entry) => [entry.key, entry.value]));
  const type = map["mlflow.spanType"] ?? { chat: "CHAT_MODEL", embeddings: "EMBEDDING" }[map["gen_ai.operation.name"]];
  const tokens = tokensOf(map);
  const cost = parse(map["mlflow.llm.cost"])?.total_cost;
  const events = (span.events ?? []).map((event) => ({
    name: event.name,
    time_ns: event.timeUnixNano,
    attributes: (event.attributes ?? []).map((entry) => ({ key: entry.key, value: plainValue(entry.value) })),
  }));
  return {
    trace_id: span.traceId,
    span_id: span.spanId,
    parent_span_id: span.parentSpanId || undefined,
    name: span.name,
    span_type: type,
    start_ns: span.startTimeUnixNano,
    end_ns: span.endTimeUnixNano,
    status: ["UNSET", "OK", "ERROR"][span.status?.code ?? 0],
    status_message: span.status?.message,
    model: map["gen_ai.response.model"] ?? map["gen_ai.request.model"],
    tokens,
    cost,
    first_token_ns: events.find((event) => event.name.startsWith("mlflow.chunk.item"))?.time_ns,
    inputs: parse(map["mlflow.spanInputs"]) ?? parse(map["gen_ai.input.messages"]),
    outputs: parse(map["mlflow.spanOutputs"]) ?? parse(map["gen_ai.output.messages"]),
    chat: chatOf(map),
    attributes,
    map,
    events,
    resource: (resource.attributes ?? []).map((entry) => ({ key: entry.key, value: plainValue(entry.value) })),
    scope,
  };
}

function parse(text) {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function tokensOf(map) {
  const input = map["gen_ai.usage.input_tokens"];
  if (input === undefined) return undefined;
  const output = map["gen_ai.usage.output_tokens"] ?? 0;
  const cached = map["gen_ai.usage.cache_read.input_tokens"];
  return { input, output, total: input + output, ...(cached === undefined ? {} : { cache_read: cached }) };
}

function chatOf(map) {
  const input = parse(map["gen_ai.input.messages"]);
  if (!Array.isArray(input)) return undefined;
  const output = parse(map["gen_ai.output.messages"]) ?? [];
  const tools = parse(map["gen_ai.tool.definitions"])?.map(({ name, description, parameters }) => ({
    name,
    description,
    parameters,
  }));
  return { messages: [...input, ...output].map(message), output_count: output.length, tools };
}

function message(raw) {
  const content = raw.parts.map((part) => {
    if (part.type === "text") return { type: "text", text: part.content };
    if (part.type === "reasoning") return { type: "reasoning", text: part.content };
    if (part.type === "tool_call")
      return { type: "tool_call", id: part.id, name: part.name, arguments: part.arguments };
    if (part.type === "tool_call_response") return { type: "tool_result", id: part.id, content: part.response };
    if (part.type === "blob") return { type: "image", data: part.content, mime: part.mime_type };
    if (part.type === "uri") return { type: "image", url: part.uri };
    return { type: "other", value: part };
  });
  return { role: raw.role, content, finish_reason: raw.finish_reason };
}

const previewLength = 250;

/** Plain text of a value, as a list cell shows it. */
export function preview(value) {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value.slice(0, previewLength);
  const keys = Object.keys(value);
  if (!Array.isArray(value) && keys.length > 0 && typeof value[keys[0]] === "string")
    return value[keys[0]].slice(0, previewLength);
  return JSON.stringify(value).slice(0, previewLength);
}

const ms = (ns) => Number(BigInt(ns) / 1000n) / 1000;

/** The row of a trace, from its spans. */
export function summarise(trace) {
  const spans = trace.spans;
  const root = spans.find((span) => span.parent_span_id === undefined) ?? spans[0];
  const start = Math.min(...sample(spans.map((span) => ms(span.start_ns))));
  const running = root.end_ns === undefined;
  const total = spans.reduce((sum, span) => sum + (span.tokens?.total ?? 0), 0);
  const input = spans.reduce((sum, span) => sum + (span.tokens?.input ?? 0), 0);
  const cost = spans.reduce((sum, span) => sum + (span.cost ?? 0), 0);
  const errors = spans.filter((span) => span.status === "ERROR");
  const first = spans.find((span) => span.first_token_ns);
  const tags = { ...trace.tags };
  for (const [key, value] of Object.entries(root.map))
    if (key.startsWith("mlflow.traceTag.")) tags[key.slice(16)] ??= String(value);
  return {
    trace_id: `tr-${trace.id}`,
    experiment_id: trace.experiment,
    name: root.name,
    state: running ? "IN_PROGRESS" : root.status === "ERROR" ? "ERROR" : "OK",
    request_time: Math.floor(start),
    duration_ms: running ? undefined : ms(root.end_ns) - start,
    input_preview: preview(root.inputs),
    output_preview: preview(root.outputs),
    error_message: errors[0]?.status_message,
    span_count: spans.length,
    error_count: errors.length,
    tokens: total > 0 ? { input, output: total - input, total } : undefined,
    cost_usd: cost > 0 ? cost : undefined,
    models: [...new Set(spans.map((span) => span.model).filter(Boolean))],
    session: root.map["session.id"],
    user: root.map["user.id"],
    tags: Object.fromEntries(Object.entries(tags).filter(([, value]) => value !== null)),
    assessments: trace.assessments,
    time_to_first_token_ms: first ? ms(first.first_token_ns) - ms(first.start_ns) : undefined,
    version: trace.version,
  };
}

// Math.min(...list) overflows the stack for very long lists, and the first spans hold the start.
function sample(list) {
  return list.slice(0, 1000);
}

/** Columnar skeleton of a trace. */
export function skeleton(trace) {
  const spans = trace.spans;
  const index = new Map(spans.map((span, position) => [span.span_id, position]));
  const start = spans.reduce(
    (low, span) => (BigInt(span.start_ns) < low ? BigInt(span.start_ns) : low),
    BigInt(spans[0].start_ns),
  );
  const table = () => ({ list: [], index: new Map() });
  const intern = (into, value) => {
    if (value === undefined) return -1;
    if (!into.index.has(value)) {
      into.index.set(value, into.list.length);
      into.list.push(value);
    }
    return into.index.get(value);
  };
  const names = table();
  const types = table();
  const models = table();
  const us = (ns) => Number((BigInt(ns) - start) / 1000n);
  return {
    trace_id: `tr-${trace.id}`,
    version: trace.version,
    start_ns: String(start),
    span_id: spans.map((span) => span.span_id),
    parent: spans.map((span) => index.get(span.parent_span_id) ?? -1),
    name: spans.map((span) => intern(names, span.name)),
    type: spans.map((span) => intern(types, span.span_type ?? "UNKNOWN")),
    model: spans.map((span) => intern(models, span.model)),
    status: spans.map((span) => ["UNSET", "OK", "ERROR"].indexOf(span.status)),
    start_us: spans.map((span) => us(span.start_ns)),
    duration_us: spans.map((span) => (span.end_ns ? us(span.end_ns) - us(span.start_ns) : -1)),
    tokens: spans.map((span) => span.tokens?.total ?? -1),
    cost_micro_usd: spans.map((span) => (span.cost === undefined ? -1 : Math.round(span.cost * 1e6))),
    first_token_us: spans.map((span) => (span.first_token_ns ? us(span.first_token_ns) - us(span.start_ns) : -1)),
    names: names.list,
    types: types.list,
    models: models.list,
  };
}

const cutBytes = 256 * 1024;

/** Full answer for one span. */
export function spanDetail(trace, span) {
  const inputs = span.inputs === undefined ? "" : JSON.stringify(span.inputs);
  const outputs = span.outputs === undefined ? "" : JSON.stringify(span.outputs);
  const exception = span.events.find((event) => event.name === "exception");
  const fromException = (key) => exception?.attributes.find((entry) => entry.key === key)?.value;
  return {
    trace_id: `tr-${trace.id}`,
    span_id: span.span_id,
    parent_span_id: span.parent_span_id,
    name: span.name,
    span_type: span.span_type,
    kind: "INTERNAL",
    status: span.status,
    status_message: span.status_message,
    start_ns: span.start_ns,
    end_ns: span.end_ns,
    duration_ms: span.end_ns ? ms(span.end_ns) - ms(span.start_ns) : undefined,
    inputs: inputs.length > cutBytes ? inputs.slice(0, 65536) : span.inputs,
    outputs: outputs.length > cutBytes ? outputs.slice(0, 65536) : span.outputs,
    inputs_bytes: Buffer.byteLength(inputs),
    outputs_bytes: Buffer.byteLength(outputs),
    inputs_truncated: inputs.length > cutBytes || undefined,
    outputs_truncated: outputs.length > cutBytes || undefined,
    chat: span.chat,
    facts: {
      model: span.model,
      provider: span.map["gen_ai.provider.name"],
      tokens: span.tokens,
      cost: span.cost === undefined ? undefined : { total: span.cost, source: "reported" },
      finish_reasons: span.map["gen_ai.response.finish_reasons"] ?? [],
      time_to_first_token_ms: span.first_token_ns ? ms(span.first_token_ns) - ms(span.start_ns) : undefined,
      session: span.map["session.id"],
      user: span.map["user.id"],
      error:
        span.status === "ERROR"
          ? {
              type: fromException("exception.type"),
              message: span.status_message,
              stack: fromException("exception.stacktrace"),
            }
          : undefined,
      convention: span.model ? "otel_genai" : "mlflow",
    },
    attributes: span.attributes,
    events: span.events,
    links: [],
    resource: span.resource,
    scope: span.scope,
    assessments: trace.assessments.filter((entry) => entry.span_id === span.span_id),
  };
}
