// Fills a running server: node test/seed/seed.mjs http://127.0.0.1:5000 [experiment] [count]

import { bigTrace } from "./extremes.mjs";
import { postSpans } from "./otlp.mjs";
import { traces } from "./scenarios.mjs";

const [url = "http://127.0.0.1:5100", experiment = "0", count = "500"] = process.argv.slice(2);
const now = Date.now();
await postSpans(
  url,
  experiment,
  traces({ count: Number(count), now }).flatMap((trace) => trace.spans),
);
await postSpans(url, experiment, bigTrace({ count: 32_843, now }).spans);
process.stdout.write(`${count} traces and one of 32,843 spans are in experiment ${experiment} of ${url}\n`);
