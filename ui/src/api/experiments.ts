/** Experiments. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, dataOf } from "./client";
import type { ExperimentRow } from "./types";

/** Experiments whose name contains `search`, page by page. */
export function experimentsQuery(search: string) {
  return infiniteQueryOptions({
    queryKey: ["experiments", search],
    queryFn: ({ signal, pageParam }) =>
      dataOf(
        api.GET("/api/v1/experiments", {
          signal,
          params: { query: { search: search || undefined, cursor: pageParam, limit: 100, view: "active" } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: 15_000,
  });
}

/** One experiment. */
export function experimentQuery(experiment: string) {
  return queryOptions({
    queryKey: ["experiment", experiment],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET("/api/v1/experiments/{experiment_id}", { signal, params: { path: { experiment_id: experiment } } }),
      ),
    staleTime: 30_000,
  });
}

/** Creates an experiment. */
export function createExperiment(name: string): Promise<ExperimentRow> {
  return dataOf(api.POST("/api/v1/experiments", { body: { name } }));
}
