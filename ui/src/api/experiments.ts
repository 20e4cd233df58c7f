/** Experiments. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, dataOf } from "./client";
import type { ExperimentRow } from "./types";

/** Experiments in use, or deleted ones that can be restored. */
export type ExperimentView = "active" | "deleted";

const ofExperiment = (experiment: string) => ({ path: { experiment_id: experiment } });

/** Experiments whose name contains `search`, page by page. */
export function experimentsQuery(search: string, view: ExperimentView = "active") {
  return infiniteQueryOptions({
    queryKey: ["experiments", view, search],
    queryFn: ({ signal, pageParam }) =>
      dataOf(
        api.GET("/api/v1/experiments", {
          signal,
          params: { query: { search: search || undefined, cursor: pageParam, limit: 100, view } },
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
      dataOf(api.GET("/api/v1/experiments/{experiment_id}", { signal, params: ofExperiment(experiment) })),
    staleTime: 30_000,
  });
}

/** Creates an experiment. */
export function createExperiment(name: string): Promise<ExperimentRow> {
  return dataOf(api.POST("/api/v1/experiments", { body: { name } }));
}

/** Gives an experiment another name. */
export function renameExperiment(experiment: string, name: string): Promise<ExperimentRow> {
  return dataOf(api.PATCH("/api/v1/experiments/{experiment_id}", { params: ofExperiment(experiment), body: { name } }));
}

/** Deletes an experiment; it keeps its traces and can be restored. */
export async function deleteExperiment(experiment: string): Promise<void> {
  await api.DELETE("/api/v1/experiments/{experiment_id}", { params: ofExperiment(experiment) });
}

/** Brings a deleted experiment back. */
export function restoreExperiment(experiment: string): Promise<ExperimentRow> {
  return dataOf(api.POST("/api/v1/experiments/{experiment_id}/restore", { params: ofExperiment(experiment) }));
}
