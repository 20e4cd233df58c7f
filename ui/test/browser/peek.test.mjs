// What is beside and above the rows of the list: the preview of a trace, figures by model and name.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { traces } from "../seed/scenarios.mjs";
import { axeFindings, screenshot, start, themed, untilCounted } from "./harness.mjs";

let bench;
let experiment;
const count = 120;
before(async () => {
  bench = await start();
  experiment = await bench.newExperiment("support-bot");
  const seeded = traces({ count, now: Date.now() });
  await bench.send(
    experiment,
    seeded.flatMap((trace) => trace.spans),
  );
  await untilCounted(bench, experiment, count);
});
after(() => bench.close());

const open = async (path = "", options = {}) => {
  const page = await bench.newPage(options);
  await page.goto(`${bench.url}/e/${experiment}/traces${path}`);
  await page.getByRole("grid", { name: "Traces" }).waitFor();
  return page;
};
const peekedName = (page) => page.getByRole("complementary", { name: "Preview" }).getByRole("link").first();

test("Space shows a trace beside the list, j goes on, the URL keeps it, Escape closes it", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open("?q=name+%3D+'support_agent'", { colorScheme });
    await page.keyboard.press("j");
    await page.keyboard.press("Space");
    await page.getByRole("article").first().waitFor();
    const first = new URL(page.url()).searchParams.get("peek");
    await screenshot(page, themed("peek", colorScheme));
    assert.deepEqual(await axeFindings(page), [], colorScheme);
    await page.keyboard.press("j");
    await page.waitForURL((url) => url.searchParams.get("peek") !== first);
    await page.reload();
    await peekedName(page).waitFor();
    await page.keyboard.press("k");
    await page.waitForURL((url) => url.searchParams.get("peek") === first);
    await page.keyboard.press("Escape");
    await page.getByRole("complementary", { name: "Preview" }).waitFor({ state: "detached" });
    assert.ok(!page.url().includes("peek"));
  }
});

test("a label is given in the preview while the list keeps its keys", async () => {
  const page = await open("?q=name+%3D+'summarise_ticket'");
  await page.keyboard.press("Space");
  await page.getByRole("article").first().waitFor();
  for (let trace = 0; trace < 2; trace += 1) {
    await page.keyboard.press("a");
    await page.getByText("No feedback yet").waitFor();
    await page.keyboard.press("y");
    await page.getByRole("button", { name: "Remove correct" }).waitFor();
    await page.keyboard.press("j");
    await page.getByText("No feedback yet").waitFor();
  }
  await page.keyboard.press("Enter");
  await page.getByRole("treegrid").waitFor();
});

test("the list comes back to the trace that was read", async () => {
  const page = await open();
  const grid = page.getByRole("grid", { name: "Traces" });
  for (let step = 0; step < 45; step += 1) await page.keyboard.press("j");
  const active = await grid.getAttribute("aria-activedescendant");
  await page.keyboard.press("Enter");
  await page.getByRole("treegrid").waitFor();
  await page.keyboard.press("Escape");
  await page.locator(`#${active}[data-active]`).waitFor();
  assert.equal(await grid.getAttribute("aria-activedescendant"), active);
});

test("Enter and Space press the focused button; after j they belong to the list again", async () => {
  const page = await open();
  await page.getByRole("button", { name: "Errors" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/state=error/);
  await page.keyboard.press("Space");
  await page.waitForURL((url) => !url.search.includes("state") && !url.search.includes("peek"));
  await page.keyboard.press("j");
  await page.keyboard.press("Space");
  await page.waitForURL(/peek=/);
});

test("bars by model and name are filters, pressed when they hold", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open("", { colorScheme });
    await page.keyboard.press("b");
    const models = page.getByRole("region", { name: "By model" });
    const names = page.getByRole("region", { name: "By trace name" });
    await models.getByRole("button", { name: "Cost", exact: true }).click();
    await names.getByRole("button", { name: /^support_agent/ }).waitFor();
    await screenshot(page, themed("groups", colorScheme));
    assert.deepEqual(await axeFindings(page), [], colorScheme);
    await models.getByRole("button", { name: /^gpt-5-mini/ }).click();
    await page.waitForURL(/q=model/);
    await names.getByRole("button", { name: /^support_agent/ }).click();
    await page.waitForURL(/AND\+name/);
    await names.locator('button[aria-pressed="true"]', { hasText: "support_agent" }).waitFor();
    assert.equal(await page.getByRole("combobox").inputValue(), "model = 'gpt-5-mini' AND name = 'support_agent'");
    await models.getByRole("button", { name: /^gpt-5-mini/ }).click();
    await page.waitForURL((url) => url.searchParams.get("q") === "name = 'support_agent'");
    await page.reload();
    await names.locator('button[aria-pressed="true"]', { hasText: "support_agent" }).waitFor();
    await page.keyboard.press("b");
    await names.waitFor({ state: "detached" });
  }
});
