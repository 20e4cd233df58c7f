// Traces that push a limit: very many spans, hostile content, very long values; and one small streamed call.
import { Builder, chat, models, nano, text } from "./builder.mjs";
import { attributes } from "./otlp.mjs";
import { random } from "./random.mjs";

/** One trace of exactly `count` spans: a workflow of agents, steps and calls, with an error in every 997th span. */
export function bigTrace({ count, now, seed = 11 }) {
  const dice = random(seed);
  const build = new Builder(dice, now - 120_000);
  const open = [];
  const stepUs = Math.floor(100_000_000 / count);
  for (let index = 0; index < count; index += 1) {
    while (open.length > 1 && (open.length > 7 || dice.chance(0.45))) close(build, open.pop());
    const depth = open.length;
    const type =
      depth === 0
        ? "WORKFLOW"
        : ["AGENT", "CHAIN", "TASK", "TOOL", "RETRIEVER", "CHAT_MODEL"][Math.min(5, (depth + index) % 6)];
    const name = depth === 0 ? `import ${count} tickets` : `${type.toLowerCase()}_${(index * 7) % 23}`;
    const span = {
      traceId: build.traceId,
      spanId: (index + 1).toString(16).padStart(16, "0"),
      ...(depth > 0 ? { parentSpanId: open[depth - 1].spanId } : {}),
      name,
      kind: 1,
      startTimeUnixNano: nano(build.clockUs),
      attributes: attributes({
        "mlflow.spanType": type,
        "mlflow.spanInputs": JSON.stringify({ step: index }),
        ...(type === "CHAT_MODEL"
          ? {
              "gen_ai.request.model": models[index % 4],
              "gen_ai.usage.input_tokens": 100 + (index % 300),
              "gen_ai.usage.output_tokens": 20,
            }
          : {}),
      }),
      events: [],
      status: { code: 1 },
    };
    build.spans.push(span);
    open.push(span);
    build.clockUs += stepUs;
    if (index % 997 === 996) build.fail(span, "ValueError", `ticket ${index} has no author`);
  }
  while (open.length > 0) close(build, open.pop());
  return { traceId: build.traceId, spans: build.spans };
}

function close(build, span) {
  build.clockUs += 1;
  span.endTimeUnixNano = nano(build.clockUs);
}

/** A trace whose contents try to break out of the page. */
export function hostileTrace({ now, seed = 13 }) {
  const dice = random(seed);
  const build = new Builder(dice, now - 5_000);
  const nasty =
    '<script>window.pwned=1</script><img src=x onerror="window.pwned=1">[click](javascript:window.pwned=1) ![x](https://evil.example/x.png) \u202Ereversed\u0007 </textarea><svg onload="window.pwned=1">';
  const chatSpan = (parent) =>
    chat(build, parent, {
      model: "gpt-5-mini",
      messages: [
        { role: "user", parts: [text(nasty)] },
        { role: "system", parts: [text(`${"x".repeat(200_000)}`)] },
      ],
      output: [text(`# Title\n\n${nasty}`)],
    });
  build.span(
    null,
    `${nasty.slice(0, 60)}`,
    "CHAIN",
    { "mlflow.spanInputs": JSON.stringify({ html: nasty }), "mlflow.spanOutputs": JSON.stringify(nasty) },
    chatSpan,
  );
  return { traceId: build.traceId, spans: build.spans };
}

/** A trace with an input of `bytes` characters. */
export function longValueTrace({ now, bytes, seed = 17 }) {
  const dice = random(seed);
  const build = new Builder(dice, now - 4_000);
  const value = "The quick brown fox jumps over the lazy dog. ".repeat(Math.ceil(bytes / 45));
  build.span(
    null,
    "long_value",
    "CHAIN",
    { "mlflow.spanInputs": JSON.stringify({ text: value }), "mlflow.spanOutputs": JSON.stringify("done") },
    () => build.work(5, 9),
  );
  return { traceId: build.traceId, spans: build.spans };
}

/** One streamed model call with 11 tokens in and 6 out. */
export function streamingCall({ now, seed = 19 }) {
  const dice = random(seed);
  const build = new Builder(dice, now - 2_000);
  const span = chat(build, null, {
    model: "gpt-5-mini",
    messages: [{ role: "user", parts: [text("Where is my parcel?")] }],
    output: [text("Your parcel is in Leipzig.")],
    streaming: 8,
  });
  span.attributes = span.attributes
    .filter((each) => !/^gen_ai\.usage/.test(each.key))
    .concat(attributes({ "gen_ai.usage.input_tokens": 11, "gen_ai.usage.output_tokens": 6 }));
  return { traceId: build.traceId, spans: build.spans };
}

/** One model call as MLflow's client sends it: the picture is stored beside the span; the question is very long. */
export function storedPicture({ now, attachment, seed = 23 }) {
  const build = new Builder(random(seed), now - 2_000);
  const reference = new URLSearchParams({ content_type: "image/png", trace_id: `tr-${build.traceId}`, size: "131" });
  chat(build, null, {
    model: "gpt-5-mini",
    messages: [
      {
        role: "user",
        parts: [
          text(`What is on this picture? ${"It came with the parcel. ".repeat(800)}`),
          {
            type: "blob",
            modality: "image",
            mime_type: "image/png",
            content: `mlflow-attachment://${attachment}?${reference}`,
          },
        ],
      },
      { role: "assistant", parts: [{ type: "tool_call", id: "call_9", name: "describe", arguments: {} }] },
      { role: "tool", parts: [{ type: "tool_call_response", id: "call_9", response: '{"colour":"blue"}' }] },
    ],
    output: [text("A blue box.")],
  });
  return { traceId: build.traceId, spans: build.spans };
}
