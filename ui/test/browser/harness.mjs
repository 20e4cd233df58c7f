// Starts the server under test and a browser, and watches every page for console errors and foreign requests.
// SPANWELL_BINARY=<path> tests the real binary in a fresh directory; without it the mock serves the built page.
// SPANWELL_PAGE=dist puts the page of ui/dist before that binary.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { startMock } from "../mock/server.mjs";
import { postSpans } from "../seed/otlp.mjs";
import { startDistProxy } from "./distProxy.mjs";

const chromiumPath = process.env.SPANWELL_CHROMIUM ?? "/usr/bin/chromium";
const screenshotFolder = fileURLToPath(new URL("../../../docs/screenshots/", import.meta.url));
const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function startBinary(path) {
  assert.ok(existsSync(path), `SPANWELL_BINARY \`${path}\` does not exist`);
  const directory = await mkdtemp(join(tmpdir(), "spanwell-browser-"));
  const port = await freePort();
  const child = spawn(
    path,
    [
      "serve",
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
      "--data-dir",
      join(directory, "data"),
      "--otlp-grpc-port",
      "0",
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      output = (output + data).slice(-20_000);
    });
  }
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const url = `http://127.0.0.1:${port}`;
  await untilReady(
    url,
    () => child.exitCode,
    () => output,
  );
  return {
    url,
    close: async () => {
      child.kill("SIGTERM");
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function untilReady(url, exitCode, output) {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const answer = await fetch(`${url}/api/v1/server`).catch(() => undefined);
    if (answer?.ok) return;
    assert.equal(exitCode(), null, `the server ended at start:\n${output()}`);
    assert.ok(Date.now() < deadline, `the server did not answer within 15 s:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Starts server and browser; gives what a test needs. `close` fails when a page logged an error or left the origin. */
export async function start() {
  const binary = process.env.SPANWELL_BINARY;
  const backend = binary ? await startBinary(binary) : await startMock();
  const server = binary && process.env.SPANWELL_PAGE === "dist" ? await startDistProxy(backend.url) : backend;
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    ],
  });
  const problems = [];
  const newPage = async ({ origin = server.url, ...options } = {}) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    context.setDefaultTimeout(8_000);
    const page = await context.newPage();
    watch(page, origin, problems);
    return page;
  };
  return {
    url: server.url,
    real: Boolean(binary),
    newPage,
    problems,
    api: (method, path, body) => api(server.url, method, path, body),
    send: (experiment, spans) => postSpans(server.url, experiment, spans),
    newExperiment: async (name) => (await api(server.url, "POST", "/experiments", { name })).experiment_id,
    close: async () => {
      await browser.close();
      if (server !== backend) await server.close();
      await backend.close();
      assert.deepEqual(problems, [], "pages must not log errors or leave their origin");
    },
  };
}

function watch(page, origin, problems) {
  page.on("console", (message) => {
    if (message.type() === "error" && !expected(message.text()))
      problems.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => problems.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    const target = new URL(request.url());
    if (["data:", "blob:", "about:"].includes(target.protocol)) return;
    if (target.origin !== origin) problems.push(`foreign request: ${request.url()}`);
  });
}

// The browser itself logs every answer of 400 and above; tests that provoke one expect it.
function expected(text) {
  return /^Failed to load resource: the server responded with a status of (400|404)/.test(text);
}

async function api(url, method, path, body) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path} answered ${response.status}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

/** Waits until the server lists `count` traces of an experiment. */
export async function untilCounted(bench, experiment, count) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const { count: found } = await bench.api("POST", `/experiments/${experiment}/traces/count`, {});
    if (found >= count) return;
    assert.ok(Date.now() < deadline, `only ${found} of ${count} traces arrived within 30 s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Serious and critical findings of axe on the current page. */
export async function axeFindings(page) {
  await page.evaluate(axeSource);
  const result = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }),
  );
  return result.violations
    .filter((violation) => violation.impact === "serious" || violation.impact === "critical")
    .flatMap((violation) =>
      violation.nodes.map(
        (node) => `${violation.id}: ${node.html.slice(0, 160)} ${node.failureSummary?.slice(0, 240)}`,
      ),
    );
}

/** Saves a screenshot for the documentation when SPANWELL_SCREENSHOTS=1. */
export async function screenshot(page, name) {
  if (process.env.SPANWELL_SCREENSHOTS !== "1") return;
  await mkdir(screenshotFolder, { recursive: true });
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(screenshotFolder, `${name}.png`) });
}

/** The name of a screenshot in a theme: light ones have no suffix. */
export function themed(name, colorScheme) {
  return colorScheme === "light" ? name : `${name}-${colorScheme}`;
}

/** CPU seconds, nodes and heap of a page, read from the browser; CPU counts thread time, not waiting. */
export async function meter(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const read = async () =>
    Object.fromEntries((await session.send("Performance.getMetrics")).metrics.map((each) => [each.name, each.value]));
  return {
    cpuSeconds: async () => (await read()).TaskDuration,
    nodes: () => page.evaluate(() => document.getElementsByTagName("*").length),
    heapMegabytes: async () => {
      await session.send("HeapProfiler.collectGarbage");
      return (await read()).JSHeapUsedSize / 1024 / 1024;
    },
  };
}
