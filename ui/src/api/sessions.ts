/** Conversations: traces that share a session id. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, dataOf } from "./client";

/** Sessions of an experiment, last active first. */
export function sessionsQuery(experiment: string, search: string) {
  return infiniteQueryOptions({
    queryKey: ["sessions", experiment, search],
    queryFn: ({ signal, pageParam }) =>
      dataOf(
        api.GET("/api/v1/experiments/{experiment_id}/sessions", {
          signal,
          params: {
            path: { experiment_id: experiment },
            query: { cursor: pageParam, limit: 100, search: search || undefined },
          },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** One conversation with all its turns. */
export function sessionQuery(experiment: string, session: string) {
  return queryOptions({
    queryKey: ["session", experiment, session],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET("/api/v1/experiments/{experiment_id}/sessions/{session}", {
          signal,
          params: { path: { experiment_id: experiment, session } },
        }),
      ),
    staleTime: 5_000,
  });
}
