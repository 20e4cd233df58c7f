// The list of experiments: rename, delete, undo, restore; by mouse and by keys.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axeFindings, start } from "./harness.mjs";

let bench;
before(async () => {
  bench = await start();
});
after(() => bench.close());

const open = async (path = "", options = {}) => {
  const page = await bench.newPage(options);
  await page.goto(bench.url + path);
  await page.getByRole("heading", { name: "Experiments" }).waitFor();
  return page;
};
const choose = async (page, experiment, action) => {
  await page.getByRole("button", { name: `Actions for ${experiment}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
};

test("an experiment is renamed; a name that is taken is said and what was typed stays", async () => {
  await bench.newExperiment("first name");
  await bench.newExperiment("other name");
  const page = await open();
  await choose(page, "first name", "Rename");
  const name = page.getByLabel("Name", { exact: true });
  assert.equal(await name.inputValue(), "first name");
  await name.fill("other name");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").filter({ hasText: "other name" }).waitFor();
  assert.equal(await name.inputValue(), "other name");
  await name.fill("second name");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "second name" }).waitFor();
  assert.equal(await page.getByRole("link", { name: "first name" }).count(), 0);
  bench.problems.splice(0, bench.problems.length, ...bench.problems.filter((problem) => !problem.includes("409")));
});

test("a deleted experiment is undone at once, or restored from the list of deleted ones", async () => {
  const id = await bench.newExperiment("to be deleted");
  const page = await open();
  for (const way of ["undo", "restore"]) {
    await choose(page, "to be deleted", "Delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByRole("link", { name: "to be deleted" }).waitFor({ state: "detached" });
    if (way === "undo") await page.getByRole("button", { name: "Undo" }).click();
    else {
      await page.getByRole("button", { name: "Deleted" }).click();
      await page.waitForURL(/view=deleted/);
      await page.getByRole("link", { name: "to be deleted" }).click();
      await page.waitForURL(new RegExp(`/e/${id}/traces`));
      await page.getByText("deleted", { exact: true }).waitFor();
      await page.goBack();
      await page.getByRole("button", { name: "Restore to be deleted" }).click();
      await page.getByRole("link", { name: "to be deleted" }).waitFor({ state: "detached" });
      await page.getByRole("button", { name: "In use" }).click();
    }
    await page.getByRole("link", { name: "to be deleted" }).waitFor();
  }
});

test("experiments are renamed and deleted by keys", async () => {
  await bench.newExperiment("by keys");
  const page = await open("/?search=by+keys");
  await page.getByRole("link", { name: "by keys" }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("F2");
  await page.getByLabel("Name", { exact: true }).fill("by keys alone");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "by keys alone" }).waitFor();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("Delete");
  await page.getByRole("dialog", { name: /Delete/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/traces/);
});

test("menu, dialogs and deleted experiments are readable by screen readers in both themes", async () => {
  await bench.newExperiment("menu");
  const gone = await bench.newExperiment("gone");
  await bench.api("DELETE", `/experiments/${gone}`);
  for (const colorScheme of ["light", "dark"]) {
    const page = await open("", { colorScheme });
    await page.getByRole("button", { name: "Actions for menu" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).waitFor();
    assert.deepEqual(await axeFindings(page), [], `menu, ${colorScheme}`);
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("dialog").waitFor();
    assert.deepEqual(await axeFindings(page), [], `dialog, ${colorScheme}`);
    await page.goto(`${bench.url}/?view=deleted`);
    await page.getByRole("button", { name: "Restore gone" }).waitFor();
    assert.deepEqual(await axeFindings(page), [], `deleted, ${colorScheme}`);
  }
});
