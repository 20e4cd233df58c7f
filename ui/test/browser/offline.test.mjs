// A server that goes away: what the page says, what it keeps, and that it comes back by itself.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { traces } from "../seed/scenarios.mjs";
import { startDistProxy } from "./distProxy.mjs";
import { axeFindings, start, untilCounted } from "./harness.mjs";

let bench;
let experiment;
let proxy;
before(async () => {
  bench = await start();
  experiment = await bench.newExperiment("interrupted");
  const seeded = traces({ count: 30, now: Date.now() });
  await bench.send(
    experiment,
    seeded.flatMap((trace) => trace.spans),
  );
  await untilCounted(bench, experiment, 30);
  proxy = await startDistProxy(bench.url);
});
after(async () => {
  await proxy.close();
  await bench.close();
});

const interrupt = () => proxy.close();
const resume = async () => {
  proxy = await startDistProxy(bench.url, Number(new URL(proxy.url).port));
};
const leave = async (page) => {
  await page.context().close();
  // The browser itself logs every request that finds no server.
  const others = bench.problems.filter((problem) => !problem.includes(proxy.url));
  bench.problems.splice(0, bench.problems.length, ...others);
};

test("rows stay while the server is away, new questions are said to wait, and everything comes back by itself", async () => {
  const page = await bench.newPage({ origin: proxy.url });
  await page.goto(`${proxy.url}/e/${experiment}/traces`);
  await page.getByText("30 traces").waitFor();
  await page.getByText("live", { exact: true }).waitFor();
  await interrupt();
  await page.getByText("offline, trying again").waitFor();
  await page.getByRole("link", { name: "support_agent" }).first().waitFor();
  await page.getByRole("button", { name: "Errors" }).click();
  const alert = page.getByRole("alert").filter({ hasText: "the server cannot be reached" });
  await alert.waitFor({ timeout: 15_000 });
  const box = await alert.boundingBox();
  assert.ok(box.height < 200, `the message is ${box.height} px high`);
  assert.deepEqual(await axeFindings(page), []);
  await resume();
  await page.getByRole("grid", { name: "Traces" }).waitFor({ timeout: 15_000 });
  await page.getByText("live", { exact: true }).waitFor({ timeout: 15_000 });
  assert.equal(await page.getByRole("button", { name: "Errors" }).getAttribute("aria-pressed"), "true");
  await leave(page);
});

test("a trace that could not be loaded appears when the server is back", async () => {
  const page = await bench.newPage({ origin: proxy.url });
  await page.goto(`${proxy.url}/e/${experiment}/traces`);
  const link = page.getByRole("link", { name: "support_agent" }).first();
  await link.waitFor();
  // The part of the page that shows a trace is there already; only its data is missing.
  await link.click();
  await page.getByRole("treegrid").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("grid", { name: "Traces" }).waitFor();
  await interrupt();
  await page.getByRole("link", { name: "summarise_ticket" }).first().click();
  await page.getByRole("alert").filter({ hasText: "the server cannot be reached" }).waitFor({ timeout: 15_000 });
  await resume();
  await page.getByRole("treegrid").waitFor({ timeout: 15_000 });
  await leave(page);
});
