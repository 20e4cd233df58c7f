// Evaluation datasets: the list, the records with their origin. Data comes over MLflow's wire, which only the real
// server speaks.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { putDataset } from "../seed/evaluation.mjs";
import { random } from "../seed/random.mjs";
import { oneTrace } from "../seed/scenarios.mjs";
import { axeFindings, screenshot, start, themed, untilCounted } from "./harness.mjs";

const skip = process.env.SPANWELL_BINARY ? false : "needs the real server";
let bench;
let experiment;
let dataset;
let trace;
before(async () => {
  if (skip) return;
  bench = await start();
  experiment = await bench.newExperiment("datasets");
  const seeded = oneTrace(random(41), Date.now() - 60_000, 0);
  await bench.send(experiment, seeded.spans);
  await untilCounted(bench, experiment, 1);
  trace = `tr-${seeded.traceId}`;
  const questions = Array.from({ length: 130 }, (_, index) => ({
    inputs: { question: `Where is order ${index}?`, customer: { id: index, tier: "gold" } },
    expectations: { answer: `Order ${index} is on its way.` },
    tags: { kind: index % 2 === 0 ? "easy" : "hard" },
  }));
  questions[0].source = { source_type: "TRACE", source_data: { trace_id: trace } };
  dataset = await putDataset(bench.url, experiment, "support questions", questions, { owner: "ada" });
  await putDataset(bench.url, experiment, "edge cases", []);
});
after(() => bench?.close());

const open = async (path, options = {}) => {
  const page = await bench.newPage(options);
  await page.goto(`${bench.url}/e/${experiment}/datasets${path}`);
  return page;
};

test("datasets are listed and searched, by keys too", { skip }, async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open("", { colorScheme });
    const list = page.getByRole("grid", { name: "Datasets" });
    await list.getByRole("link", { name: "edge cases" }).waitFor();
    assert.match(await list.textContent(), /support questions130.*owner: ada/);
    await screenshot(page, themed("datasets", colorScheme));
    assert.deepEqual(await axeFindings(page), [], colorScheme);
    await page.keyboard.press("/");
    await page.keyboard.type("SUPPORT");
    await list.getByRole("link", { name: "edge cases" }).waitFor({ state: "detached" });
    await list.getByRole("link", { name: "support questions" }).waitFor();
    await page.waitForURL(/search=SUPPORT/);
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`/datasets/${dataset}`));
  }
});

test("records are read in full and lead to the trace they come from", { skip }, async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open(`/${dataset}`, { colorScheme });
    const records = page.getByRole("grid", { name: "Records" });
    await records.getByText("question: Where is order 0?").waitFor();
    await page.getByText("130 records").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("Space");
    const pane = page.getByRole("complementary", { name: "Record" });
    await pane.getByText("Order 1 is on its way.").waitFor();
    await screenshot(page, themed("dataset", colorScheme));
    assert.deepEqual(await axeFindings(page), [], colorScheme);
    await page.keyboard.press("k");
    await pane.getByText("Order 0 is on its way.").waitFor();
    await page.reload();
    await pane.getByText("Order 0 is on its way.").waitFor();
    await pane.getByRole("link", { name: "trace" }).click();
    await page.waitForURL(new RegExp(`/traces/${trace}`));
  }
});

test("the records of all pages are reached by scrolling", { skip }, async () => {
  const page = await open(`/${dataset}`);
  await page.getByRole("grid", { name: "Records" }).waitFor();
  await page.waitForFunction(() => {
    const element = document.querySelector('[role="grid"]');
    element.scrollTo(0, element.scrollHeight);
    return element.textContent.includes("Where is order 129?");
  });
});

test("empty datasets and experiments say what to do, on small screens too", { skip }, async () => {
  const page = await open("", { viewport: { width: 390, height: 844 } });
  await page.getByRole("link", { name: "edge cases" }).click();
  await page.getByText("No records yet").waitFor();
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
  await page.goto(`${bench.url}/e/${await bench.newExperiment("no data")}/datasets`);
  await page.getByText("No datasets yet").waitFor();
  assert.match(await page.locator("pre").textContent(), /create_dataset/);
  assert.deepEqual(await axeFindings(page), []);
  await page.goto(`${bench.url}/e/${experiment}/datasets/d-${"0".repeat(32)}`);
  await page.getByRole("heading", { name: "Not found" }).waitFor();
});
