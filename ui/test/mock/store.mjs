// The mock's memory: experiments, traces, listeners of the live stream.
import { EventEmitter } from "node:events";
import { matches, parseFilter } from "./filter.mjs";
import { record, summarise } from "./spans.mjs";

/** Everything the mock knows. */
export class Store {
  constructor() {
    this.experiments = new Map();
    this.traces = new Map();
    this.attachments = new Map();
    this.events = new EventEmitter();
    this.events.setMaxListeners(100);
    this.nextExperiment = 0;
    this.createExperiment("Default");
  }

  createExperiment(name) {
    const id = String(this.nextExperiment);
    this.nextExperiment += 1;
    const now = Date.now();
    this.experiments.set(id, {
      experiment_id: id,
      name,
      lifecycle: "active",
      created_at: now,
      updated_at: now,
      tags: {},
    });
    return id;
  }

  ingest(experiment, request) {
    const touched = new Set();
    for (const group of request.resourceSpans ?? []) {
      for (const scoped of group.scopeSpans ?? []) {
        for (const span of scoped.spans ?? [])
          touched.add(this.addSpan(experiment, record(span, group.resource ?? {}, scoped.scope)));
      }
    }
    for (const trace of touched) this.changed(trace);
  }

  addSpan(experiment, span) {
    let trace = this.traces.get(span.trace_id);
    if (!trace) {
      trace = { id: span.trace_id, experiment, spans: [], positions: new Map(), tags: {}, assessments: [], version: 0 };
      this.traces.set(span.trace_id, trace);
    }
    const known = trace.positions.get(span.span_id);
    if (known !== undefined) trace.spans[known] = span;
    else {
      trace.positions.set(span.span_id, trace.spans.length);
      trace.spans.push(span);
    }
    return trace;
  }

  changed(trace) {
    trace.version += 1;
    trace.row = summarise(trace);
    this.events.emit("change", { experiment: trace.experiment, upserts: [trace.row], deleted: [] });
  }

  trace(id) {
    return this.traces.get(id.replace(/^tr-/, ""));
  }

  delete(experiment, ids) {
    const gone = ids.filter((id) => this.traces.delete(id.replace(/^tr-/, "")));
    this.events.emit("change", { experiment, upserts: [], deleted: gone });
    return gone.length;
  }

  rows(experiment) {
    return [...this.traces.values()].filter((trace) => trace.experiment === experiment).map((trace) => trace.row);
  }

  search(experiment, body) {
    const clauses = parseFilter(body.filter ?? "");
    const words = (body.text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const rows = this.rows(experiment).filter((row) => {
      if (body.start_ms !== undefined && row.request_time < body.start_ms) return false;
      if (body.end_ms !== undefined && row.request_time > body.end_ms) return false;
      if (body.state?.length && !body.state.includes(row.state)) return false;
      const haystack = `${row.name} ${row.input_preview} ${row.output_preview} ${row.error_message}`.toLowerCase();
      return words.every((word) => haystack.includes(word)) && matches(row, clauses);
    });
    const [key = "timestamp_ms", direction = "DESC"] = (body.order?.[0] ?? "").split(" ").filter(Boolean);
    const value = (row) =>
      key === "execution_time_ms" ? (row.duration_ms ?? -1) : key === "name" ? row.name : row.request_time;
    const sign = direction === "ASC" ? 1 : -1;
    return rows.sort(
      (a, b) => sign * (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0) || (a.trace_id < b.trace_id ? -1 : 1),
    );
  }
}
