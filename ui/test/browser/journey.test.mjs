// The whole way of a new user: first visit, a streaming call traced by the official client, the chat, feedback, search.
// SPANWELL_PYTHON=<python with mlflow and openai> runs the official client; without it the same call is seeded as OTLP.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { streamingCall } from "../seed/extremes.mjs";
import { axeFindings, start } from "./harness.mjs";

const python = process.env.SPANWELL_PYTHON;
const program = fileURLToPath(new URL("./programs/streaming_call.py", import.meta.url));
const clientMs = 90_000;

let bench;
before(async () => {
  bench = await start();
});
after(() => bench.close());

test("a streaming call is traced, appears by itself, is read, judged and found again", async () => {
  const experiment = await bench.newExperiment("journey");
  const page = await bench.newPage();
  await page.goto(`${bench.url}/e/${experiment}/traces`);
  await page.getByText("Waiting for traces").waitFor();

  const sent =
    python && bench.real
      ? promisify(execFile)(python, [program, bench.url, "journey"], { timeout: clientMs })
      : bench.send(experiment, streamingCall({ now: Date.now() }).spans);
  await page.getByRole("grid", { name: "Traces" }).waitFor({ timeout: clientMs });
  await sent;
  await page.getByText("17", { exact: true }).waitFor();
  await page.getByText("Where is my parcel?").first().waitFor();

  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("treegrid").waitFor();
  const messages = page.getByRole("article");
  await messages.first().waitFor();
  assert.match(await messages.first().innerText(), /user[\s\S]*Where is my parcel\?/);
  assert.match(await messages.last().innerText(), /assistant[\s\S]*Your parcel is in Leipzig\./);
  assert.deepEqual(await axeFindings(page), []);

  await page.keyboard.press("a");
  await page.getByText("No feedback yet").waitFor();
  await page.keyboard.press("y");
  await page.getByRole("button", { name: "Remove correct" }).waitFor();

  await page.keyboard.press("Escape");
  await page.getByRole("grid", { name: "Traces" }).waitFor();
  await page.getByLabel("Words in the traces").fill("leipzig");
  await page.waitForURL(/text=leipzig/);
  await page.locator('[role="gridcell"]', { hasText: "correct" }).waitFor();
  await page.getByRole("combobox").fill("feedback.correct = 'true'");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=/);
  await page.getByText("1 trace", { exact: true }).waitFor();
});
