// Deterministic traces of a support bot: agents, tools, retrieval, streaming, images, reasoning, errors, sessions.
import { Builder, chat, models, text } from "./builder.mjs";
import { random } from "./random.mjs";

const questions = [
  "Where is my order 4711? It should have arrived on Monday.",
  "Can I return headphones after 20 days if the box is open?",
  "Please cancel the subscription of my late father.",
  "¿Por qué me cobraron dos veces este mes?",
  "注文した商品がまだ届きません。いつ届きますか?",
  "My invoice shows VAT for Germany, but we are in Austria.",
  "The app crashes when I open the camera on a Pixel 9.",
  "Which of the two plans is cheaper for 12 people?",
];
const answers = [
  "Your parcel left our warehouse on Friday and is now at the **Leipzig** hub. It should reach you tomorrow before noon.",
  "Yes. Opened boxes can be returned within 30 days:\n\n1. Print the label from your account.\n2. Hand the parcel to any shop.\n3. The refund arrives in 3 to 5 days.",
  "I am sorry for your loss. I have cancelled the subscription and nothing more will be charged.",
  "Revisé su cuenta: el segundo cargo es una autorización que se libera en 48 horas.",
  "ご不便をおかけして申し訳ございません。明日の午前中にお届け予定です。",
  "I corrected the country to Austria and sent you a new invoice. `AT` reverse charge applies.",
];

/** A blue box, base64. */
export const png =
  "iVBORw0KGgoAAAANSUhEUgAAAGAAAABACAIAAABqVuVZAAAAd0lEQVR42u3QQREAIAgAMOLYx8rk4GkD/zYwAOxuCRZ1Lh+hQJAgQYIECRoXtHaOIkiQIEGCBAkSJEiQIEGCBAkSJEiQIEGCBAkSJEiQIEGCBAkSJEiQIEGCBAkSJEiQIEGCBAkSJEiQIEFdgxAkSJAgQYIENfcACIA0hkVWIuQAAAAASUVORK5CYII=";

/** Builds the spans of `count` traces, the last one ending just before `now` (epoch milliseconds). */
export function traces({ count, now, seed = 7, spanMs = 6 * 3600_000 }) {
  const dice = random(seed);
  const result = [];
  for (let index = 0; index < count; index += 1) {
    const age = Math.floor(((count - 1 - index) / Math.max(1, count)) * spanMs) + dice.whole(500, 4000);
    result.push(oneTrace(dice, now - age - 9000, index));
  }
  return result;
}

/** One trace of the mix; gives `{ traceId, spans }`. */
export function oneTrace(dice, startMs, index) {
  const build = new Builder(dice, startMs);
  const kind = index % 10;
  if (kind < 6) supportAgent(build, dice, index);
  else if (kind < 8) summarise(build, dice);
  else if (kind === 8) describeImage(build, dice);
  else embed(build, dice);
  return { traceId: build.traceId, spans: build.spans };
}

const orderTool = {
  type: "function",
  name: "lookup_order",
  description: "Find an order by its number.",
  parameters: { type: "object", properties: { order_id: { type: "string" } }, required: ["order_id"] },
};

