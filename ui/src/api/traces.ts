/** Search, counts, charts and single traces. */
import { queryOptions } from "@tanstack/react-query";
import { api, apiUrl, dataOf } from "./client";
import type { Charts, Completion, TraceCount, TraceDetail, TraceFilter, TracePage, TraceSearch } from "./types";

const inExperiment = (experiment: string) => ({ path: { experiment_id: experiment } });
const ofTrace = (trace: string) => ({ path: { trace_id: trace } });

/** One page of traces. */
export function searchTraces(experiment: string, body: TraceSearch, signal?: AbortSignal): Promise<TracePage> {
  const params = inExperiment(experiment);
  return dataOf(api.POST("/api/v1/experiments/{experiment_id}/traces/search", { params, body, signal }));
}

/** How many traces a filter matches. */
export function countTraces(experiment: string, body: TraceFilter, signal?: AbortSignal): Promise<TraceCount> {
  const params = inExperiment(experiment);
  return dataOf(api.POST("/api/v1/experiments/{experiment_id}/traces/count", { params, body, signal }));
}

/** Time series over a filter. */
export function fetchCharts(
  experiment: string,
  body: TraceFilter & { start_ms: number; end_ms: number; buckets: number },
  signal?: AbortSignal,
): Promise<Charts> {
  const params = inExperiment(experiment);
  return dataOf(api.POST("/api/v1/experiments/{experiment_id}/charts", { params, body, signal }));
}

/** Deletes traces; gives how many were there. */
export function deleteTraces(experiment: string, traceIds: string[]): Promise<{ deleted: number }> {
  return dataOf(
    api.POST("/api/v1/experiments/{experiment_id}/traces/delete", {
      params: inExperiment(experiment),
      body: { trace_ids: traceIds },
    }),
  );
}

/** Suggestions at the cursor of the filter bar. */
export function completeFilter(
  experiment: string,
  text: string,
  cursor: number,
  signal?: AbortSignal,
): Promise<Completion> {
  return dataOf(api.POST("/api/v1/filter/complete", { body: { experiment_id: experiment, text, cursor }, signal }));
}

/** Header of one trace. */
export function traceQuery(trace: string) {
  return queryOptions({
    queryKey: ["trace", trace],
    queryFn: ({ signal }) => dataOf(api.GET("/api/v1/traces/{trace_id}", { signal, params: ofTrace(trace) })),
    staleTime: 5_000,
  });
}

/** All spans of one trace without their payloads. */
export function skeletonQuery(trace: string) {
  return queryOptions({
    queryKey: ["skeleton", trace],
    queryFn: ({ signal }) => dataOf(api.GET("/api/v1/traces/{trace_id}/skeleton", { signal, params: ofTrace(trace) })),
    staleTime: 5_000,
    // Comparing the arrays of a large trace costs more than replacing them.
    structuralSharing: false,
  });
}

/** Payload of one span. */
export function spanQuery(trace: string, span: string) {
  return queryOptions({
    queryKey: ["span", trace, span],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET("/api/v1/traces/{trace_id}/spans/{span_id}", {
          signal,
          params: { path: { trace_id: trace, span_id: span } },
        }),
      ),
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
  const { data, response } = await api.GET("/api/v1/traces/{trace_id}/spans/{span_id}/value", {
    params: { path: { trace_id: trace, span_id: span }, query: { field, offset, length } },
    parseAs: "arrayBuffer",
  });
  const buffer = data as ArrayBuffer;
  const total = Number(response.headers.get("x-total-bytes") ?? offset + buffer.byteLength);
  return { text: new TextDecoder().decode(buffer), bytes: buffer.byteLength, total };
}

/** Ids of spans whose name or content holds the words. */
export function findQuery(trace: string, words: string) {
  return queryOptions({
    queryKey: ["find", trace, words],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET("/api/v1/traces/{trace_id}/find", {
          signal,
          params: { ...ofTrace(trace), query: { q: words, limit: 1000 } },
        }),
      ),
    enabled: words !== "",
    staleTime: 10_000,
  });
}

/** Where the whole trace can be downloaded as JSON. */
export function exportUrl(trace: string): string {
  return apiUrl(`/traces/${encodeURIComponent(trace)}/export`);
}

/** Sets tags; `null` removes one. */
export function patchTags(trace: string, tags: Record<string, string | null>): Promise<TraceDetail> {
  return dataOf(api.PATCH("/api/v1/traces/{trace_id}/tags", { params: ofTrace(trace), body: tags }));
}
