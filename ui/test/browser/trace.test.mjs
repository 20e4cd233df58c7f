// One trace: tree, chat, errors, feedback, tags, hostile and very long content, sessions, links from elsewhere.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hostileTrace, longValueTrace, storedPicture } from "../seed/extremes.mjs";
import { png, traces } from "../seed/scenarios.mjs";
import { axeFindings, screenshot, start, themed, untilCounted } from "./harness.mjs";

let bench;
let experiment;
let good;
let failed;
let photo;
let hostile;
let long;
before(async () => {
  bench = await start();
  experiment = await bench.newExperiment("support-bot");
  const now = Date.now();
  const seeded = traces({ count: 60, now });
  const isFailed = (trace) => trace.spans.some((span) => span.status.code === 2);
  good = `tr-${seeded.findLast((trace) => trace.spans.length === 7 && !isFailed(trace)).traceId}`;
  failed = `tr-${seeded.findLast((trace) => trace.spans.length === 6 && isFailed(trace)).traceId}`;
  photo = `tr-${seeded.findLast((trace) => trace.spans[0].name === "inspect_photo").traceId}`;
  const nasty = hostileTrace({ now });
  const value = longValueTrace({ now, bytes: 700_000 });
  hostile = `tr-${nasty.traceId}`;
  long = `tr-${value.traceId}`;
  const spans = [...seeded, nasty, value].flatMap((trace) => trace.spans);
  await bench.send(experiment, spans);
  await untilCounted(bench, experiment, 62);
});
after(() => bench.close());

const open = async (trace, query = "", options = {}) => {
  const page = await bench.newPage(options);
  await page.goto(`${bench.url}/e/${experiment}/traces/${trace}${query}`);
  await page.getByRole("treegrid").waitFor();
  return page;
};
const selectedSpan = (page) => page.locator('[role="treegrid"] [aria-selected="true"]');

test("the last model call is open at once, with its conversation, in both themes", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open(good, "", { colorScheme });
    await page.getByRole("article").first().waitFor();
    const roles = await page.getByRole("article").locator("header > span:first-child").allInnerTexts();
    assert.deepEqual(roles, ["system", "user", "assistant", "tool", "assistant"]);
    await page.getByText("lookup_order", { exact: true }).first().waitFor();
    await page.getByText("Reasoning").waitFor();
    await screenshot(page, themed("trace", colorScheme));
    assert.deepEqual(await axeFindings(page), [], colorScheme);
  }
});

test("every tab shows its part and passes axe", async () => {
  for (const [tab, text] of [
    ["io", "Outputs"],
    ["attributes", "gen_ai.request.model"],
    ["events", "40 chunks"],
    ["feedback", "This span"],
    ["raw", "span_id"],
  ]) {
    const page = await open(good, `?tab=${tab}`);
    await page.getByText(text).first().waitFor();
    if (tab === "events") await screenshot(page, "stream-chunks");
    assert.deepEqual(await axeFindings(page), [], tab);
    await page.context().close();
  }
});

test("a failed trace opens at the deepest failure with message and stack", async () => {
  const page = await open(failed);
  assert.match(await selectedSpan(page).innerText(), /GET \/orders/);
  const banner = page.getByRole("note", { name: "Error" });
  await banner.waitFor();
  assert.match(await banner.innerText(), /TimeoutError.*did not answer within 3000 ms[\s\S]*Traceback/);
  await screenshot(page, "trace-error");
  assert.deepEqual(await axeFindings(page), []);
  await page.keyboard.press("e");
  assert.match(await selectedSpan(page).innerText(), /support_agent/);
});

test("the tree works by keyboard and comes back from the URL", async () => {
  const page = await open(good);
  await page.getByRole("treegrid").focus();
  await page.keyboard.press("Home");
  assert.match(await selectedSpan(page).innerText(), /support_agent/);
  await page.keyboard.press("ArrowLeft");
  assert.equal(await selectedSpan(page).getAttribute("aria-expanded"), "false");
  assert.equal(await page.locator('[role="treegrid"] [aria-level]').count(), 1);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("j");
  assert.match(await selectedSpan(page).innerText(), /retrieve/);
  await page.keyboard.press("]");
  await page.waitForURL(/tab=/);
  await page.reload();
  await page.getByRole("treegrid").waitFor();
  assert.match(await selectedSpan(page).innerText(), /retrieve/);
});

test("spans are found by name and by content, and model calls can stand alone", async () => {
  const page = await open(good);
  await page.keyboard.press("f");
  await page.keyboard.type("orders");
  await page.waitForFunction(() => document.querySelectorAll('[role="treegrid"] [aria-level]').length === 3);
  await page.getByRole("searchbox", { name: /Find a span/ }).fill("");
  await page.getByRole("button", { name: "Only model calls" }).click();
  await page.waitForFunction(() => document.querySelectorAll('[role="treegrid"] [aria-level]').length === 3);
});

