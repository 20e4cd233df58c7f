// From the empty server to the first trace, seen without a click.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { random } from "../seed/random.mjs";
import { oneTrace } from "../seed/scenarios.mjs";
import { axeFindings, screenshot, start } from "./harness.mjs";

let bench;
before(async () => {
  bench = await start();
});
after(() => bench.close());

test("an experiment is created, shows snippets with this server's address, and flips to the list", async () => {
  const page = await bench.newPage();
  await page.goto(bench.url);
  await page.getByRole("heading", { name: "Experiments" }).waitFor();
  await page.getByRole("button", { name: "New experiment" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("first visit");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Send the first trace" }).waitFor();
  const experiment = new URL(page.url()).pathname.split("/")[2];
  for (const name of ["Python", "TypeScript", "Rust", "curl"]) {
    await page.getByRole("tab", { name }).click();
    assert.match(
      await page.getByRole("tabpanel").innerText(),
      new RegExp(bench.url),
      `the ${name} snippet names this server`,
    );
  }
  await screenshot(page, "first-trace");
  assert.deepEqual(await axeFindings(page), []);
  await page.getByText("Waiting for traces").waitFor();
  await bench.send(experiment, oneTrace(random(3), Date.now() - 5000, 0).spans);
  await page.getByRole("grid", { name: "Traces" }).waitFor();
  await page.getByRole("link", { name: "support_agent" }).waitFor();
  await page.getByRole("link", { name: "support_agent" }).click();
  await page.getByRole("treegrid").waitFor();
});

test("the curl snippet sends a trace that arrives", async () => {
  const experiment = await bench.newExperiment("by curl");
  const page = await bench.newPage();
  await page.goto(`${bench.url}/e/${experiment}/traces`);
  await page.getByRole("tab", { name: "curl" }).click();
  const snippet = await page.getByRole("tabpanel").locator("pre").innerText();
  await promisify(execFile)("bash", ["-c", snippet]);
  await page.getByRole("link", { name: "hello" }).waitFor();
});

test("a name that is taken is said in the dialog, and what was typed stays", async () => {
  const page = await bench.newPage();
  await bench.newExperiment("taken");
  await page.goto(bench.url);
  await page.getByRole("link", { name: "taken" }).waitFor();
  await page.keyboard.press("n");
  await page.getByLabel("Name", { exact: true }).fill("taken");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").filter({ hasText: "taken" }).waitFor();
  assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "taken");
  bench.problems.splice(0, bench.problems.length, ...bench.problems.filter((problem) => !problem.includes("409")));
});

test("an unknown page, experiment and trace say so", async () => {
  const page = await bench.newPage();
  for (const [path, text] of [
    ["/nowhere", "There is no such page"],
    ["/e/424242/traces", "Not found"],
    [`/t/tr-${"0".repeat(32)}`, "Not found"],
  ]) {
    await page.goto(bench.url + path);
    await page.getByRole("heading", { name: text }).waitFor();
  }
});

test("a running trace is shown while it runs and finishes in front of the viewer", async () => {
  const experiment = await bench.newExperiment("running");
  const { spans } = oneTrace(random(5), Date.now() - 9000, 0);
  const [root, ...below] = spans;
  const page = await bench.newPage();
  await page.goto(`${bench.url}/e/${experiment}/traces`);
  await bench.send(experiment, below.slice(0, 2));
  await page.getByRole("grid", { name: "Traces" }).waitFor();
  const id = `tr-${root.traceId}`;
  await page.goto(`${bench.url}/e/${experiment}/traces/${id}`);
  await page.getByRole("treegrid").waitFor();
  await bench.send(experiment, below.slice(2));
  await bench.send(experiment, [root]);
  await page.getByRole("row", { name: /support_agent/ }).waitFor();
});
