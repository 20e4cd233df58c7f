// The list: live rows, filters, charts, keys, columns, deletion; everything comes back from the URL.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { random } from "../seed/random.mjs";
import { oneTrace, traces } from "../seed/scenarios.mjs";
import { axeFindings, screenshot, start, themed, untilCounted } from "./harness.mjs";

let bench;
let experiment;
const count = 300;
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
const rows = (page) => page.getByRole("grid").getByRole("row");

test("all experiments show what happened in the last day", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await bench.newPage({ colorScheme });
    await page.goto(bench.url);
    await page.getByRole("link", { name: "support-bot" }).waitFor();
    await screenshot(page, themed("experiments", colorScheme));
    assert.deepEqual(await axeFindings(page), [], colorScheme);
  }
});

test("the list is readable by people and by screen readers in both themes", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open("", { colorScheme });
    await page.getByText(`${count} traces`).waitFor();
    await page.getByRole("region", { name: /Traces over time/ }).waitFor();
    await screenshot(page, themed("traces", colorScheme));
    assert.deepEqual(await axeFindings(page), [], colorScheme);
  }
});

test("scrolling loads the next pages and keeps few rows in the document", async () => {
  const page = await open();
  const grid = page.getByRole("grid");
  for (let step = 0; step < 12; step += 1) {
    await grid.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await page.waitForTimeout(60);
  }
  await page.waitForFunction(
    (total) =>
      document.querySelector('[role="grid"] [role="row"]:last-of-type') &&
      document.querySelector('[role="grid"]').scrollHeight >= total * 32,
    count,
  );
  assert.ok((await rows(page).count()) < 80, "rows are virtual");
});

test("new traces appear at the top, or wait behind a pill while the viewer reads further down", async () => {
  const page = await open();
  const dice = random(21);
  await page.getByText("live", { exact: true }).waitFor();
  const first = oneTrace(dice, Date.now() - 3000, 0);
  await bench.send(experiment, first.spans);
  await page.locator(`#row-tr-${first.traceId}`).waitFor();
  await page.getByRole("grid").evaluate((element) => element.scrollTo(0, 900));
  const second = oneTrace(dice, Date.now() - 2000, 0);
  await bench.send(experiment, second.spans);
  await page.getByRole("button", { name: "1 new" }).click();
  await page.locator(`#row-tr-${second.traceId}`).waitFor();
  await bench.api("POST", `/experiments/${experiment}/traces/delete`, {
    trace_ids: [`tr-${first.traceId}`, `tr-${second.traceId}`],
  });
  await page.locator(`#row-tr-${second.traceId}`).waitFor({ state: "detached" });
});

test("failing traces of the last hour are two actions away, and the URL keeps them", async () => {
  const page = await open();
  await page.getByRole("button", { name: "Errors" }).click();
  await page.getByRole("button", { name: "1 h" }).click();
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[role="grid"] [role="row"]')]
      .slice(1)
      .every((row) => row.textContent.includes("error")),
  );
  assert.match(page.url(), /range=1h/);
  assert.match(page.url(), /state=error/);
  await page.reload();
  await page.getByRole("grid").waitFor();
  assert.equal(await page.getByRole("button", { name: "Errors" }).getAttribute("aria-pressed"), "true");
  await page
    .getByText(/RateLimitError|429|did not answer/)
    .first()
    .waitFor();
  await page.goBack();
  await page.waitForURL((url) => !url.search.includes("range"));
});

test("the filter bar suggests, applies, and shows where a filter is wrong", async () => {
  const page = await open();
  await page.keyboard.press("/");
  await page.keyboard.type("stat");
  await page
    .getByRole("option", { name: /status/ })
    .first()
    .waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await page.getByRole("combobox").inputValue(), "status ");
  await page.keyboard.type("= 'ERROR'");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=/);
  await page.waitForFunction(() => {
    const list = [...document.querySelectorAll('[role="grid"] [role="row"]')].slice(1);
    return list.length > 0 && list.every((row) => row.textContent.includes("error"));
  });
  await page.getByRole("combobox").fill("statu = 'ERROR'");
  await page.keyboard.press("Enter");
  const alert = page.getByRole("alert").filter({ hasText: "^" });
  await alert.waitFor();
  assert.match(await alert.innerText(), /statu/);
  assert.equal(await page.getByRole("combobox").inputValue(), "statu = 'ERROR'", "what was typed stays");
  assert.deepEqual(await axeFindings(page), []);
});