test("pictures in messages are shown when inline and never fetched from elsewhere", async () => {
  const page = await open(photo);
  await page.locator("img").waitFor();
  assert.match(await page.locator("img").getAttribute("src"), /^data:image\/png/);
  await page.getByText("Image on another server, not loaded").click();
  await page.getByText("photos.acme.example").waitFor();
});

test("a picture that the official client stored is shown, a very long message folds, a tool's answer has its name", async () => {
  const attachment = "01fb88f4-246d-4144-aca4-665f36e5ce21";
  const { traceId, spans } = storedPicture({ now: Date.now(), attachment });
  await bench.send(experiment, spans);
  const page = await open(`tr-${traceId}`);
  const folder = `${experiment}/traces/tr-${traceId}/artifacts/attachments`;
  const sent = await fetch(`${bench.url}/api/2.0/mlflow-artifacts/artifacts/${folder}/${attachment}`, {
    method: "PUT",
    body: Buffer.from(png, "base64"),
  });
  assert.ok(sent.ok, `the attachment was refused: ${sent.status}`);
  await page.reload();
  await page.waitForFunction(() => document.querySelector("article img")?.naturalWidth > 0);
  const question = page.getByRole("article").first();
  const whole = question.getByRole("button", { name: /Show all 20,0\d\d characters/ });
  assert.ok((await question.textContent()).length < 5_000);
  await whole.click();
  await whole.waitFor({ state: "detached" });
  assert.ok((await question.textContent()).length > 20_000);
  const answer = page.getByRole("article").filter({ hasText: "tool" }).last();
  assert.match(await answer.innerText(), /describe[\s\S]*call_9[\s\S]*colour: "blue"/);
  assert.deepEqual(await axeFindings(page), []);
});

test("Markdown is a toggle and hostile content stays text", async () => {
  const page = await open(hostile);
  await page.getByRole("article").first().waitFor();
  await page.getByRole("button", { name: "Markdown" }).click();
  await page.getByRole("heading", { name: "Title" }).waitFor();
  assert.equal(await page.evaluate(() => globalThis.pwned), undefined);
  assert.equal(await page.locator("main img, main script, main svg[onload]").count(), 0);
  assert.equal(await page.locator('main a[href^="javascript"]').count(), 0);
  for (const tab of ["io", "attributes", "raw"]) {
    await page.goto(`${bench.url}/e/${experiment}/traces/${hostile}?tab=${tab}`);
    await page.getByRole("treegrid").waitFor();
  }
  assert.equal(await page.evaluate(() => globalThis.pwned), undefined);
});

test("a large value comes in parts, on demand", async () => {
  const page = await open(long, "?tab=io");
  await page.getByRole("button", { name: "Load the value" }).click();
  await page.getByRole("button", { name: "Load more" }).click();
  await page.getByText(/512 KiB shown/).waitFor();
  await page.getByRole("button", { name: "Load more" }).click();
  await page.getByRole("button", { name: "Load more" }).waitFor({ state: "detached" });
});

test("one key labels, undo takes it back, and forms take every kind of value", async () => {
  const page = await open(good);
  await page.keyboard.press("a");
  await page.getByText("No feedback yet").waitFor();
  await page.keyboard.press("y");
  await page.getByRole("button", { name: "Remove correct" }).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Remove correct" }).waitFor({ state: "detached" });
  await page.keyboard.press("n");
  await page.getByRole("button", { name: "Remove correct" }).waitFor();
  await page.keyboard.press("4");
  await page.getByText("feedback by").waitFor();
  await page.keyboard.press("+");
  const form = page.locator("form");
  await form.getByLabel("Kind").selectOption("expectation");
  await form.getByLabel("Name").fill("expected_answer");
  await form.getByLabel("Type").selectOption("json");
  await form.getByLabel("Value").fill('{"city": "Leipzig"');
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByText("this is not JSON").waitFor();
  await form.getByLabel("Value").fill('{"city": "Leipzig"}');
  await form.getByLabel("Rationale").fill("the hub is known");
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "detached" });
  await page.getByText("the hub is known").waitFor();
  await screenshot(page, "feedback");
  assert.deepEqual(await axeFindings(page), []);
  const { assessments } = await bench.api("GET", `/traces/${good}`);
  assert.deepEqual(
    assessments
      .filter((each) => each.valid)
      .map((each) => [each.name, each.kind, each.value])
      .sort(),
    [
      ["correct", "feedback", 4],
      ["expected_answer", "expectation", { city: "Leipzig" }],
    ],
  );
  await page.getByRole("button", { name: "Change expected_answer" }).click();
  await page.locator("form").getByLabel("Value").fill('{"city": "Berlin"}');
  await page.locator("form").getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Change expected_answer" }).waitFor();
  await page.getByRole("button", { name: "Remove expected_answer" }).click();
  await page.getByRole("button", { name: "Remove expected_answer" }).waitFor({ state: "detached" });
  await page.reload();
  await page.getByRole("button", { name: "Remove correct" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Remove expected_answer" }).count(), 0);
});