function supportAgent(build, dice, index) {
  const question = dice.pick(questions);
  const answer = dice.pick(answers);
  const model = dice.pick(models);
  const failure = dice.chance(0.16) ? dice.pick(["timeout", "limit"]) : null;
  const session = `sess-${String(Math.floor(index / 7)).padStart(4, "0")}`;
  const system = {
    role: "system",
    parts: [
      text(
        "You are the support agent of Acme Audio. Answer briefly.\nNever promise a refund before `lookup_order` confirmed the order.",
      ),
    ],
  };
  const user = { role: "user", parts: [text(question)] };
  build.span(
    null,
    "support_agent",
    "AGENT",
    {
      "session.id": session,
      "user.id": dice.pick(["ana", "ben", "chidi", "dora"]),
      "mlflow.traceTag.env": dice.pick(["prod", "staging"]),
      "mlflow.spanInputs": JSON.stringify({ question }),
      ...(failure ? {} : { "mlflow.spanOutputs": JSON.stringify(answer) }),
    },
    (root) => {
      build.span(
        root,
        "guard_input",
        "GUARDRAIL",
        { "mlflow.spanInputs": JSON.stringify({ text: question }), "mlflow.spanOutputs": "true" },
        () => build.work(2, 9),
      );
      build.span(
        root,
        "retrieve",
        "RETRIEVER",
        {
          "mlflow.spanInputs": JSON.stringify({ query: question, k: 3 }),
          "mlflow.spanOutputs": JSON.stringify([
            {
              page_content: "Parcels are handed to the carrier within 24 hours.",
              metadata: { source: "shipping.md", score: 0.83 },
            },
            {
              page_content: "Opened boxes may be returned within 30 days.",
              metadata: { source: "returns.md", score: 0.71 },
            },
          ]),
        },
        () => build.work(20, 90),
      );
      const call = {
        type: "tool_call",
        id: `call_${dice.hex(8)}`,
        name: "lookup_order",
        arguments: { order_id: String(dice.whole(1000, 9999)) },
      };
      if (failure === "limit") {
        const message = "429 REQUEST_LIMIT_EXCEEDED: Exceeded workspace input tokens per minute rate limit";
        const failed = chat(build, root, { model, messages: [system, user], output: [], finish: "error" });
        build.fail(failed, "RateLimitError", message);
        build.fail(root, "RateLimitError", message);
        return;
      }
      chat(build, root, { model, messages: [system, user], output: [call], finish: "tool_calls", tools: [orderTool] });
      const tool = build.span(
        root,
        "lookup_order",
        "TOOL",
        {
          "mlflow.spanInputs": JSON.stringify(call.arguments),
          ...(failure
            ? {}
            : { "mlflow.spanOutputs": JSON.stringify({ status: "in_transit", hub: "Leipzig", eta: "2026-11-25" }) }),
        },
        (span) => {
          build.span(
            span,
            "GET /orders",
            "TASK",
            { "http.request.method": "GET", "server.address": "orders.acme.example" },
            (request) => {
              build.work(failure ? 2900 : 30, failure ? 3100 : 240);
              if (failure) build.fail(request, "TimeoutError", "orders.acme.example did not answer within 3000 ms");
            },
          );
        },
      );
      if (failure) {
        build.fail(tool, "TimeoutError", "orders.acme.example did not answer within 3000 ms");
        build.fail(root, "TimeoutError", "orders.acme.example did not answer within 3000 ms");
        return;
      }
      const assistant = { role: "assistant", parts: [call] };
      const result = {
        role: "tool",
        parts: [
          {
            type: "tool_call_response",
            id: call.id,
            response: { status: "in_transit", hub: "Leipzig", eta: "2026-11-25" },
          },
        ],
      };
      chat(build, root, {
        model,
        messages: [system, user, assistant, result],
        output: [
          {
            type: "reasoning",
            content:
              "The order exists and is in transit. The user asks for the date, so I give the date of arrival and nothing else.",
          },
          text(answer),
        ],
        streaming: 40,
      });
    },
  );
}

function summarise(build, dice) {
  const model = dice.pick(models);
  const document = Array.from({ length: 30 }, (_, line) => `Line ${line}: ${dice.pick(questions)}`).join("\n");
  build.span(
    null,
    "summarise_ticket",
    "CHAIN",
    {
      "mlflow.spanInputs": JSON.stringify({ document }),
      "mlflow.spanOutputs": JSON.stringify({ summary: dice.pick(answers) }),
    },
    (root) => {
      build.span(
        root,
        "split",
        "PARSER",
        { "mlflow.spanInputs": JSON.stringify(document), "mlflow.spanOutputs": JSON.stringify({ parts: 3 }) },
        () => build.work(3, 12),
      );
      for (let part = 0; part < 3; part += 1) {
        chat(build, root, {
          model,
          messages: [
            { role: "user", parts: [text(`Summarise part ${part}:\n${document.slice(part * 300, part * 300 + 300)}`)] },
          ],
          output: [text(dice.pick(answers))],
        });
      }
    },
  );
}

function describeImage(build, dice) {
  const model = "databricks-gemini-3-pro";
  const question = "What is on this photo, and is the seal broken?";
  build.span(
    null,
    "inspect_photo",
    "WORKFLOW",
    {
      "mlflow.spanInputs": JSON.stringify({ question, photo: "photo.png" }),
      "mlflow.spanOutputs": JSON.stringify("A blue box. The seal is intact."),
    },
    (root) => {
      chat(build, root, {
        model,
        messages: [
          {
            role: "user",
            parts: [
              text(question),
              { type: "blob", modality: "image", mime_type: "image/png", content: png },
              { type: "uri", modality: "image", uri: "https://photos.acme.example/4711.jpg" },
            ],
          },
        ],
        output: [text("A blue box. The seal is intact.")],
        streaming: dice.whole(10, 30),
      });
    },
  );
}

function embed(build, dice) {
  build.span(
    null,
    "embeddings text-embedding-3-small",
    null,
    {
      "gen_ai.operation.name": "embeddings",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "text-embedding-3-small",
      "gen_ai.usage.input_tokens": dice.whole(20, 400),
      "mlflow.spanInputs": JSON.stringify({ input: [dice.pick(questions)] }),
      "mlflow.spanOutputs": JSON.stringify([[0.12, -0.4, 0.33]]),
    },
    () => build.work(30, 120),
  );
}
