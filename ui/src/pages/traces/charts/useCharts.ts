/** The figures of the list's traces, asked for once whatever shows them. */
import { useQuery } from "@tanstack/react-query";
import { fetchCharts, searchTraces } from "../../../api/traces";
import type { Charts } from "../../../api/types";
import { filterOf, type ListSearch, listKey } from "../listSearch";

const buckets = 60;

/** Figures over the list's range and filter; those of the last filter stay until the next are there. */
export function useCharts(experiment: string, search: ListSearch) {
  return useQuery({
    queryKey: ["charts", experiment, { ...listKey(search), order: undefined }],
    queryFn: ({ signal }) => loadCharts(experiment, search, signal),
    placeholderData: (previous) => previous,
  });
}

async function loadCharts(experiment: string, search: ListSearch, signal: AbortSignal): Promise<Charts> {
  const nowMs = Date.now();
  const filter = filterOf(search, nowMs);
  let startMs = filter.start_ms;
  if (startMs === undefined) {
    const oldest = await searchTraces(experiment, { ...filter, order: ["timestamp_ms ASC"], limit: 1 }, signal);
    // Less than an hour would make a lonely first trace look like a trend.
    startMs = Math.min(oldest.traces[0]?.request_time ?? nowMs, nowMs - 3_600_000);
  }
  const endMs = Math.max(filter.end_ms ?? nowMs, startMs + 1000);
  return fetchCharts(experiment, { ...filter, start_ms: startMs, end_ms: endMs, buckets }, signal);
}