test("words are searched over everything, and no hit says so", async () => {
  const page = await open();
  await page.getByLabel("Words in the traces").fill("headphones");
  await page.waitForURL(/text=headphones/);
  await page.waitForFunction(() => {
    const list = [...document.querySelectorAll('[role="grid"] [role="row"]')].slice(1);
    return list.length > 0 && list.every((row) => /headphones|support_agent|summarise/.test(row.textContent));
  });
  await page.getByLabel("Words in the traces").fill("zyxwvut");
  await page.getByRole("heading", { name: "No trace fits" }).waitFor();
  await page.getByRole("button", { name: "Show all traces" }).click();
  await page.getByRole("grid").waitFor();
});

test("columns are chosen, kept in the URL and by the browser", async () => {
  const page = await open();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "User" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Models" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("columnheader", { name: "Models" }).waitFor();
  assert.equal(await page.getByRole("columnheader", { name: "User" }).count(), 0);
  assert.match(page.url(), /cols=/);
  await page.goto(`${bench.url}/e/${experiment}/traces`);
  await page.getByRole("columnheader", { name: "Models" }).waitFor();
});

test("a column sorts, and the order is in the URL", async () => {
  const page = await open();
  await page.getByRole("button", { name: "Duration" }).click();
  await page.waitForURL(/order=/);
  await page.locator('[role="columnheader"][aria-sort="descending"]', { hasText: "Duration" }).waitFor();
});

test("dragging over the volume narrows the time range", async () => {
  const page = await open();
  const chart = page.getByRole("region", { name: /Traces over time/ });
  const box = await chart.boundingBox();
  await page.mouse.move(box.x + box.width * 0.3, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 40, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL(/range=\d+-\d+/);
});

test("the whole list works by keyboard", async () => {
  const page = await open();
  for (const key of ["j", "j", "j", "k", "x"]) await page.keyboard.press(key);
  const active = await page.getByRole("grid").getAttribute("aria-activedescendant");
  assert.equal(await page.locator(`#${active}`).getAttribute("aria-selected"), "true");
  await page.keyboard.press("e");
  await page.waitForURL(/state=error/);
  await page.keyboard.press("e");
  await page.waitForURL((url) => !url.search.includes("state"));
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  assert.deepEqual(await axeFindings(page), []);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Command, experiment").waitFor();
  await screenshot(page, "palette");
  assert.deepEqual(await axeFindings(page), []);
  await page.keyboard.type("sessions");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/sessions/);
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await page.getByRole("grid", { name: "Traces" }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("treegrid").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("grid", { name: "Traces" }).waitFor();
});

test("what is typed right after opening the palette is kept and runs no command", async () => {
  const page = await open();
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  await page.route(/\/assets\/Palette-/, async (route) => {
    await held;
    await route.continue();
  });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("errors");
  await page.getByRole("dialog", { name: "Search for anything" }).waitFor();
  release();
  await page.getByRole("option", { name: /Only errors/ }).waitFor();
  assert.equal(await page.getByPlaceholder("Command, experiment").inputValue(), "errors");
  assert.ok(!page.url().includes("state"), "no command ran");
  await page.keyboard.press("Enter");
  await page.waitForURL(/state=error/);
});

test("selected traces are deleted after a question", async () => {
  const extra = oneTrace(random(77), Date.now() - 1500, 6);
  await bench.send(experiment, extra.spans);
  const page = await open();
  await page.locator(`#row-tr-${extra.traceId}`).getByRole("checkbox").click();
  await page.getByRole("button", { name: "Delete 1" }).click();
  await page.getByRole("button", { name: "Delete this trace" }).click();
  await page.locator(`#row-tr-${extra.traceId}`).waitFor({ state: "detached" });
});

test("the theme is chosen, kept and applied before the page paints", async () => {
  const page = await open("", { colorScheme: "light" });
  await page.getByRole("button", { name: "Theme: system" }).click();
  await page.getByRole("button", { name: "Theme: light" }).click();
  await page.getByRole("button", { name: "Theme: dark" }).waitFor();
  await page.reload({ waitUntil: "commit" });
  await page.waitForFunction(() => document.documentElement?.dataset.theme === "dark");
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "dark");
});

test("the list is readable at 390 px", async () => {
  const page = await open("", { viewport: { width: 390, height: 800 } });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
  await screenshot(page, "traces-narrow");
  assert.deepEqual(await axeFindings(page), []);
});
