// A stand-in for the binary: OTLP/JSON in, native API out, the built page at every other path.
// node test/mock/server.mjs --port 5100 [--empty]
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { bigTrace } from "../seed/extremes.mjs";
import { exportRequest } from "../seed/otlp.mjs";
import { traces } from "../seed/scenarios.mjs";
import { servePage } from "./page.mjs";
import { Refusal, routes } from "./routes.mjs";
import { Store } from "./store.mjs";

/** Starts the mock; port 0 picks a free one. Gives `{ url, store, close }`. */
export async function startMock({ port = 0 } = {}) {
  const store = new Store();
  const server = createServer((request, response) => {
    handle(store, request, response).catch((error) => {
      const body =
        error instanceof Refusal ? error.body : { error: { code: "INTERNAL", message: String(error?.stack ?? error) } };
      response
        .writeHead(error instanceof Refusal ? error.status : 500, { "content-type": "application/json" })
        .end(JSON.stringify(body));
    });
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    store,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

async function handle(store, request, response) {
  const url = new URL(request.url, "http://mock");
  if (url.pathname === "/v1/traces") {
    store.ingest(request.headers["x-mlflow-experiment-id"] ?? "0", JSON.parse(await bodyOf(request)));
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
    return;
  }
  if (attachment(store, request, response, url)) return;
  if (url.pathname.startsWith("/api/v1/")) return api(store, request, response, url);
  if (/^\/(api|ajax-api|v1)\//.test(url.pathname)) throw new Refusal(404, "NOT_FOUND", "no such endpoint");
  if (!(await servePage(request, response, url))) throw new Refusal(404, "NOT_FOUND", `no file ${url.pathname}`);
}

async function api(store, request, response, url) {
  const path = url.pathname.slice("/api/v1".length);
  const live = /^\/experiments\/([^/]+)\/events$/.exec(path);
  if (live) return events(store, request, response, live[1], url);
  for (const [method, pattern, handler] of routes) {
    const match = pattern.exec(path);
    if (!match || method !== request.method) continue;
    const text = await bodyOf(request);
    const answer = handler({
      store,
      query: url.searchParams,
      params: match.slice(1).map(decodeURIComponent),
      body: text ? JSON.parse(text) : {},
    });
    if (answer === undefined) return response.writeHead(204).end();
    if (answer.raw) return response.writeHead(200, { "content-type": answer.type, ...answer.headers }).end(answer.raw);
    const json = Buffer.from(JSON.stringify(answer));
    if (json.length < 1024) return response.writeHead(200, { "content-type": "application/json" }).end(json);
    const packed = brotliCompressSync(json, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
    return response.writeHead(200, { "content-type": "application/json", "content-encoding": "br" }).end(packed);
  }
  throw new Refusal(404, "NOT_FOUND", `no route for ${request.method} ${path}`);
}

// What MLflow's client takes out of a span: sent to one address, read at another.
function attachment(store, request, response, url) {
  const sent = /^\/api\/2\.0\/mlflow-artifacts\/artifacts\/.*\/attachments\/([^/]+)$/.exec(url.pathname);
  if (sent && request.method === "PUT") {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      store.attachments.set(sent[1], Buffer.concat(parts));
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
    return true;
  }
  const kept = store.attachments.get(url.searchParams.get("path"));
  if (url.pathname !== "/ajax-api/3.0/mlflow/get-trace-artifact" || kept === undefined) return false;
  response
    .writeHead(200, { "content-type": "application/octet-stream", "x-content-type-options": "nosniff" })
    .end(kept);
  return true;
}

function events(store, request, response, experiment, url) {
  const topics = (url.searchParams.get("topics") ?? "").split(",");
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write("event: ping\ndata: {}\n\n");
  let number = 0;
  const listener = (change) => {
    if (change.experiment !== experiment) return;
    number += 1;
    if (topics.includes("traces"))
      response.write(
        `id: ${number}\nevent: traces\ndata: ${JSON.stringify({ upserts: change.upserts, deleted: change.deleted })}\n\n`,
      );
    for (const row of change.upserts) {
      if (topics.includes(`trace:${row.trace_id}`))
        response.write(`event: trace\ndata: ${JSON.stringify({ trace_id: row.trace_id, version: row.version })}\n\n`);
    }
  };
  store.events.on("change", listener);
  request.on("close", () => store.events.off("change", listener));
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf("--port");
  const mock = await startMock({ port: at > 0 ? Number(process.argv[at + 1]) : 5100 });
  if (!process.argv.includes("--empty")) {
    const now = Date.now();
    for (const trace of traces({ count: 500, now })) mock.store.ingest("0", exportRequest(trace.spans));
    mock.store.ingest("0", exportRequest(bigTrace({ count: 32_843, now }).spans));
    mock.store.createExperiment("empty-project");
  }
  process.stdout.write(`mock on ${mock.url}\n`);
}
