// The native API of the mock. Each route: method, pattern, handler(context) -> JSON value or a Response-like object.

import { charts, experimentRow, sessionRow, sessions } from "./figures.mjs";
import { complete, parseFilter } from "./filter.mjs";
import { skeleton, spanDetail } from "./spans.mjs";

/** An error the router turns into the API's error body. */
export class Refusal extends Error {
  constructor(status, code, message, extra = {}) {
    super(message);
    this.status = status;
    this.body = { error: { code, message, ...extra } };
  }
}

const missing = (what, id) => new Refusal(404, "NOT_FOUND", `${what} \`${id}\` does not exist`);
const experimentOf = ({ store, params }) => {
  const found = store.experiments.get(params[0]);
  if (!found) throw missing("experiment", params[0]);
  return found;
};
const refuseTaken = (store, name) => {
  if ([...store.experiments.values()].some((entry) => entry.name === name))
    throw new Refusal(409, "ALREADY_EXISTS", `an experiment named \`${name}\` exists already`, { field: "name" });
};
const traceOf = ({ store, params }) => {
  const found = store.trace(params[0]);
  if (!found) throw missing("trace", params[0]);
  return found;
};
const spanOf = (context) => {
  const trace = traceOf(context);
  const position = trace.positions.get(context.params[1]);
  if (position === undefined) throw missing("span", context.params[1]);
  return [trace, trace.spans[position]];
};
const search = ({ store, params, body }) => {
  try {
    return store.search(params[0], body);
  } catch (error) {
    if (error instanceof Error) throw error;
    throw new Refusal(400, "INVALID_ARGUMENT", error.message, {
      field: "filter",
      position: error.position,
      hint: error.hint,
    });
  }
};
const page = (list, cursor, limit) => {
  const start = Number(cursor || 0);
  return [list.slice(start, start + limit), start + limit < list.length ? String(start + limit) : undefined];
};
let assessmentNumber = 0;

