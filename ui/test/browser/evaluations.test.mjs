// Evaluation runs: the list, a run row by row, its files, two runs compared. Data comes over MLflow's wire, which only
// the real server speaks.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { putDataset, putRun, supportRows } from "../seed/evaluation.mjs";
import { axeFindings, screenshot, start, themed } from "./harness.mjs";

const skip = process.env.SPANWELL_BINARY ? false : "needs the real server";
let bench;
let experiment;
let older;
let newer;
before(async () => {
  if (skip) return;
  bench = await start();
  experiment = await bench.newExperiment("support-bot evaluations");
  const id = await putDataset(bench.url, experiment, "questions", [{ inputs: { question: "q" } }]);
  const hour = 3_600_000;
  const common = { dataset: { id, name: "questions" } };
  older = await putRun(bench.url, experiment, {
    ...common,
    name: "prompt-v1",
    seed: 31,
    startMs: Date.now() - 2 * hour,
    params: { prompt: "v1", model: "gpt-5-mini" },
    metrics: { "correctness/mean": 0.4, "tone/mean": 3 },
    rows: supportRows(false),
  });
  newer = await putRun(bench.url, experiment, {
    ...common,
    name: "prompt-v2",
    seed: 32,
    startMs: Date.now() - hour,
    params: { prompt: "v2", model: "gpt-5-mini" },
    metrics: { "correctness/mean": 0.8, "tone/mean": 3.5 },
    rows: supportRows(true),
    files: { "report.txt": "all is well", "tables/rows.json": "[]" },
  });
});
after(() => bench?.close());

const open = async (path, options = {}) => {
  const page = await bench.newPage(options);
  await page.goto(`${bench.url}/e/${experiment}/${path}`);
  return page;
};
const grid = (page, name) => page.getByRole("grid", { name });
const rows = (page, name) => grid(page, name).locator('[role="row"][aria-rowindex]');

test("runs are listed with their metrics, sorted and filtered by them", { skip }, async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open("evaluations", { colorScheme });
    await page.getByRole("link", { name: "prompt-v2" }).waitFor();
    assert.match(
      await rows(page, "Runs").first().textContent(),
      /prompt-v2.*finished.*questions.*1 m 05 s.*0\.8.*3\.5/,
    );
    await screenshot(page, themed("evaluations", colorScheme));
    assert.deepEqual(await axeFindings(page), [], colorScheme);
    const sort = page.getByRole("button", { name: "correctness/mean" });
    await sort.click();
    await sort.click();
    await page.waitForURL(/order=metrics/);
    await page.waitForFunction(() => document.querySelector('[aria-rowindex="2"]')?.textContent.includes("prompt-v1"));
    await page.getByLabel("Filter runs").fill("metrics.`correctness/mean` > 0.5");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "prompt-v1" }).waitFor({ state: "detached" });
    await page.getByLabel("Filter runs").fill("metrics >");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "The filter cannot be read" }).waitFor();
  }
});

test("a run shows its results row by row, with the reasons", { skip }, async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open(`evaluations/${newer.run}`, { colorScheme });
    await grid(page, "Results").waitFor();
    assert.equal(await rows(page, "Results").count(), 5);
    const heads = await grid(page, "Results").getByRole("columnheader").allTextContents();
    assert.deepEqual(heads, ["State", "Input", "Output", "correctness", "tone", "expected answer", "Duration"]);
    const first = rows(page, "Results").first();
    assert.match(await first.textContent(), /ok.*Where is order 4411.*warehouse.*yes.*4\.5/);
    await first.getByTitle("It says what is expected.").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Space");
    const pane = page.getByRole("complementary", { name: "Result" });
    await pane.getByText("It says what is expected.").waitFor();
    await page.waitForURL(new RegExp(`row=${newer.traces[0]}`));
    for (let step = 0; step < 4; step += 1) await page.keyboard.press("j");
    await pane.getByText("the model did not answer within 30 s").waitFor();
    await screenshot(page, themed("evaluation-run", colorScheme));
    assert.deepEqual(await axeFindings(page), [], colorScheme);
    await page.reload();
    await pane.getByText("the model did not answer within 30 s").waitFor();
    await page.keyboard.press("Space");
    await pane.waitFor({ state: "detached" });
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`/traces/${newer.traces[4]}`));
    await page.getByRole("link", { name: newer.run.slice(0, 8) }).click();
    await page.waitForURL(new RegExp(`/evaluations/${newer.run}$`));
  }
});

