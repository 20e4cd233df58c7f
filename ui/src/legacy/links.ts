/** Links of the official MLflow page (`/#/experiments/...`), which its client prints, mapped to ours. */
import { stringifySearch } from "../search";

/**
 * The path under the base, without a leading slash, that stands for a legacy hash; undefined when the hash is not one.
 * What has no page of its own yet opens the nearest one: an experiment's traces.
 */
export function mapLegacyLocation(hash: string, search: string): string | undefined {
  if (!hash.startsWith("#/")) return undefined;
  const [path = "", ownQuery = ""] = hash.slice(2).split("?", 2);
  const query = new URLSearchParams(ownQuery === "" ? search : ownQuery);
  const parts = path.split("/").filter(Boolean).map(decodePart);
  if (parts[0] === "traces" && parts[1] !== undefined) return tracePath(undefined, parts[1]);
  if (parts[0] !== "experiments" || parts[1] === undefined) return "";
  return experimentPath(parts[1], parts.slice(2), query);
}

function experimentPath(experiment: string, rest: string[], query: URLSearchParams): string {
  const trace = query.get("traceId") ?? query.get("selectedEvaluationId") ?? query.get("selectedTraceId");
  const [section, id] = rest;
  const base = `e/${encodeURIComponent(experiment)}`;
  if (trace !== null && trace !== "") return tracePath(experiment, trace);
  switch (section) {
    case "traces":
      return id === undefined ? `${base}/traces` : tracePath(experiment, id);
    case "chat-sessions":
    case "sessions":
      return id === undefined ? `${base}/sessions` : `${base}/sessions/${encodeURIComponent(id)}`;
    case "runs":
      return runPath(base, id);
    case "evaluation-runs":
      return runPath(base, query.get("selectedRunUuid"), query.get("compareToRunUuid"));
    case "datasets":
    case "evaluation-datasets": {
      const dataset = id ?? query.get("selectedDatasetId");
      return dataset === null ? `${base}/datasets` : `${base}/datasets/${encodeURIComponent(dataset)}`;
    }
    default:
      return `${base}/traces`;
  }
}

function runPath(base: string, run: string | null | undefined, other: string | null = null): string {
  if (run === null || run === undefined) return `${base}/evaluations`;
  return `${base}/evaluations/${encodeURIComponent(run)}${stringifySearch({ with: other })}`;
}

function tracePath(experiment: string | undefined, trace: string): string {
  const id = encodeURIComponent(trace);
  return experiment === undefined ? `t/${id}` : `e/${encodeURIComponent(experiment)}/traces/${id}`;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
