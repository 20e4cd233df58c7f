/** Runs: evaluations and other pieces of work, their results and their files. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, apiUrl, dataOf } from "./client";
import type { RunResult } from "./types";

const ofRun = (run: string) => ({ path: { run_id: run } });
const refetchMs = 15_000;

/** Runs of an experiment that fit a filter, page by page; newest first unless ordered. */
export function runsQuery(experiment: string, filter: string | undefined, order: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ["runs", experiment, filter, order],
    queryFn: ({ signal, pageParam }) =>
      dataOf(
        api.POST("/api/v1/experiments/{experiment_id}/runs/search", {
          signal,
          params: { path: { experiment_id: experiment } },
          body: { filter, order: order === undefined ? [] : [order], cursor: pageParam, limit: 100 },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
    // Rows stay until the next ones are there, but not those of another experiment.
    placeholderData: (old, query) => (query?.queryKey[1] === experiment ? old : undefined),
    refetchInterval: refetchMs,
    retry: false,
  });
}

/** One run with everything it logged; asked again while it runs. */
export function runQuery(run: string) {
  return queryOptions({
    queryKey: ["run", run],
    queryFn: ({ signal }) => dataOf(api.GET("/api/v1/runs/{run_id}", { signal, params: ofRun(run) })),
    staleTime: 5_000,
    refetchInterval: (query) => (query.state.data?.status === "RUNNING" ? refetchMs : false),
  });
}

function fetchResults(run: string, cursor: string | undefined, limit: number, signal: AbortSignal) {
  const params = { ...ofRun(run), query: { cursor, limit } };
  return dataOf(api.GET("/api/v1/runs/{run_id}/results", { signal, params }));
}

/** Results of a run, oldest first, page by page. */
export function runResultsQuery(run: string) {
  return infiniteQueryOptions({
    queryKey: ["run-results", run],
    queryFn: ({ signal, pageParam }) => fetchResults(run, pageParam, 100, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 5_000,
  });
}

/** Results of a run that are compared at most. */
export const maxCompared = 5_000;

/** All results of a run, up to `maxCompared`, and whether there are more. */
export function allResultsQuery(run: string) {
  return queryOptions({
    queryKey: ["all-results", run],
    queryFn: async ({ signal }) => {
      const results: RunResult[] = [];
      let cursor: string | undefined;
      do {
        const page = await fetchResults(run, cursor, 500, signal);
        results.push(...page.results);
        cursor = page.next_cursor;
      } while (cursor !== undefined && results.length < maxCompared);
      return { results, cut: cursor !== undefined };
    },
    staleTime: 30_000,
    structuralSharing: false,
  });
}

/** What a folder of a run's artifacts holds; the root is the empty path. */
export function artifactsQuery(run: string, path: string) {
  return queryOptions({
    queryKey: ["artifacts", run, path],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET("/api/v1/runs/{run_id}/artifacts", {
          signal,
          params: { ...ofRun(run), query: { path: path || undefined } },
        }),
      ),
    staleTime: 5_000,
  });
}

/** Where a file of a run can be downloaded. */
export function artifactUrl(run: string, path: string): string {
  return apiUrl(`/runs/${encodeURIComponent(run)}/artifact?path=${encodeURIComponent(path)}`);
}
