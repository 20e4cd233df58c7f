// The page behind a reverse proxy that serves it under a path of its own and strips that path, as nginx does.
import assert from "node:assert/strict";
import { createServer, request as forward } from "node:http";
import { after, before, test } from "node:test";
import { traces } from "../seed/scenarios.mjs";
import { start, untilCounted } from "./harness.mjs";

const prefix = "/tools/traces";
let bench;
let proxy;
let experiment;
before(async () => {
  bench = await start();
  experiment = await bench.newExperiment("behind a proxy");
  const seeded = traces({ count: 20, now: Date.now() });
  await bench.send(
    experiment,
    seeded.flatMap((trace) => trace.spans),
  );
  await untilCounted(bench, experiment, 20);
  proxy = await startPrefixProxy(bench.url);
});
after(async () => {
  await proxy.close();
  await bench.close();
});

/** Everything outside the prefix is another application's, so a request there is a fault of the page. */
async function startPrefixProxy(backend) {
  const target = new URL(backend);
  const strays = [];
  const server = createServer((request, response) => {
    if (!request.url.startsWith(`${prefix}/`)) {
      // The browser's look-ahead asks for assets before the page's first script has told it the prefix.
      if (!request.url.startsWith("/assets/")) strays.push(request.url);
      response.writeHead(404).end();
      return;
    }
    const headers = { ...request.headers, host: target.host };
    if (headers.origin !== undefined) headers.origin = target.origin;
    const onward = forward(new URL(request.url.slice(prefix.length), backend), { method: request.method, headers });
    onward.on("response", (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}${prefix}`,
    strays,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

const openPage = () => bench.newPage({ origin: new URL(proxy.url).origin });

test("every page works under a path prefix, by clicks, by reload and by links", async () => {
  const page = await openPage();
  await page.goto(`${proxy.url}/`);
  await page.getByRole("link", { name: "behind a proxy" }).click();
  await page.waitForURL(`${proxy.url}/e/${experiment}/traces`);
  await page.getByRole("grid", { name: "Traces" }).waitFor();
  await page.getByText("live", { exact: true }).waitFor();
  await page.reload();
  await page.getByRole("grid", { name: "Traces" }).waitFor();
  await page.getByRole("link", { name: "support_agent" }).first().click();
  await page.getByRole("treegrid").waitFor();
  const trace = new URL(page.url()).pathname.split("/").at(-1);
  await page.reload();
  await page.getByRole("treegrid").waitFor();
  const download = await page.getByRole("link", { name: "Download as JSON" }).getAttribute("href");
  assert.ok(download.startsWith(`${prefix}/api/v1/`), download);
  await page.goto(`${proxy.url}/t/${trace}`);
  await page.waitForURL(new RegExp(`${prefix}/e/${experiment}/traces/${trace}`));
  await page.goto(`${proxy.url}/#/experiments/${experiment}/traces?traceId=${trace}`);
  await page.waitForURL(new RegExp(`${prefix}/e/${experiment}/traces/${trace}`));
  await page.getByRole("treegrid").waitFor();
  await page.goto(
    `${proxy.url}/static-files/lib/notebook-trace-renderer/index.html?trace_id=${trace}&experiment_id=${experiment}`,
  );
  await page.getByRole("treegrid").waitFor();
  await page.goto(`${proxy.url}/e/${experiment}/sessions`);
  await page.getByRole("heading", { name: "Sessions" }).waitFor();
  if (bench.real) {
    await page.goto(`${proxy.url}/e/${experiment}/evaluations`);
    await page.getByText("No evaluations yet").waitFor();
    await page.goto(`${proxy.url}/e/${experiment}/datasets/d-none`);
    await page.getByRole("heading", { name: "Not found" }).waitFor();
    await page.goto(`${proxy.url}/prompts`);
    await page.getByText("No prompts yet").waitFor();
    await page.goto(`${proxy.url}/prompts/none`);
    await page.getByRole("heading", { name: "Not found" }).waitFor();
  }
  assert.deepEqual(proxy.strays, [], "requests outside the prefix");
  await page.context().close();
});

test("the snippets of an empty experiment name the address with its prefix", async () => {
  const empty = await bench.newExperiment("empty behind a proxy");
  const page = await openPage();
  await page.goto(`${proxy.url}/e/${empty}/traces`);
  await page.getByRole("heading", { name: "Send the first trace" }).waitFor();
  assert.match(await page.getByRole("tabpanel").innerText(), new RegExp(`"${proxy.url}"`));
  await page.context().close();
});

test("an unknown folder of a server without a prefix is still said to be unknown", async () => {
  const page = await bench.newPage();
  await page.goto(`${bench.url}/nowhere/at-all/`);
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  // The first look for assets in a folder that is none is what tells the page so.
  const others = bench.problems.filter((problem) => !problem.includes("/nowhere/at-all/"));
  bench.problems.splice(0, bench.problems.length, ...others);
});
