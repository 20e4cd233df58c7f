/**
 * The shapes of the native REST API (`/api/v1`). Times are epoch milliseconds unless the name ends in `_ns` or `_us`;
 * durations are milliseconds. Absent optional fields are omitted by the server.
 */

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** State of a trace as MLflow names it. */
export type State = "OK" | "ERROR" | "IN_PROGRESS" | "STATE_UNSPECIFIED";

/** Counters of what the server took and what it had to refuse. */
export interface LossLedger {
  accepted_spans: number;
  rejected_spans: number;
  dropped_metrics: number;
  queue_full: number;
  index_lag_ms: number;
}

/** `GET /server`. */
export interface ServerInfo {
  version: string;
  otlp_grpc_port?: number;
  retention_days?: number;
  started_at: number;
  loss: LossLedger;
}

/** Figures of the last 24 hours of one experiment. */
export interface DayFigures {
  traces: number;
  errors: number;
  p50_ms?: number;
  p95_ms?: number;
  tokens: number;
  cost_usd: number;
  /** 24 counts, oldest first. */
  hourly: number[];
}

/** One experiment. */
export interface ExperimentRow {
  experiment_id: string;
  name: string;
  lifecycle: "active" | "deleted";
  created_at: number;
  updated_at: number;
  tags: Record<string, string>;
  last_trace_at?: number;
  trace_count: number;
  day: DayFigures;
}

/** `GET /experiments`. */
export interface ExperimentList {
  experiments: ExperimentRow[];
  next_cursor?: string;
}

/** The part of a search that the list, its count and its charts share. */
export interface TraceFilter {
  /** MLflow filter grammar with OR, NOT and parentheses. */
  filter?: string;
  /** Free words, all must occur. */
  text?: string;
  start_ms?: number;
  end_ms?: number;
  state?: State[];
}

/** Body of `POST /experiments/{id}/traces/search`. */
export interface TraceSearch extends TraceFilter {
  order?: string[];
  limit?: number;
  cursor?: string;
}

/** One page of a search. */
export interface TracePage {
  traces: TraceRow[];
  next_cursor?: string;
  as_of: number;
}

/** Token counts; totals include cached and reasoning tokens. */
export interface Tokens {
  input: number;
  output: number;
  total: number;
  cache_read?: number;
  cache_write?: number;
  reasoning?: number;
}

/** One line of the traces list. */
export interface TraceRow {
  trace_id: string;
  experiment_id: string;
  name?: string;
  state: State;
  request_time: number;
  duration_ms?: number;
  input_preview?: string;
  output_preview?: string;
  error_message?: string;
  span_count: number;
  error_count: number;
  tokens?: Tokens;
  cost_usd?: number;
  models: string[];
  session?: string;
  user?: string;
  tags: Record<string, string>;
  assessments: Assessment[];
  time_to_first_token_ms?: number;
  /** Grows with each change. */
  version: number;
}

/** `POST /experiments/{id}/traces/count`. */
export interface TraceCount {
  count: number;
  exact: boolean;
}

/** One time slot of the charts. */
export interface ChartBucket {
  start_ms: number;
  ok: number;
  error: number;
  in_progress: number;
  p50_ms?: number;
  p95_ms?: number;
  tokens_input: number;
  tokens_output: number;
  cost_usd: number;
}

/** Figures of one model or one trace name. */
export interface Slice {
  key: string;
  traces: number;
  errors: number;
  tokens: number;
  cost_usd: number;
}

/** `POST /experiments/{id}/charts`. */
export interface Charts {
  start_ms: number;
  bucket_ms: number;
  buckets: ChartBucket[];
  total: {
    traces: number;
    errors: number;
    p50_ms?: number;
    p95_ms?: number;
    tokens_input: number;
    tokens_output: number;
    cost_usd: number;
  };
  by_model: Slice[];
  by_name: Slice[];
}

/** `POST /filter/check`. */
export type FilterCheck =
  | { ok: true }
  | { ok: false; error: { message: string; position: number; expected?: string; hint?: string } };

/** One suggestion of the filter bar. */
export interface CompletionItem {
  text: string;
  kind: "key" | "comparator" | "value" | "keyword";
  detail?: string;
}

/** `POST /filter/complete`: replace `from..to` by an item's text. */
export interface Completion {
  from: number;
  to: number;
  items: CompletionItem[];
}

/** One conversation in the sessions list. */
export interface SessionRow {
  session: string;
  trace_count: number;
  error_count: number;
  first_at: number;
  last_at: number;
  user?: string;
  tokens: number;
  cost_usd: number;
  first_input?: string;
  last_output?: string;
}

/** `GET /experiments/{id}/sessions`. */
export interface SessionList {
  sessions: SessionRow[];
  next_cursor?: string;
}

/** One trace of a conversation; the texts are full, not previews. */
export interface SessionTurn extends TraceRow {
  input_text?: string;
  output_text?: string;
}

