// Aggregates: experiment rows, charts, sessions.
const quantile = (sorted, share) =>
  sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] : undefined;
const durations = (rows) =>
  rows
    .map((row) => row.duration_ms)
    .filter((value) => value !== undefined)
    .sort((a, b) => a - b);
const sum = (rows, pick) => rows.reduce((total, row) => total + (pick(row) ?? 0), 0);

/** An experiment with its figures of the last day. */
export function experimentRow(store, experiment) {
  const rows = store.rows(experiment.experiment_id);
  const now = Date.now();
  const day = rows.filter((row) => row.request_time > now - 86_400_000);
  const hourly = Array(24).fill(0);
  for (const row of day) hourly[Math.max(0, 23 - Math.floor((now - row.request_time) / 3_600_000))] += 1;
  const sorted = durations(day);
  return {
    ...experiment,
    trace_count: rows.length,
    last_trace_at: rows.length ? Math.max(...rows.map((row) => row.request_time)) : undefined,
    day: {
      traces: day.length,
      errors: day.filter((row) => row.state === "ERROR").length,
      p50_ms: quantile(sorted, 0.5),
      p95_ms: quantile(sorted, 0.95),
      tokens: sum(day, (row) => row.tokens?.total),
      cost_usd: sum(day, (row) => row.cost_usd),
      hourly,
    },
  };
}

/** Charts over rows. */
export function charts(rows, body) {
  const bucketMs = Math.max(1000, Math.ceil((body.end_ms - body.start_ms) / body.buckets));
  const buckets = [];
  for (let start = body.start_ms; start < body.end_ms; start += bucketMs) {
    buckets.push(
      figures(
        rows.filter((row) => row.request_time >= start && row.request_time < start + bucketMs),
        start,
      ),
    );
  }
  const sorted = durations(rows);
  const slices = (pick) => {
    const groups = new Map();
    for (const row of rows) for (const key of pick(row)) groups.set(key, [...(groups.get(key) ?? []), row]);
    return [...groups].map(([key, list]) => ({
      key,
      traces: list.length,
      errors: list.filter((row) => row.state === "ERROR").length,
      tokens: sum(list, (row) => row.tokens?.total),
      cost_usd: sum(list, (row) => row.cost_usd),
    }));
  };
  return {
    start_ms: body.start_ms,
    bucket_ms: bucketMs,
    buckets,
    total: {
      traces: rows.length,
      errors: rows.filter((row) => row.state === "ERROR").length,
      p50_ms: quantile(sorted, 0.5),
      p95_ms: quantile(sorted, 0.95),
      tokens_input: sum(rows, (row) => row.tokens?.input),
      tokens_output: sum(rows, (row) => row.tokens?.output),
      cost_usd: sum(rows, (row) => row.cost_usd),
    },
    by_model: slices((row) => row.models),
    by_name: slices((row) => [row.name]),
  };
}

function figures(rows, start) {
  const sorted = durations(rows);
  return {
    start_ms: start,
    ok: rows.filter((row) => row.state === "OK").length,
    error: rows.filter((row) => row.state === "ERROR").length,
    in_progress: rows.filter((row) => row.state === "IN_PROGRESS").length,
    p50_ms: quantile(sorted, 0.5),
    p95_ms: quantile(sorted, 0.95),
    tokens_input: sum(rows, (row) => row.tokens?.input),
    tokens_output: sum(rows, (row) => row.tokens?.output),
    cost_usd: sum(rows, (row) => row.cost_usd),
  };
}

/** Sessions of rows, last active first. */
export function sessions(rows) {
  const groups = new Map();
  for (const row of rows) if (row.session) groups.set(row.session, [...(groups.get(row.session) ?? []), row]);
  return [...groups.values()].map(sessionRow).sort((a, b) => b.last_at - a.last_at);
}

/** One session from its rows. */
export function sessionRow(rows) {
  const turns = [...rows].sort((a, b) => a.request_time - b.request_time);
  const last = turns[turns.length - 1];
  return {
    session: last.session,
    trace_count: turns.length,
    error_count: turns.filter((row) => row.state === "ERROR").length,
    first_at: turns[0].request_time,
    last_at: last.request_time,
    user: last.user,
    tokens: sum(turns, (row) => row.tokens?.total),
    cost_usd: sum(turns, (row) => row.cost_usd),
    first_input: turns[0].input_preview,
    last_output: last.output_preview,
  };
}
