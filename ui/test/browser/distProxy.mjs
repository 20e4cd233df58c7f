// The page from ui/dist before a binary: tests a newer page against a binary that embeds an older one.
import { createServer, request as forward } from "node:http";
import { servePage } from "../mock/page.mjs";

/** Starts the proxy, on a free port unless one is given; gives `{ url, close }`. */
export async function startDistProxy(backend, port = 0) {
  const target = new URL(backend);
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, backend);
    if (!/^\/(api|ajax-api|v1)\//.test(url.pathname) && (await servePage(request, response, url))) return;
    const headers = { ...request.headers, host: target.host };
    if (headers.origin !== undefined) headers.origin = target.origin;
    const onward = forward(url, { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
