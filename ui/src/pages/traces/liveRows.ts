/** Pure list keeping: merges live changes into the loaded pages of a list. */
import type { InfiniteData } from "@tanstack/react-query";
import type { TracePage, TraceRow } from "../../api/types";
import { filterOf, isPlainList, type ListSearch } from "./listSearch";

/** Where a page of the list starts; `atMs` fixes relative ranges while scrolling. */
export interface PageParam {
  cursor?: string;
  atMs: number;
}

/** The loaded part of a list. */
export type ListData = InfiniteData<TracePage, PageParam>;

/** Whether a new row belongs into a plain list (state and time only) at `nowMs`. */
export function belongs(row: TraceRow, search: ListSearch, nowMs: number): boolean {
  const filter = filterOf(search, nowMs);
  if (filter.start_ms !== undefined && row.request_time < filter.start_ms) return false;
  if (filter.end_ms !== undefined && row.request_time > filter.end_ms) return false;
  return filter.state === undefined || filter.state.includes(row.state);
}

/** Splits changed rows into those the list holds already and those it does not. */
export function splitKnown(data: ListData, rows: TraceRow[]): { known: TraceRow[]; fresh: TraceRow[] } {
  const ids = new Set(data.pages.flatMap((page) => page.traces.map((row) => row.trace_id)));
  return { known: rows.filter((row) => ids.has(row.trace_id)), fresh: rows.filter((row) => !ids.has(row.trace_id)) };
}

/** Replaces rows in place when they are newer, and takes out what no longer fits a plain list. */
export function patchRows(data: ListData, changed: TraceRow[], search: ListSearch, nowMs: number): ListData {
  const byId = new Map(changed.map((row) => [row.trace_id, row]));
  const plain = isPlainList(search);
  return mapRows(data, (rows) =>
    rows
      .map((row) => {
        const newer = byId.get(row.trace_id);
        return newer !== undefined && newer.version >= row.version ? newer : row;
      })
      .filter((row) => !plain || !byId.has(row.trace_id) || belongs(row, search, nowMs)),
  );
}

/** Takes deleted traces out. */
export function removeRows(data: ListData, ids: string[]): ListData {
  const gone = new Set(ids);
  return mapRows(data, (rows) => rows.filter((row) => !gone.has(row.trace_id)));
}

/** Puts new rows where newest-first order wants them; rows older than everything loaded wait for their page. */
export function insertRows(data: ListData, fresh: TraceRow[]): ListData {
  if (data.pages.length === 0 || fresh.length === 0) return data;
  const pages = data.pages.map((page) => ({ ...page, traces: [...page.traces] }));
  const known = new Set(pages.flatMap((page) => page.traces.map((row) => row.trace_id)));
  for (const row of fresh) {
    if (known.has(row.trace_id)) continue;
    known.add(row.trace_id);
    const last = pages[pages.length - 1];
    const page =
      pages.find((each) => (each.traces.at(-1)?.request_time ?? Number.NEGATIVE_INFINITY) <= row.request_time) ??
      (last.next_cursor === undefined ? last : undefined);
    if (page === undefined) continue;
    const at = page.traces.findIndex((each) => each.request_time <= row.request_time);
    page.traces.splice(at < 0 ? page.traces.length : at, 0, row);
  }
  return { ...data, pages };
}

function mapRows(data: ListData, change: (rows: TraceRow[]) => TraceRow[]): ListData {
  return { ...data, pages: data.pages.map((page) => ({ ...page, traces: change(page.traces) })) };
}
