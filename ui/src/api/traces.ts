/** Search, counts, charts and single traces. */
import { queryOptions } from "@tanstack/react-query";
import { apiUrl, call, send } from "./client";
import type {
  Charts,
  Completion,
  FilterCheck,
  Skeleton,
  SpanDetail,
  TraceCount,
  TraceDetail,
  TraceFilter,
  TracePage,
  TraceSearch,
} from "./types";

const inExperiment = (experiment: string) => `/experiments/${encodeURIComponent(experiment)}`;
const ofTrace = (trace: string) => `/traces/${encodeURIComponent(trace)}`;

/** One page of traces. */
export function searchTraces(experiment: string, body: TraceSearch, signal?: AbortSignal): Promise<TracePage> {
  return call("POST", `${inExperiment(experiment)}/traces/search`, { body, signal });
}

/** How many traces a filter matches. */
export function countTraces(experiment: string, body: TraceFilter, signal?: AbortSignal): Promise<TraceCount> {
  return call("POST", `${inExperiment(experiment)}/traces/count`, { body, signal });
}

/** Time series over a filter. */
export function fetchCharts(
  experiment: string,
  body: TraceFilter & { buckets: number },
  signal?: AbortSignal,
): Promise<Charts> {
  return call("POST", `${inExperiment(experiment)}/charts`, { body, signal });
}

/** Deletes traces; gives how many were there. */
export function deleteTraces(experiment: string, traceIds: string[]): Promise<{ deleted: number }> {
  return call("POST", `${inExperiment(experiment)}/traces/delete`, { body: { trace_ids: traceIds } });
}

/** Says whether a filter is valid, and where it is not. */
export function checkFilter(filter: string, signal?: AbortSignal): Promise<FilterCheck> {
  return call("POST", "/filter/check", { body: { filter }, signal });
}

/** Suggestions at the cursor of the filter bar. */
export function completeFilter(
  experiment: string,
  text: string,
  cursor: number,
  signal?: AbortSignal,
): Promise<Completion> {
  return call("POST", "/filter/complete", { body: { experiment_id: experiment, text, cursor }, signal });
}

/** Header of one trace. */
export function traceQuery(trace: string) {
  return queryOptions({
    queryKey: ["trace", trace],
    queryFn: ({ signal }) => call<TraceDetail>("GET", ofTrace(trace), { signal }),
    staleTime: 5_000,
  });
}

/** All spans of one trace without their payloads. */
export function skeletonQuery(trace: string) {
  return queryOptions({
    queryKey: ["skeleton", trace],
    queryFn: ({ signal }) => call<Skeleton>("GET", `${ofTrace(trace)}/skeleton`, { signal }),
    staleTime: 5_000,
    // 32,843 rows are compared faster by replacing them.
    structuralSharing: false,
  });
}

/** Payload of one span. */
export function spanQuery(trace: string, span: string) {
  return queryOptions({
    queryKey: ["span", trace, span],
    queryFn: ({ signal }) => call<SpanDetail>("GET", `${ofTrace(trace)}/spans/${encodeURIComponent(span)}`, { signal }),
    staleTime: 30_000,
    gcTime: 120_000,
    structuralSharing: false,
  });
}

/** Field of a span that the range endpoint serves. */
export type SpanField = "inputs" | "outputs" | `attribute:${string}`;

/** A part of a large value, as text; `total` is the whole size in bytes. */
export async function fetchValueRange(
  trace: string,
  span: string,
  field: SpanField,
  offset: number,
  length: number,
): Promise<{ text: string; bytes: number; total: number }> {
  const response = await send("GET", `${ofTrace(trace)}/spans/${encodeURIComponent(span)}/value`, {
    query: { field, offset, length },
  });
  const buffer = await response.arrayBuffer();
  const total = Number(response.headers.get("x-total-bytes") ?? offset + buffer.byteLength);
  return { text: new TextDecoder().decode(buffer), bytes: buffer.byteLength, total };
}

/** Ids of spans whose name or content holds the words. */
export function findQuery(trace: string, words: string) {
  return queryOptions({
    queryKey: ["find", trace, words],
    queryFn: ({ signal }) =>
      call<{ span_ids: string[]; truncated: boolean }>("GET", `${ofTrace(trace)}/find`, {
        signal,
        query: { q: words, limit: 1000 },
      }),
    enabled: words !== "",
    staleTime: 10_000,
  });
}

/** Where the whole trace can be downloaded as JSON. */
export function exportUrl(trace: string): string {
  return apiUrl(`${ofTrace(trace)}/export`);
}

/** Sets tags; `null` removes one. */
export function patchTags(trace: string, tags: Record<string, string | null>): Promise<TraceDetail> {
  return call("PATCH", `${ofTrace(trace)}/tags`, { body: tags });
}