/** All routes. */
export const routes = [
  [
    "GET",
    /^\/server$/,
    () => ({
      version: "0.0.0-mock",
      started_at: Date.now(),
      otlp_grpc_port: 4317,
      loss: { accepted_spans: 0, rejected_spans: 0, dropped_metrics: 0, queue_full: 0, index_lag_ms: 0 },
    }),
  ],
  [
    "GET",
    /^\/experiments$/,
    ({ store, query }) => ({
      experiments: [...store.experiments.values()]
        .filter(
          (entry) =>
            (query.get("view") === "all" || entry.lifecycle === (query.get("view") ?? "active")) &&
            entry.name.toLowerCase().includes((query.get("search") ?? "").toLowerCase()),
        )
        .map((entry) => experimentRow(store, entry)),
    }),
  ],
  [
    "POST",
    /^\/experiments$/,
    ({ store, body }) => {
      refuseTaken(store, body.name);
      return experimentRow(store, store.experiments.get(store.createExperiment(body.name)));
    },
  ],
  ["GET", /^\/experiments\/([^/]+)$/, (context) => experimentRow(context.store, experimentOf(context))],
  [
    "DELETE",
    /^\/experiments\/([^/]+)$/,
    (context) => {
      experimentOf(context).lifecycle = "deleted";
      return undefined;
    },
  ],
  [
    "PATCH",
    /^\/experiments\/([^/]+)$/,
    (context) => {
      const experiment = experimentOf(context);
      refuseTaken(context.store, context.body.name);
      experiment.name = context.body.name;
      return experimentRow(context.store, experiment);
    },
  ],
  [
    "POST",
    /^\/experiments\/([^/]+)\/restore$/,
    (context) => {
      experimentOf(context).lifecycle = "active";
      return experimentRow(context.store, experimentOf(context));
    },
  ],
  [
    "POST",
    /^\/experiments\/([^/]+)\/traces\/search$/,
    (context) => {
      experimentOf(context);
      const [traces, next_cursor] = page(search(context), context.body.cursor, context.body.limit ?? 100);
      return { traces, next_cursor, as_of: Date.now() };
    },
  ],
  ["POST", /^\/experiments\/([^/]+)\/traces\/count$/, (context) => ({ count: search(context).length, exact: true })],
  ["POST", /^\/experiments\/([^/]+)\/charts$/, (context) => charts(search(context), context.body)],
  [
    "POST",
    /^\/experiments\/([^/]+)\/traces\/delete$/,
    ({ store, params, body }) => ({ deleted: store.delete(params[0], body.trace_ids) }),
  ],
  [
    "POST",
    /^\/filter\/check$/,
    ({ body }) => {
      try {
        parseFilter(body.filter);
        return { ok: true };
      } catch (error) {
        return { ok: false, error };
      }
    },
  ],
  ["POST", /^\/filter\/complete$/, ({ body }) => complete(body.text, body.cursor)],
  [
    "GET",
    /^\/experiments\/([^/]+)\/sessions$/,
    ({ store, params, query }) => {
      const [list, next_cursor] = page(
        sessions(store.rows(params[0])).filter((row) => row.session.includes(query.get("search") ?? "")),
        query.get("cursor"),
        Number(query.get("limit") ?? 100),
      );
      return { sessions: list, next_cursor };
    },
  ],
  [
    "GET",
    /^\/experiments\/([^/]+)\/sessions\/([^/]+)$/,
    ({ store, params }) => {
      const turns = store
        .rows(params[0])
        .filter((row) => row.session === params[1])
        .sort((a, b) => a.request_time - b.request_time);
      if (turns.length === 0) throw missing("session", params[1]);
      return {
        session: sessionRow(turns),
        turns: turns.map((turn) => ({ ...turn, input_text: turn.input_preview, output_text: turn.output_preview })),
      };
    },
  ],
  [
    "GET",
    /^\/traces\/([^/]+)$/,
    (context) => {
      const trace = traceOf(context);
      return {
        ...trace.row,
        metadata: {},
        all_tags: trace.row.tags,
        run_ids: [],
        prompts: [],
        experiment_name: context.store.experiments.get(trace.experiment).name,
        cost_source: "reported",
      };
    },
  ],
  ["GET", /^\/traces\/([^/]+)\/skeleton$/, (context) => skeleton(traceOf(context))],
  ["GET", /^\/traces\/([^/]+)\/spans\/([^/]+)$/, (context) => spanDetail(...spanOf(context))],
  [
    "GET",
    /^\/traces\/([^/]+)\/spans\/([^/]+)\/value$/,
    (context) => {
      const [, span] = spanOf(context);
      const value = context.query.get("field") === "outputs" ? span.outputs : span.inputs;
      const bytes = Buffer.from(JSON.stringify(value ?? null));
      const offset = Number(context.query.get("offset") ?? 0);
      const length = Number(context.query.get("length") ?? 262_144);
      return {
        raw: bytes.subarray(offset, offset + length),
        type: "text/plain; charset=utf-8",
        headers: { "x-total-bytes": String(bytes.length) },
      };
    },
  ],
  [
    "GET",
    /^\/traces\/([^/]+)\/find$/,
    (context) => {
      const words = (context.query.get("q") ?? "").toLowerCase();
      const found = traceOf(context).spans.filter((span) =>
        `${span.name} ${JSON.stringify(span.attributes)}`.toLowerCase().includes(words),
      );
      return { span_ids: found.slice(0, 1000).map((span) => span.span_id), truncated: found.length > 1000 };
    },
  ],
  [
    "GET",
    /^\/traces\/([^/]+)\/export$/,
    (context) => ({
      trace_info: traceOf(context).row,
      spans: traceOf(context).spans.map((span) => spanDetail(traceOf(context), span)),
    }),
  ],
  [
    "POST",
    /^\/traces\/([^/]+)\/assessments$/,
    (context) => {
      const trace = traceOf(context);
      assessmentNumber += 1;
      const now = Date.now();
      const { source_id, ...draft } = context.body;
      const made = {
        assessment_id: `a-${assessmentNumber}`,
        ...draft,
        source: { type: "HUMAN", id: source_id ?? "default" },
        valid: true,
        created_at: now,
        updated_at: now,
      };
      trace.assessments.push(made);
      context.store.changed(trace);
      return made;
    },
  ],
  [
    "PATCH",
    /^\/traces\/([^/]+)\/assessments\/([^/]+)$/,
    (context) => {
      const trace = traceOf(context);
      const found = trace.assessments.find((entry) => entry.assessment_id === context.params[1]);
      if (!found) throw missing("assessment", context.params[1]);
      Object.assign(found, context.body, { updated_at: Date.now() });
      context.store.changed(trace);
      return found;
    },
  ],
  [
    "DELETE",
    /^\/traces\/([^/]+)\/assessments\/([^/]+)$/,
    (context) => {
      const trace = traceOf(context);
      trace.assessments = trace.assessments.filter((entry) => entry.assessment_id !== context.params[1]);
      context.store.changed(trace);
      return undefined;
    },
  ],
  [
    "PATCH",
    /^\/traces\/([^/]+)\/tags$/,
    (context) => {
      const trace = traceOf(context);
      Object.assign(trace.tags, context.body);
      context.store.changed(trace);
      return {
        ...trace.row,
        metadata: {},
        all_tags: trace.row.tags,
        run_ids: [],
        prompts: [],
        experiment_name: "Default",
      };
    },
  ],
];
