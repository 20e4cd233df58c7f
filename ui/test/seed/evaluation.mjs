// Evaluation runs and datasets over MLflow's wire, as its client writes them.
import { Builder } from "./builder.mjs";
import { postSpans } from "./otlp.mjs";
import { random } from "./random.mjs";

/** Sends one call of MLflow's REST API; gives its answer. */
export async function mlflow(url, method, path, body) {
  const response = await fetch(`${url}/api${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return text === "" ? {} : JSON.parse(text);
}

/** The ids of a trace with these inputs and outputs. */
async function putTraces(url, experiment, seed, startMs, rows) {
  const dice = random(seed);
  const builders = rows.map(({ inputs, output, error }, index) => {
    const builder = new Builder(dice, startMs + index * 2_000);
    const values = {
      "mlflow.spanInputs": JSON.stringify(inputs),
      ...(output === undefined ? {} : { "mlflow.spanOutputs": JSON.stringify(output) }),
    };
    builder.span(undefined, "predict", "AGENT", values, (span) => {
      builder.work(100, 900);
      if (error !== undefined) builder.fail(span, "RuntimeError", error);
    });
    return builder;
  });
  await postSpans(
    url,
    experiment,
    builders.flatMap((builder) => builder.spans),
  );
  return builders.map((builder) => `tr-${builder.traceId}`);
}

function assessment(trace, name, value, rationale, expectation = false) {
  const now = new Date().toISOString();
  return {
    assessment_name: name,
    trace_id: trace,
    source: { source_type: expectation ? "HUMAN" : "LLM_JUDGE", source_id: expectation ? "ada" : "judge-1" },
    create_time: now,
    last_update_time: now,
    ...(expectation ? { expectation: { value } } : { feedback: { value }, rationale }),
    valid: true,
  };
}

/**
 * A finished run. Each row: inputs, output or error, `feedback` as [name, value, rationale] and `expected` as
 * [name, value]. Gives its id and the ids of its traces.
 */
export async function putRun(
  url,
  experiment,
  { name, seed, startMs, params = {}, metrics = {}, dataset, rows, files },
) {
  const created = await mlflow(url, "POST", "/2.0/mlflow/runs/create", {
    experiment_id: experiment,
    run_name: name,
    user_id: "ada",
    start_time: startMs,
    tags: [{ key: "mlflow.runType", value: "genai_evaluate" }],
  });
  const run = created.run.info.run_id;
  await mlflow(url, "POST", "/2.0/mlflow/runs/log-batch", {
    run_id: run,
    params: Object.entries(params).map(([key, value]) => ({ key, value })),
    metrics: Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp: startMs, step: 0 })),
    tags: [{ key: "team", value: "support" }],
  });
  if (dataset) {
    const source = JSON.stringify({ dataset_id: dataset.id });
    const used = { name: dataset.name, digest: "1a2b3c4d", source_type: "mlflow_evaluation_dataset", source };
    await mlflow(url, "POST", "/2.0/mlflow/runs/log-inputs", {
      run_id: run,
      datasets: [{ dataset: used, tags: [{ key: "mlflow.data.context", value: "eval" }] }],
    });
  }
  const traces = await putTraces(url, experiment, seed, startMs, rows);
  for (let start = 0; start < traces.length; start += 100)
    await mlflow(url, "POST", "/2.0/mlflow/traces/link-to-run", {
      run_id: run,
      trace_ids: traces.slice(start, start + 100),
    });
  for (const [index, { feedback = [], expected = [] }] of rows.entries()) {
    const trace = traces[index];
    const all = [
      ...feedback.map((each) => assessment(trace, ...each)),
      ...expected.map(([key, value]) => assessment(trace, key, value, undefined, true)),
    ];
    for (const each of all) await mlflow(url, "POST", `/3.0/mlflow/traces/${trace}/assessments`, { assessment: each });
  }
  for (const [path, content] of Object.entries(files ?? {}))
    await fetch(`${url}/api/2.0/mlflow-artifacts/artifacts/${experiment}/${run}/artifacts/${path}`, {
      method: "PUT",
      body: content,
    });
  await mlflow(url, "POST", "/2.0/mlflow/runs/update", { run_id: run, status: "FINISHED", end_time: startMs + 65_000 });
  return { run, traces };
}

/** A dataset with these records; its id. */
export async function putDataset(url, experiment, name, records, tags = {}) {
  const created = await mlflow(url, "POST", "/3.0/mlflow/datasets/create", {
    name,
    experiment_ids: [experiment],
    tags: JSON.stringify(tags),
  });
  const id = created.dataset.dataset_id;
  if (records.length > 0)
    await mlflow(url, "POST", `/3.0/mlflow/datasets/${id}/records`, { records: JSON.stringify(records) });
  return id;
}

const questions = [
  ["Where is order 4411?", "It left the warehouse this morning.", "It is on its way."],
  ["How do I reset my password?", "Use the link on the sign-in page.", "Please call us."],
  ["Can I get a refund after 30 days?", "No, only within 14 days.", "Yes, of course."],
  ["Do you ship to Norway?", "Yes, within a week.", "Yes, within a week."],
  ["What is the warranty?", "Two years from delivery.", "Two years."],
];

/** The rows of an old (`false`) and a new (`true`) version of a support bot, which is better but fails once. */
export function supportRows(isNew) {
  return questions.map(([question, right, wrong], index) => {
    const failed = isNew && index === 4;
    const correct = isNew ? index < 4 : index >= 3;
    return {
      inputs: isNew ? { question, style: "short" } : { style: "short", question },
      ...(failed ? { error: "the model did not answer within 30 s" } : { output: correct ? right : wrong }),
      feedback: [
        ["correctness", correct ? "yes" : "no", correct ? "It says what is expected." : "It contradicts the policy."],
        ["tone", isNew ? 4.5 - index / 2 : 3, "Friendly enough."],
      ],
      expected: [["answer", right]],
    };
  });
}
