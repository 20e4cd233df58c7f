// Serves the built page as the binary does: brotli, immutable assets, index.html for every other path, a strict policy.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
const types = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};

/** The policy under which the page must work; the scripts inside the page are allowed by their hashes. */
function contentSecurityPolicy() {
  const html = readFileSync(join(dist, "index.html"), "utf8");
  const hashes = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)]
    .map(([, script]) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`)
    .join(" ");
  return `default-src 'self'; script-src 'self' ${hashes}; style-src 'self'; img-src 'self' data: blob:; media-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'`;
}

/** Answers a request for a file of the page; false when there is none. */
export async function servePage(request, response, url) {
  const wanted = normalize(url.pathname).replace(/^\/+/, "");
  const hashed = wanted.startsWith("assets/") || wanted === "favicon.svg";
  // Browsers ask for pages with `text/html` by name; other requests want the very file.
  if (!hashed && wanted !== "" && !/text\/html/.test(request.headers.accept ?? "")) return false;
  const file = hashed ? wanted : "index.html";
  const brotli = /\bbr\b/.test(request.headers["accept-encoding"] ?? "");
  const body = await readFile(join(dist, brotli ? `${file}.br` : file)).catch(() => undefined);
  if (!body) return false;
  response.writeHead(200, {
    "content-type": types[extname(file)] ?? "application/octet-stream",
    "cache-control": hashed ? "public, max-age=31536000, immutable" : "no-cache",
    ...(brotli ? { "content-encoding": "br" } : {}),
    ...(file === "index.html" ? { "content-security-policy": contentSecurityPolicy() } : {}),
  });
  response.end(body);
  return true;
}
