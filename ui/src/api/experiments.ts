/** Experiments and server information. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "./client";
import type { ExperimentList, ExperimentRow, ServerInfo } from "./types";

/** Version, ports and loss ledger of the server. */
export const serverQuery = queryOptions({
  queryKey: ["server"],
  queryFn: ({ signal }) => call<ServerInfo>("GET", "/server", { signal }),
  staleTime: 60_000,
});

/** Experiments whose name contains `search`, page by page. */
export function experimentsQuery(search: string) {
  return infiniteQueryOptions({
    queryKey: ["experiments", search],
    queryFn: ({ signal, pageParam }) =>
      call<ExperimentList>("GET", "/experiments", {
        signal,
        query: { search, cursor: pageParam, limit: 100, view: "active" },
      }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: 15_000,
  });
}

/** One experiment. */
export function experimentQuery(experiment: string) {
  return queryOptions({
    queryKey: ["experiment", experiment],
    queryFn: ({ signal }) => call<ExperimentRow>("GET", `/experiments/${encodeURIComponent(experiment)}`, { signal }),
    staleTime: 30_000,
  });
}

/** Creates an experiment. */
export function createExperiment(name: string): Promise<ExperimentRow> {
  return call("POST", "/experiments", { body: { name } });
}

/** Renames an experiment. */
export function renameExperiment(experiment: string, name: string): Promise<ExperimentRow> {
  return call("PATCH", `/experiments/${encodeURIComponent(experiment)}`, { body: { name } });
}

/** Moves an experiment to the bin; it can be restored. */
export function deleteExperiment(experiment: string): Promise<void> {
  return call("DELETE", `/experiments/${encodeURIComponent(experiment)}`);
}

/** Takes an experiment out of the bin. */
export function restoreExperiment(experiment: string): Promise<void> {
  return call("POST", `/experiments/${encodeURIComponent(experiment)}/restore`);
}
