/** The prompt registry. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, dataOf } from "./client";
import type { PromptRow } from "./types";

const ofPrompt = (prompt: string) => ({ path: { prompt } });

/** Prompts whose name contains `search`, the last changed first. */
export function promptsQuery(search: string) {
  return infiniteQueryOptions({
    queryKey: ["prompts", search],
    queryFn: ({ signal, pageParam }) =>
      dataOf(
        api.GET("/api/v1/prompts", {
          signal,
          params: { query: { search: search || undefined, cursor: pageParam, limit: 100 } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: 15_000,
  });
}

/** One prompt. */
export function promptQuery(prompt: string) {
  return queryOptions({
    queryKey: ["prompt", prompt],
    queryFn: ({ signal }) => dataOf(api.GET("/api/v1/prompts/{prompt}", { signal, params: ofPrompt(prompt) })),
  });
}

/** Versions of a prompt with their texts, newest first. */
export function promptVersionsQuery(prompt: string) {
  return infiniteQueryOptions({
    queryKey: ["prompt", prompt, "versions"],
    queryFn: ({ signal, pageParam }) =>
      dataOf(
        api.GET("/api/v1/prompts/{prompt}/versions", {
          signal,
          params: { ...ofPrompt(prompt), query: { cursor: pageParam, limit: 100 } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** Points an alias to a version; gives the changed prompt. */
export function setPromptAlias(prompt: string, alias: string, version: number): Promise<PromptRow> {
  const params = { path: { prompt, alias } };
  return dataOf(api.PUT("/api/v1/prompts/{prompt}/aliases/{alias}", { params, body: { version } }));
}

/** Deletes an alias. */
export async function deletePromptAlias(prompt: string, alias: string): Promise<void> {
  await api.DELETE("/api/v1/prompts/{prompt}/aliases/{alias}", { params: { path: { prompt, alias } } });
}
