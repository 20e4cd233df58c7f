/** The state of the traces list that lives in the URL, and the API filter it stands for. */
import type { State, TraceFilter, TraceSearch } from "../../api/types";
import { one, type RawSearch } from "../../search";

/** URL parameters of the list; all optional, defaults left out. */
export interface ListSearch {
  /** Filter in the MLflow grammar. */
  q?: string;
  /** Free words. */
  text?: string;
  /** `1h`, `24h`, `7d`, `30d` or `<from>-<to>` in epoch milliseconds; absent means all. */
  range?: string;
  /** Quick filter, `error` or `running`. */
  state?: "error" | "running";
  /** `<key> asc|desc`; absent means newest first. */
  order?: string;
  /** Comma-separated column ids. */
  cols?: string;
  /** Id of the trace shown beside the list. */
  peek?: string;
}

/** Reads the list's parameters out of a query string. */
export function readListSearch(raw: RawSearch): ListSearch {
  const state = one(raw.state);
  const range = one(raw.range);
  return {
    q: one(raw.q),
    text: one(raw.text),
    range: range !== undefined && readRange(range, 0) !== undefined ? range : undefined,
    state: state === "error" || state === "running" ? state : undefined,
    order: one(raw.order),
    cols: one(raw.cols),
    peek: one(raw.peek),
  };
}

/** The relative ranges, shortest first. */
export const relativeRanges = [
  { id: "1h", title: "1 h", long: "last hour", ms: 3_600_000 },
  { id: "24h", title: "24 h", long: "last 24 hours", ms: 86_400_000 },
  { id: "7d", title: "7 d", long: "last 7 days", ms: 7 * 86_400_000 },
  { id: "30d", title: "30 d", long: "last 30 days", ms: 30 * 86_400_000 },
] as const;

/** Start and end a range stands for at `nowMs`; undefined for unknown text. Relative ranges have no end. */
export function readRange(range: string, nowMs: number): { startMs: number; endMs?: number } | undefined {
  const relative = relativeRanges.find((entry) => entry.id === range);
  if (relative) return { startMs: nowMs - relative.ms };
  const custom = /^(\d{1,15})-(\d{1,15})$/.exec(range);
  if (!custom) return undefined;
  const [startMs, endMs] = [Number(custom[1]), Number(custom[2])];
  return startMs < endMs ? { startMs, endMs } : undefined;
}

const stateOf: Record<string, State[]> = { error: ["ERROR"], running: ["IN_PROGRESS"] };

/** The API filter of a list at `nowMs`. */
export function filterOf(search: ListSearch, nowMs: number): TraceFilter {
  const range = search.range === undefined ? undefined : readRange(search.range, nowMs);
  return {
    filter: search.q,
    text: search.text,
    start_ms: range?.startMs,
    end_ms: range?.endMs,
    state: search.state === undefined ? undefined : stateOf[search.state],
  };
}

/** The API search of a list, first page. */
export function searchOf(search: ListSearch, nowMs: number): TraceSearch {
  return { ...filterOf(search, nowMs), order: search.order === undefined ? undefined : [search.order] };
}

/** Whether new traces can be judged in the page: only state and time are restricted. */
export function isPlainList(search: ListSearch): boolean {
  return search.q === undefined && search.text === undefined && search.order === undefined;
}

/** The parameters that decide which traces are shown, for query keys and for links. */
export function listKey(search: ListSearch): ListSearch {
  const { q, text, range, state, order } = search;
  return { q, text, range, state, order };
}

/** Whether anything keeps traces out of the list. */
export function isNarrowed(search: ListSearch): boolean {
  const { q, text, range, state } = search;
  return [q, text, range, state].some((each) => each !== undefined);
}
