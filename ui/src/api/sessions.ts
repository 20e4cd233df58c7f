/** Conversations: traces that share a session id. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "./client";
import type { SessionDetail, SessionList } from "./types";

/** Sessions of an experiment, last active first. */
export function sessionsQuery(experiment: string, search: string) {
  return infiniteQueryOptions({
    queryKey: ["sessions", experiment, search],
    queryFn: ({ signal, pageParam }) =>
      call<SessionList>("GET", `/experiments/${encodeURIComponent(experiment)}/sessions`, {
        signal,
        query: { cursor: pageParam, limit: 100, search },
      }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** One conversation with all its turns. */
export function sessionQuery(experiment: string, session: string) {
  return queryOptions({
    queryKey: ["session", experiment, session],
    queryFn: ({ signal }) =>
      call<SessionDetail>(
        "GET",
        `/experiments/${encodeURIComponent(experiment)}/sessions/${encodeURIComponent(session)}`,
        { signal },
      ),
    staleTime: 5_000,
  });
}