test("a span is judged on its own", async () => {
  const page = await open(photo, "?tab=feedback");
  await page.getByRole("button", { name: "This span" }).click();
  await page.getByRole("button", { name: "Yes", exact: true }).click();
  await page.getByText(/on chat databricks-gemini-3-pro/).waitFor();
});

test("tags are added and removed", async () => {
  const page = await open(failed);
  await page.getByRole("button", { name: "Add tag" }).click();
  await page.getByLabel("Key", { exact: true }).fill("ticket");
  await page.getByLabel("Value", { exact: true }).fill("T-17");
  await page.keyboard.press("Enter");
  await page.getByText("ticket: T-17").waitFor();
  await page.reload();
  await page.getByText("ticket: T-17").waitFor();
  await page.getByRole("button", { name: "Remove tag ticket" }).click();
  await page.getByText("ticket: T-17").waitFor({ state: "detached" });
});

test("the user of a trace leads to the user's traces", async () => {
  const page = await open(good);
  const { user } = await bench.api("GET", `/traces/${good}`);
  await page.getByRole("link", { name: user, exact: true }).click();
  await page.getByRole("grid", { name: "Traces" }).waitFor();
  assert.equal(await page.getByRole("combobox").inputValue(), `user = '${user}'`);
  await page.locator(`#row-${good}`).waitFor();
});

test("the trace is downloaded as JSON", async () => {
  const page = await open(good);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download as JSON" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), `${good}.json`);
});

test("next and previous trace stay in the list", async () => {
  const page = await bench.newPage();
  await page.goto(`${bench.url}/e/${experiment}/traces?state=error`);
  await page.getByRole("grid").waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("treegrid").waitFor();
  const first = page.url();
  await page.keyboard.press("Shift+J");
  await page.waitForURL((url) => url.href !== first);
  await page.getByRole("note", { name: "Error" }).waitFor();
  assert.match(page.url(), /state=error/);
});

test("sessions are listed and read as conversations", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await bench.newPage({ colorScheme });
    await page.goto(`${bench.url}/e/${experiment}/sessions`);
    await page.getByRole("link", { name: "sess-0001" }).waitFor();
    assert.deepEqual(await axeFindings(page), [], colorScheme);
    await page.getByRole("link", { name: "sess-0001" }).click();
    await page.getByRole("article", { name: "Turn 1" }).waitFor();
    await screenshot(page, themed("session", colorScheme));
    assert.deepEqual(await axeFindings(page), [], colorScheme);
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.getByRole("treegrid").waitFor();
  }
});

test("links of the official client open the right view", async () => {
  const page = await bench.newPage();
  const id = experiment;
  for (const [link, landed] of [
    [`/#/experiments/${id}`, `/e/${id}/traces`],
    [`/#/experiments/${id}/traces?selectedEvaluationId=${good}`, `/e/${id}/traces/${good}`],
    [`/#/experiments/${id}/chat-sessions/sess-0001`, `/e/${id}/sessions/sess-0001`],
    [`/t/${good}`, `/e/${id}/traces/${good}`],
    [`/t/${good.slice(3)}`, `/e/${id}/traces/${good}`],
    [`/e/${id}`, `/e/${id}/traces`],
  ]) {
    await page.goto("about:blank");
    await page.goto(bench.url + link);
    await page.waitForURL((url) => url.pathname === landed && url.hash === "");
  }
});

test("the notebook view shows one or more traces without the top bar", async () => {
  const page = await bench.newPage({ viewport: { width: 900, height: 600 } });
  const path = "/static-files/lib/notebook-trace-renderer/index.html";
  await page.goto(`${bench.url}${path}?trace_id=${good}&experiment_id=${experiment}&trace_id=${failed}&version=3.17.2`);
  await page.getByRole("treegrid").waitFor();
  assert.equal(await page.getByRole("link", { name: /Spanwell, all experiments/ }).count(), 0);
  await page.getByText("1 of 2").waitFor();
  await page.getByRole("button", { name: "Next trace" }).click();
  await page.getByRole("note", { name: "Error" }).waitFor();
  assert.deepEqual(await axeFindings(page), []);
});

test("a trace is readable at 390 px", async () => {
  const page = await open(good, "", { viewport: { width: 390, height: 800 } });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
  await screenshot(page, "trace-narrow");
});
