// After `vite build`: writes `.br` and `.gz` beside every file of dist and `manifest.json`, which the server embeds.
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};

const files = [];
let brotliTotal = 0;
const found = (await readdir(dist, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
for (const entry of found) {
  const path = relative(dist, join(entry.parentPath, entry.name));
  if (/\.(br|gz)$/.test(path) || path === "manifest.json") continue;
  const content = await readFile(join(dist, path));
  const br = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
  const gz = gzipSync(content, { level: 9 });
  await writeFile(join(dist, `${path}.br`), br);
  await writeFile(join(dist, `${path}.gz`), gz);
  brotliTotal += br.length;
  files.push({
    path,
    type: types[extname(path)] ?? "application/octet-stream",
    immutable: path.startsWith("assets/"),
    sha256: createHash("sha256").update(content).digest("hex"),
    bytes: content.length,
    br_bytes: br.length,
    gz_bytes: gz.length,
  });
}
files.sort((left, right) => (left.path < right.path ? -1 : 1));

const html = await readFile(join(dist, "index.html"), "utf8");
const inlineScripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
  (match) => `sha256-${createHash("sha256").update(match[1]).digest("base64")}`,
);
await writeFile(
  join(dist, "manifest.json"),
  `${JSON.stringify({ files, inline_scripts: inlineScripts, br_bytes: brotliTotal }, null, 2)}\n`,
);
process.stdout.write(`dist: ${files.length} files, ${(brotliTotal / 1024).toFixed(0)} KiB brotli\n`);
