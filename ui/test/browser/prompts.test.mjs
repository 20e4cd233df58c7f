// The prompt registry: list, versions, comparison, aliases, where a version was used; by mouse and by keys.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axeFindings, screenshot, start, themed } from "./harness.mjs";

let bench;
let experiment;
before(async () => {
  bench = await start();
  experiment = await bench.newExperiment("support desk");
  const prompt = (name, tags = []) =>
    mlflow("registered-models/create", {
      name,
      description: "Opens every conversation",
      tags: [{ key: "mlflow.prompt.is_prompt", value: "true" }, ...tags],
    });
  const version = (name, text, description, more = []) =>
    mlflow("model-versions/create", {
      name,
      source: "dummy-source",
      description,
      tags: [{ key: "mlflow.prompt.is_prompt", value: "true" }, { key: "mlflow.prompt.text", value: text }, ...more],
    });
  await prompt("greeting", [
    { key: "team", value: "support" },
    { key: "_mlflow_experiment_ids", value: `,${experiment},` },
  ]);
  await version("greeting", "Hello {{name}},\nhow can I help?\n\nAnswer in {{language}}.", "first");
  await version("greeting", "Hi {{name}},\nhow can I help you today?\n\nAnswer in {{language}}.\nBe brief.", "warmer", [
    { key: "_mlflow_prompt_model_config", value: JSON.stringify({ model_name: "m", temperature: 0.2 }) },
  ]);
  await mlflow("registered-models/alias", { name: "greeting", alias: "production", version: "1" });
  await prompt("judge");
  const chat = [
    { role: "system", content: "You are {{who}}." },
    { role: "user", content: "{{question}}" },
  ];
  await version("judge", JSON.stringify(chat), "a chat", [{ key: "_mlflow_prompt_type", value: "chat" }]);
});
after(() => bench.close());

async function mlflow(call, body) {
  const answer = await fetch(`${bench.url}/api/2.0/mlflow/${call}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 200, await answer.text());
}

const open = async (path, options = {}) => {
  const page = await bench.newPage(options);
  await page.goto(bench.url + path);
  return page;
};

for (const colorScheme of ["light", "dark"]) {
  test(`prompts are listed, searched and read (${colorScheme})`, async () => {
    const page = await open("/prompts", { colorScheme });
    await page.getByRole("link", { name: "greeting" }).waitFor();
    await page.getByText("production → 1").waitFor();
    await screenshot(page, themed("prompts", colorScheme));
    assert.deepEqual(await axeFindings(page), []);
    await page.getByLabel("Search prompts by name").fill("GREET");
    await page.getByRole("link", { name: "judge" }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: "greeting" }).click();
    await page.getByRole("heading", { name: "Version 2" }).waitFor();
    await page.getByText("Be brief.").waitFor();
    await page.getByText('load_prompt("prompts:/greeting/2")').waitFor();
    await page.getByRole("link", { name: "support desk: 0 traces" }).waitFor();
    await screenshot(page, themed("prompt", colorScheme));
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole("button", { name: "Compare with version 1" }).click();
    await page.waitForURL(/compare=1/);
    assert.deepEqual(await page.locator("del").allTextContents(), ["Hello"]);
    assert.deepEqual(await page.locator("ins").allTextContents(), ["Hi", " you today", "Be brief."]);
    await screenshot(page, themed("prompt-comparison", colorScheme));
    assert.deepEqual(await axeFindings(page), []);
  });
}

test("an alias is moved with its consequence said, and deleted", async () => {
  const page = await open("/prompts/greeting");
  await page.getByRole("button", { name: "Aliases" }).click();
  const name = page.getByLabel("Alias to point to version 2");
  await name.fill("latest");
  await page.getByRole("button", { name: "Set alias" }).click();
  await page.getByRole("alert").filter({ hasText: "reserved" }).waitFor();
  await name.fill("production");
  await page.getByText("production points to version 1 now and moves to 2.").waitFor();
  await page.getByRole("button", { name: "Move alias" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByText('load_prompt("prompts:/greeting@production")').waitFor();
  await page.getByRole("button", { name: "Aliases" }).click();
  await page.getByRole("button", { name: "Delete alias production" }).click();
  await page.getByText("points to version").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Close", exact: true }).last().click();
  await page.getByText('load_prompt("prompts:/greeting/2")').waitFor();
});

test("versions are walked and compared by keys, and a chat shows its messages", async () => {
  const page = await open("/");
  await page.getByRole("heading", { name: "Experiments" }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await page.waitForURL(/\/prompts$/);
  await page.getByRole("link", { name: "greeting" }).click();
  await page.getByRole("heading", { name: "Version 2" }).waitFor();
  await page.keyboard.press("j");
  await page.getByRole("heading", { name: "Version 1" }).waitFor();
  await page.keyboard.press("k");
  await page.keyboard.press("c");
  await page.getByRole("heading", { name: "Version 1 and 2" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "judge" }).click();
  await page.getByRole("heading", { name: "system" }).waitFor();
  assert.deepEqual(await page.locator("mark").allTextContents(), ["{{who}}", "{{question}}"]);
});

test("a small screen shows versions above the text, and an unknown prompt is said", async () => {
  const page = await open("/prompts/greeting", { viewport: { width: 390, height: 780 } });
  await page.getByText("Be brief.").waitFor();
  await screenshot(page, "prompt-small");
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 390, `${width} px wide`);
  await page.goto(`${bench.url}/prompts/none`);
  await page.getByText("there is no prompt `none`").waitFor();
});