test("what a run logged and its files are shown; files are downloaded", { skip }, async () => {
  const page = await open(`evaluations/${newer.run}`);
  await grid(page, "Results").waitFor();
  await page.keyboard.press("2");
  const details = page.getByRole("region", { name: "Details" });
  await details.getByRole("row", { name: "prompt v2" }).waitFor();
  await details.getByRole("row", { name: "team support" }).waitFor();
  assert.deepEqual(await axeFindings(page), []);
  await page.keyboard.press("3");
  const files = page.getByRole("region", { name: "Artifacts" });
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    files.getByRole("link", { name: "Download report.txt" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "report.txt");
  assert.equal(await readFile(await download.path(), "utf8"), "all is well");
  await files.getByRole("link", { name: "tables/" }).click();
  await files.getByRole("link", { name: "Download rows.json" }).waitFor();
  assert.deepEqual(await axeFindings(page), []);
  await page.getByRole("link", { name: "questions" }).click();
  await page.waitForURL(/\/datasets\/d-/);
});

test("two runs are compared row by row: what got better, what got worse", { skip }, async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open("evaluations", { colorScheme });
    await page.getByRole("checkbox", { name: "Select prompt-v1" }).check();
    await page.getByRole("checkbox", { name: "Select prompt-v2" }).check();
    await page.getByRole("button", { name: "Compare" }).click();
    await page.waitForURL(new RegExp(`/evaluations/${newer.run}\\?with=${older.run}`));
    const summary = page.getByRole("list", { name: "Summary" });
    await summary.waitFor();
    const [correctness, tone] = await summary.getByRole("listitem").allTextContents();
    assert.match(correctness, /correctness.*3 better.*1 worse.*1 same.*40 % yes → 80 % yes/);
    assert.match(tone, /tone.*3 better.*1 worse.*1 same.*mean 3 → mean 3\.5/);
    assert.equal(await rows(page, "Compared results").count(), 5);
    await rows(page, "Compared results").first().click();
    await page.getByRole("complementary", { name: "Result" }).getByText("It contradicts the policy.").waitFor();
    await screenshot(page, themed("evaluation-comparison", colorScheme));
    assert.deepEqual(await axeFindings(page), [], colorScheme);
    await summary.getByRole("button", { name: "1 worse" }).first().click();
    await page.waitForURL(/show=worse&by=correctness/);
    await page.waitForFunction(() => document.querySelectorAll("[aria-rowindex]").length === 1);
    assert.match(await rows(page, "Compared results").first().textContent(), /What is the warranty/);
    await page.reload();
    await page.waitForFunction(() => document.querySelectorAll("[aria-rowindex]").length === 1);
    await summary.getByRole("button", { name: "1 worse" }).first().click();
    await summary.getByRole("button", { name: "lower is better" }).nth(1).click();
    await summary.getByText("1 better").waitFor();
    await page.waitForURL(/lower=tone/);
    await page.keyboard.press("2");
    await page.getByRole("region", { name: "Details" }).getByRole("row", { name: "prompt v1 v2" }).waitFor();
    assert.deepEqual(await axeFindings(page), [], colorScheme);
    await page.getByRole("button", { name: /End the comparison/ }).click();
    await page.getByLabel("Compare with another run").selectOption("prompt-v1");
    await page.waitForURL(/with=/);
  }
});

test("keys alone choose two runs and compare them", { skip }, async () => {
  const page = await open("evaluations");
  await page.getByRole("link", { name: "prompt-v2" }).waitFor();
  for (const key of ["j", "x", "j", "x", "c"]) await page.keyboard.press(key);
  await page.waitForURL(/with=/);
  await page.getByRole("list", { name: "Summary" }).waitFor();
  await page.keyboard.press("Escape");
  await page.waitForURL((url) => !url.search.includes("with"));
  await page.keyboard.press("Escape");
  await page.waitForURL(/\/evaluations$/);
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await page.waitForURL(/\/datasets$/);
});

test("a run of many rows keeps few of them in the document and loads the others while scrolling", {
  skip,
}, async () => {
  const many = Array.from({ length: 260 }, (_, index) => ({ inputs: { question: `number ${index}` }, output: "fine" }));
  const { run } = await putRun(bench.url, await bench.newExperiment("many rows"), {
    name: "long",
    seed: 33,
    startMs: Date.now() - 900_000,
    rows: many,
  });
  const page = await bench.newPage();
  await page.goto(`${bench.url}/e/${experiment}/evaluations/${run}`);
  await grid(page, "Results").waitFor();
  await page.waitForFunction(() => {
    const element = document.querySelector('[role="grid"]');
    element.scrollTo(0, element.scrollHeight);
    return element.textContent.includes("number 259");
  });
  assert.ok((await rows(page, "Results").count()) < 80, "rows are virtual");
});

test("an experiment without runs shows how to make one; links of the official page open ours", { skip }, async () => {
  const empty = await bench.newExperiment("nothing evaluated");
  const page = await bench.newPage();
  await page.goto(`${bench.url}/e/${empty}/evaluations`);
  await page.getByText("No evaluations yet").waitFor();
  assert.match(await page.locator("pre").textContent(), new RegExp(`set_tracking_uri\\("${bench.url}"\\)[^]*evaluate`));
  assert.deepEqual(await axeFindings(page), []);
  await page.goto(`${bench.url}/#/experiments/${experiment}/evaluation-runs?selectedRunUuid=${newer.run}`);
  await page.waitForURL(new RegExp(`/evaluations/${newer.run}`));
  await page.goto(`${bench.url}/e/${experiment}/evaluations/${"0".repeat(32)}`);
  await page.getByRole("heading", { name: "Not found" }).waitFor();
  await page.getByRole("link", { name: "Traces that name this run" }).click();
  await page.waitForURL(/traces\?q=run_id/);
});

test("a small screen shows runs and results without scrolling the page sideways", { skip }, async () => {
  for (const path of ["evaluations", `evaluations/${newer.run}?with=${older.run}&row=${newer.traces[0]}`]) {
    const page = await open(path, { viewport: { width: 390, height: 844 } });
    await page.getByRole("grid").waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 390, `${path} is ${wide} px wide`);
    await screenshot(page, path.includes("with") ? "evaluation-comparison-small" : "evaluations-small");
  }
});
