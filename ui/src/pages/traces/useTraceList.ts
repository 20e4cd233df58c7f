/** The rows of the list: pages on demand, live changes, and new rows held back while the viewer reads further down. */
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLiveEvents } from "../../api/events";
import { searchTraces } from "../../api/traces";
import type { TraceRow, TracesEvent } from "../../api/types";
import { isPlainList, type ListSearch, listKey, searchOf } from "./listSearch";
import { belongs, insertRows, type ListData, type PageParam, patchRows, removeRows, splitKnown } from "./liveRows";

const pageSize = 100;
const catchUpDelayMs = 800;
const followAbovePx = 40;
const figuresDelayMs = 2_500;
/** Above this many rows the viewer is asked to narrow the list instead of scrolling on. */
export const maxRows = 10_000;

/** Query key of a list. */
export function traceListKey(experiment: string, search: ListSearch) {
  return ["traces", experiment, listKey(search)] as const;
}

/** Loads and follows a list; new rows appear at once only while `scroller` is at the top. */
export function useTraceList(experiment: string, search: ListSearch, scroller: RefObject<HTMLElement | null>) {
  const follow = useCallback(() => (scroller.current?.scrollTop ?? 0) < followAbovePx, [scroller]);
  const client = useQueryClient();
  const key = useMemo(() => traceListKey(experiment, search), [experiment, search]);
  const [held, setHeld] = useState<TraceRow[]>([]);
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      searchTraces(
        experiment,
        { ...searchOf(search, pageParam.atMs), limit: pageSize, cursor: pageParam.cursor },
        signal,
      ),
    initialPageParam: { atMs: Date.now() } as PageParam,
    getNextPageParam: (page, _pages, param): PageParam | undefined =>
      page.next_cursor === undefined ? undefined : { cursor: page.next_cursor, atMs: param.atMs },
    // The live stream keeps the list fresh; a refetch of all pages would be wasted.
    staleTime: Number.POSITIVE_INFINITY,
    // The rows of the last filter stay until those of the next are there.
    placeholderData: (previous, last) => (last?.queryKey[1] === experiment ? previous : undefined),
  });

  const change = useCallback(
    (update: (data: ListData) => ListData) =>
      client.setQueryData<ListData>(key, (data) => (data === undefined ? data : update(data))),
    [client, key],
  );

  const accept = useCallback(
    (fresh: TraceRow[]) => {
      if (fresh.length === 0) return;
      if (follow()) change((data) => insertRows(data, fresh));
      else
        setHeld((rows) => [...fresh, ...rows.filter((row) => fresh.every((each) => each.trace_id !== row.trace_id))]);
    },
    [change, follow],
  );

  const catchUp = useCallback(async () => {
    const data = client.getQueryData<ListData>(key);
    if (data === undefined) return;
    const nowMs = Date.now();
    const page = await searchTraces(experiment, { ...searchOf(search, nowMs), limit: pageSize }).catch(() => undefined);
    if (page === undefined) return;
    const { known, fresh } = splitKnown(data, page.traces);
    // Nothing in common means that more than a page was missed, and an ordered list has no place for single rows.
    const lost = known.length === 0 && page.next_cursor !== undefined;
    if (lost || search.order !== undefined) {
      await client.resetQueries({ queryKey: key });
      return;
    }
    change((old) => patchRows(old, known, search, nowMs));
    accept(fresh);
  }, [client, key, experiment, search, change, accept]);

  const later = useDelayed(catchUp, catchUpDelayMs);
  const refreshFigures = useDelayed(
    useCallback(async () => {
      await client.invalidateQueries({ queryKey: ["count", experiment] });
      await client.invalidateQueries({ queryKey: ["charts", experiment] });
    }, [client, experiment]),
    figuresDelayMs,
  );

  const onTraces = (event: TracesEvent) => {
    const data = client.getQueryData<ListData>(key);
    if (data === undefined) return;
    const nowMs = Date.now();
    const { known, fresh } = splitKnown(data, event.upserts);
    if (known.length > 0) change((old) => patchRows(old, known, search, nowMs));
    if (event.deleted.length > 0) change((old) => removeRows(old, event.deleted));
    setHeld((rows) => updateHeld(rows, event));
    if (isPlainList(search)) accept(fresh.filter((row) => belongs(row, search, nowMs)));
    else if (fresh.length > 0) later();
    refreshFigures();
  };
  const status = useLiveEvents(experiment, "traces", { onTraces, onResume: later });

  // Coming back to a list in the cache: what happened meanwhile was not heard.
  const mounted = useRef(catchUp);
  useEffect(() => {
    mounted.current = catchUp;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new list starts without held rows and with a catch-up
  useEffect(() => {
    setHeld([]);
    void mounted.current();
  }, [key]);

  const showHeld = useCallback(() => {
    change((data) => insertRows(data, held));
    setHeld([]);
    scroller.current?.scrollTo({ top: 0 });
  }, [change, held, scroller]);

  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.traces) ?? [], [query.data]);
  return { query, rows, held: held.length, showHeld, status, catchUp, change };
}

function updateHeld(rows: TraceRow[], event: TracesEvent): TraceRow[] {
  if (rows.length === 0) return rows;
  const byId = new Map(event.upserts.map((row) => [row.trace_id, row]));
  const gone = new Set(event.deleted);
  return rows.filter((row) => !gone.has(row.trace_id)).map((row) => byId.get(row.trace_id) ?? row);
}

/** Calls `action` once, some time after the first of many requests. */
function useDelayed(action: () => Promise<void>, delayMs: number): () => void {
  const timer = useRef<number>(undefined);
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  });
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return useCallback(() => {
    if (timer.current !== undefined) return;
    timer.current = window.setTimeout(() => {
      timer.current = undefined;
      void latest.current();
    }, delayMs);
  }, [delayMs]);
}
