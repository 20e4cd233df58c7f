/** Evaluation datasets and their records. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, dataOf } from "./client";

/** Datasets of an experiment whose name contains `search`, newest first. */
export function datasetsQuery(experiment: string, search: string) {
  return infiniteQueryOptions({
    queryKey: ["datasets", experiment, search],
    queryFn: ({ signal, pageParam }) =>
      dataOf(
        api.GET("/api/v1/experiments/{experiment_id}/datasets", {
          signal,
          params: {
            path: { experiment_id: experiment },
            query: { cursor: pageParam, limit: 100, search: search || undefined },
          },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
    // Rows stay until the next ones are there, but not those of another experiment.
    placeholderData: (old, query) => (query?.queryKey[1] === experiment ? old : undefined),
    refetchInterval: 15_000,
  });
}

/** One dataset without its records. */
export function datasetQuery(dataset: string) {
  return queryOptions({
    queryKey: ["dataset", dataset],
    queryFn: ({ signal }) =>
      dataOf(api.GET("/api/v1/datasets/{dataset_id}", { signal, params: { path: { dataset_id: dataset } } })),
    staleTime: 5_000,
  });
}

/** Records of a dataset in the order in which they came. */
export function recordsQuery(dataset: string) {
  return infiniteQueryOptions({
    queryKey: ["records", dataset],
    queryFn: ({ signal, pageParam }) =>
      dataOf(
        api.GET("/api/v1/datasets/{dataset_id}/records", {
          signal,
          params: { path: { dataset_id: dataset }, query: { cursor: pageParam, limit: 100 } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 5_000,
  });
}
