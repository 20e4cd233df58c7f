/** The state of the list of runs that lives in the URL. */
import { one, type RawSearch } from "../../search";

/** URL parameters of the list of runs. */
export interface RunsSearch {
  /** Filter in the MLflow grammar. */
  q?: string;
  /** `<key> ASC|DESC`; absent means newest first. */
  order?: string;
}

/** The order when nothing is asked for. */
export const newestFirst = "start_time DESC";

/** Reads the list's parameters out of a query string. */
export function readRunsSearch(raw: RawSearch): RunsSearch {
  return { q: one(raw.q), order: one(raw.order) };
}

/** A metric's name as a key of the filter language. */
export function metricKey(name: string): string {
  return `metrics.\`${name.replaceAll("`", "")}\``;
}