/** `GET /experiments/{id}/sessions/{session}`, oldest turn first. */
export interface SessionDetail {
  session: SessionRow;
  turns: SessionTurn[];
}

/** `GET /traces/{id}`. */
export interface TraceDetail extends TraceRow {
  client_request_id?: string;
  metadata: Record<string, string>;
  all_tags: Record<string, string>;
  run_ids: string[];
  prompts: { name: string; version: string }[];
  experiment_name: string;
  cost_source?: "reported" | "price_book" | "mixed";
}

/** `GET /traces/{id}/skeleton`: one array per column, the index is the span; -1 means none. */
export interface Skeleton {
  trace_id: string;
  version: number;
  start_ns: string;
  names: string[];
  types: string[];
  models: string[];
  span_id: string[];
  parent: number[];
  name: number[];
  type: number[];
  model: number[];
  /** 0 unset, 1 ok, 2 error. */
  status: number[];
  start_us: number[];
  /** -1 while the span runs. */
  duration_us: number[];
  tokens: number[];
  cost_micro_usd: number[];
  first_token_us: number[];
  truncated?: boolean;
}

/** An attribute with its key. */
export interface KeyValue {
  key: string;
  value: Json;
}

/** A span event. */
export interface SpanEvent {
  name: string;
  time_ns: string;
  attributes: KeyValue[];
}

/** One part of a message. */
export type Block =
  | { type: "text"; text: string }
  | { type: "reasoning"; text: string; signature?: string }
  | { type: "image"; url?: string; data?: string; mime?: string }
  | { type: "audio"; data?: string; mime?: string; transcript?: string }
  | { type: "file"; name?: string; url?: string; id?: string; mime?: string }
  | { type: "tool_call"; id?: string; name: string; arguments: Json }
  | { type: "tool_result"; id?: string; content: Json }
  | { type: "other"; value: Json };

/** One chat message in the canonical form. */
export interface Message {
  role: string;
  name?: string;
  tool_call_id?: string;
  finish_reason?: string;
  content: Block[];
}

/** A tool that was offered to the model. */
export interface ToolDefinition {
  name: string;
  description?: string;
  parameters?: Json;
}

/** The conversation of a model span; the last `output_count` messages are the answer. */
export interface Chat {
  messages: Message[];
  output_count: number;
  tools?: ToolDefinition[];
}

/** What the server read out of a span whatever its convention was. */
export interface SpanFacts {
  model?: string;
  model_request?: string;
  provider?: string;
  tokens?: Tokens;
  cost?: { input?: number; output?: number; total: number; source: "reported" | "price_book" };
  finish_reasons: string[];
  time_to_first_token_ms?: number;
  session?: string;
  user?: string;
  error?: { type?: string; message?: string; stack?: string };
  prompt?: { name: string; version?: string };
  convention?: string;
}

/** `GET /traces/{id}/spans/{span_id}`. */
export interface SpanDetail {
  trace_id: string;
  span_id: string;
  parent_span_id?: string;
  name: string;
  span_type?: string;
  kind: string;
  status: "UNSET" | "OK" | "ERROR";
  status_message?: string;
  start_ns: string;
  end_ns?: string;
  duration_ms?: number;
  inputs?: Json;
  outputs?: Json;
  inputs_bytes: number;
  outputs_bytes: number;
  /** The value was over 256 KiB and `inputs` is only the beginning of its text. */
  inputs_truncated?: boolean;
  outputs_truncated?: boolean;
  chat?: Chat;
  facts: SpanFacts;
  attributes: KeyValue[];
  events: SpanEvent[];
  links: { trace_id: string; span_id: string; attributes: KeyValue[] }[];
  resource: KeyValue[];
  scope?: { name: string; version?: string };
  assessments: Assessment[];
}

/** A judgement on a trace or span, by a person, a model or code. */
export interface Assessment {
  assessment_id: string;
  name: string;
  kind: "feedback" | "expectation" | "issue";
  value?: Json;
  error?: { code?: string; message?: string };
  rationale?: string;
  source: { type: string; id: string };
  span_id?: string;
  metadata?: Record<string, string>;
  valid: boolean;
  overrides?: string;
  created_at: number;
  updated_at: number;
}

/** Body of `POST /traces/{id}/assessments`. */
export interface AssessmentDraft {
  name: string;
  kind: "feedback" | "expectation";
  value: Json;
  rationale?: string;
  span_id?: string;
  source_id?: string;
  overrides?: string;
}

/** Body of `PATCH /traces/{id}/assessments/{assessment_id}`. */
export interface AssessmentChange {
  value?: Json;
  rationale?: string;
  name?: string;
}

/** Data of the `traces` event of the live stream. */
export interface TracesEvent {
  upserts: TraceRow[];
  deleted: string[];
}
