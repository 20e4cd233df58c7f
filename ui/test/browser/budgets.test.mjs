// What the page may cost: bytes of JavaScript, CPU seconds, nodes, heap. CPU is thread time, so waiting does not count.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { bigTrace } from "../seed/extremes.mjs";
import { traces } from "../seed/scenarios.mjs";
import { meter, screenshot, start, untilCounted } from "./harness.mjs";

const kib = 1024;
const listScriptBytes = 220 * kib;
const traceExtraBytes = 60 * kib;
const distBytes = 1024 * kib;
const traceCpuSeconds = 0.6;
// What the work of `slowness` takes on the machine that the budget is meant for.
const referenceSeconds = 0.07;
// A machine slower than this is not believed: the page has grown.
const mostSlowness = 1.6;
const traceNodes = 1500;
const traceHeapMegabytes = 40;
const traceDataBytes = 200 * kib;
const hugeReadyMs = 1000;

let bench;
let experiment;
let tenThousand;
before(async () => {
  bench = await start();
  experiment = await bench.newExperiment("budgets");
  const now = Date.now();
  await bench.send(
    experiment,
    traces({ count: 300, now }).flatMap((trace) => trace.spans),
  );
  const first = bigTrace({ count: 10_000, now });
  const second = bigTrace({ count: 32_843, now, seed: 12 });
  tenThousand = `tr-${first.traceId}`;
  await bench.send(experiment, first.spans);
  await bench.send(experiment, second.spans);
  await untilCounted(bench, experiment, 302);
});
after(() => bench.close());

/**
 * How much slower than the machine that the budgets of CPU are meant for this one is now, at least 1: by work that has
 * nothing to do with the page. Processors of shared machines differ by more than half from one hour to the next.
 */
async function slowness() {
  const page = await bench.newPage();
  await page.goto(bench.url);
  const gauge = await meter(page);
  const work = () => {
    const rows = Array.from({ length: 60_000 }, (_, index) => ({ id: String((index * 7_919) % 60_013), index }));
    const copies = JSON.parse(JSON.stringify(rows));
    return copies.sort((left, right) => (left.id < right.id ? -1 : 1)).length;
  };
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run += 1) {
    const start = await gauge.cpuSeconds();
    await page.evaluate(work);
    least = Math.min(least, (await gauge.cpuSeconds()) - start);
  }
  await page.context().close();
  return { least, factor: Math.min(mostSlowness, Math.max(1, least / referenceSeconds)) };
}

/** Opens a page and adds up what came over the wire, by kind. */
async function measured(path, ready) {
  const page = await bench.newPage();
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const kinds = new Map();
  const bytes = { Script: 0, Fetch: 0 };
  session.on("Network.responseReceived", (event) => kinds.set(event.requestId, event));
  session.on("Network.loadingFinished", (event) => {
    const kind = kinds.get(event.requestId)?.type;
    if (kind !== undefined) bytes[kind] = (bytes[kind] ?? 0) + event.encodedDataLength;
  });
  const gauge = await meter(page);
  await page.addInitScript(() => {
    globalThis.longest = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, entry.duration);
    }).observe({ type: "longtask", buffered: true });
  });
  await page.goto(bench.url + path);
  await ready(page);
  await page.waitForTimeout(400);
  const result = {
    bytes,
    cpu: await gauge.cpuSeconds(),
    nodes: await gauge.nodes(),
    longest: await page.evaluate(() => globalThis.longest),
    heap: await gauge.heapMegabytes(),
  };
  return { page, result };
}

const text = ({ bytes, cpu, nodes, longest, heap }) =>
  `${(bytes.Script / kib).toFixed(0)} KiB of script, ${(bytes.Fetch / kib).toFixed(0)} KiB of data, ${cpu.toFixed(2)} CPU s, ${nodes} nodes, ${heap.toFixed(1)} MB, longest task ${longest.toFixed(0)} ms`;

const listReady = async (page) => {
  await page.getByRole("grid").waitFor();
  await page.getByRole("region", { name: /Traces over time/ }).waitFor();
};
const treeReady = (page) => page.locator('[role="treegrid"] [aria-selected="true"]').waitFor();

test("the list stays within its bytes", async (context) => {
  const { result } = await measured(`/e/${experiment}/traces`, listReady);
  context.diagnostic(text(result));
  assert.ok(result.bytes.Script <= listScriptBytes, text(result));
  assert.ok(result.nodes <= traceNodes, text(result));
});

test("a trace of 10,000 spans stays within CPU, nodes, heap and bytes", async (context) => {
  const runs = [];
  for (let run = 0; run < 5; run += 1) {
    const { page, result } = await measured(`/e/${experiment}/traces/${tenThousand}`, treeReady);
    // Measured beside each run: the speed of a shared machine changes within seconds.
    const { least: work, factor } = await slowness();
    context.diagnostic(`${text(result)}; ${factor.toFixed(2)} times slower than meant (${work.toFixed(3)} CPU s)`);
    runs.push({ ...result, meantCpu: result.cpu / factor });
    if (run === 0) await screenshot(page, "ten-thousand-spans");
    await page.context().close();
  }
  // The least is what the page costs; the rest is what else the machine did.
  runs.sort((left, right) => left.meantCpu - right.meantCpu);
  const [least] = runs;
  assert.ok(least.meantCpu <= traceCpuSeconds, text(least));
  assert.ok(least.nodes <= traceNodes, text(least));
  assert.ok(least.heap <= traceHeapMegabytes, text(least));
  assert.ok(least.bytes.Fetch <= traceDataBytes, text(least));
  assert.ok(least.bytes.Script <= listScriptBytes + traceExtraBytes, text(least));
});

test("a trace of 32,843 spans is usable within a second of the click", async (context) => {
  const page = await bench.newPage();
  await page.goto(`${bench.url}/e/${experiment}/traces?q=${encodeURIComponent("name LIKE 'import 32843%'")}`);
  const link = page.getByRole("link", { name: /import 32843/ });
  await link.waitFor();
  // The chunk of the trace page is fetched once per visit; the second click is what a user feels all day.
  await link.click();
  await treeReady(page);
  const gauge = await meter(page);
  await page.keyboard.press("Escape");
  await link.waitFor();
  const before = { at: Date.now(), cpu: await gauge.cpuSeconds() };
  await link.click();
  await treeReady(page);
  const elapsed = Date.now() - before.at;
  await page.keyboard.press("j");
  const used = (await gauge.cpuSeconds()) - before.cpu;
  context.diagnostic(`ready after ${elapsed} ms, ${used.toFixed(2)} CPU s, ${await gauge.nodes()} nodes`);
  assert.ok(used <= hugeReadyMs / 1000, `${used.toFixed(2)} CPU s`);
  assert.ok((await gauge.nodes()) <= traceNodes);
  const start = await gauge.cpuSeconds();
  for (let step = 0; step < 20; step += 1) await page.keyboard.press("e");
  context.diagnostic(`20 times to the next error: ${((await gauge.cpuSeconds()) - start).toFixed(2)} CPU s`);
});

test("everything that is shipped stays under a megabyte", async (context) => {
  const manifest = JSON.parse(await readFile(new URL("../../dist/manifest.json", import.meta.url), "utf8"));
  context.diagnostic(`${(manifest.br_bytes / kib).toFixed(0)} KiB in ${manifest.files.length} files`);
  assert.ok(manifest.br_bytes <= distBytes);
});
