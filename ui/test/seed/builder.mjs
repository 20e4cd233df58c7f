// Builds the OTLP spans of one trace against a clock that only moves forward.
import { attributes } from "./otlp.mjs";

/** Models that the seeded traces name. */
export const models = ["databricks-gemini-3-pro", "gpt-5-mini", "databricks-claude-sonnet-4-5", "llama-4-maverick"];

/** Spans of one trace; `clockUs` is the time of the next event. */
export class Builder {
  constructor(dice, startMs) {
    this.dice = dice;
    this.traceId = dice.hex(32);
    this.clockUs = startMs * 1000;
    this.spans = [];
  }

  span(parent, name, type, extra, body) {
    const span = {
      traceId: this.traceId,
      spanId: this.dice.hex(16),
      ...(parent ? { parentSpanId: parent.spanId } : {}),
      name,
      kind: 1,
      startTimeUnixNano: nano(this.clockUs),
      attributes: [],
      events: [],
      status: { code: 1 },
    };
    this.spans.push(span);
    this.clockUs += this.dice.whole(300, 4000);
    const values = { ...(type ? { "mlflow.spanType": type } : {}), ...extra };
    body?.(span, values);
    this.clockUs += this.dice.whole(200, 3000);
    span.endTimeUnixNano = nano(this.clockUs);
    span.attributes = attributes(values);
    return span;
  }

  work(lowMs, highMs) {
    this.clockUs += this.dice.whole(lowMs * 1000, highMs * 1000);
  }

  fail(span, type, message) {
    span.status = { code: 2, message };
    span.events.push({
      name: "exception",
      timeUnixNano: nano(this.clockUs),
      attributes: attributes({
        "exception.type": type,
        "exception.message": message,
        "exception.stacktrace": `Traceback (most recent call last):\n  File "/srv/bot/agent.py", line 118, in run\n    result = tools[call.name](**call.arguments)\n  File "/srv/bot/tools.py", line 42, in lookup_order\n    raise ${type}(message)\n${type}: ${message}`,
      }),
    });
  }
}

/** Microseconds as OTLP's nanoseconds. */
export function nano(microseconds) {
  return `${BigInt(Math.round(microseconds)) * 1000n}`;
}

/** A text part. */
export const text = (content) => ({ type: "text", content });

/** A model call in OpenTelemetry's GenAI convention. */
export function chat(build, parent, { name = "chat", model, messages, output, streaming = 0, finish = "stop", tools }) {
  return build.span(parent, `${name} ${model}`, null, {}, (span, values) => {
    const input = Math.ceil(JSON.stringify(messages).length / 4);
    const generated = Math.ceil(JSON.stringify(output).length / 4);
    Object.assign(values, {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": model.startsWith("databricks") ? "databricks" : "openai",
      "gen_ai.request.model": model,
      "gen_ai.response.model": model,
      "gen_ai.request.temperature": 0.2,
      "gen_ai.input.messages": JSON.stringify(messages),
      "gen_ai.output.messages": JSON.stringify([{ role: "assistant", parts: output, finish_reason: finish }]),
      "gen_ai.response.finish_reasons": [finish],
      "gen_ai.usage.input_tokens": input,
      "gen_ai.usage.output_tokens": generated,
      ...(build.dice.chance(0.3) ? { "gen_ai.usage.cache_read.input_tokens": Math.floor(input / 2) } : {}),
      "mlflow.llm.cost": JSON.stringify({
        input_cost: input * 1.2e-6,
        output_cost: generated * 5e-6,
        total_cost: input * 1.2e-6 + generated * 5e-6,
      }),
      ...(tools ? { "gen_ai.tool.definitions": JSON.stringify(tools) } : {}),
    });
    build.work(180, 600);
    for (let chunk = 0; chunk < streaming; chunk += 1) {
      span.events.push({
        name: `mlflow.chunk.item.${chunk}`,
        timeUnixNano: nano(build.clockUs),
        attributes: attributes({
          "mlflow.chunk.value": JSON.stringify({ choices: [{ delta: { content: `word${chunk} ` } }] }),
        }),
      });
      build.work(8, chunk === 17 ? 420 : 45);
    }
    if (streaming === 0) build.work(200, 1600);
  });
}
