import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";
import { searchTraces } from "../../api/traces";
import { useGo } from "../../components/Anchor";
import { copyText } from "../../components/CopyButton";
import { useToast } from "../../components/Toasts";
import { usePageTitle } from "../../components/usePageTitle";
import { useCommands } from "../../keyboard/commands";
import { permalink, traceHref, tracesHref } from "../../links";
import { listKey, searchOf } from "../traces/listSearch";
import type { ListData } from "../traces/liveRows";
import { lastReadKey } from "../traces/useListView";
import { traceListKey } from "../traces/useTraceList";
import { TraceView } from "./TraceView";
import type { SpanSearch } from "./traceSearch";

/** The page of one trace; it keeps the list it came from, so that next and previous stay in it. */
export function TracePage() {
  const { experiment, trace } = useParams({ from: "/shell/e/$experiment/traces/$trace" });
  const search = useSearch({ from: "/shell/e/$experiment/traces/$trace" });
  const navigate = useNavigate({ from: "/e/$experiment/traces/$trace" });
  const client = useQueryClient();
  const go = useGo();
  const toast = useToast();
  usePageTitle(`Trace ${trace.slice(0, 11)}`);
  const onSearch = useCallback(
    (change: Partial<SpanSearch>) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true }),
    [navigate],
  );
  useEffect(() => {
    client.setQueryData(lastReadKey(experiment), trace);
  }, [client, experiment, trace]);
  const step = async (by: 1 | -1) => {
    const ids = await listedIds();
    const at = ids.indexOf(trace);
    const next = ids[at + by];
    if (at < 0 || next === undefined)
      toast({ text: by > 0 ? "This is the last trace of the list" : "This is the first trace of the list" });
    else go(traceHref(experiment, next, { ...listKey(search), tab: search.tab }));
  };
  const listedIds = async (): Promise<string[]> => {
    const cached = client.getQueryData<ListData>(traceListKey(experiment, search));
    const pages = cached?.pages ?? [await searchTraces(experiment, { ...searchOf(search, Date.now()), limit: 500 })];
    return pages.flatMap((page) => page.traces.map((row) => row.trace_id));
  };
  const group = "Trace";
  useCommands([
    { id: "next-trace", title: "Next trace of the list", group, keys: "J", run: () => void step(1) },
    { id: "previous-trace", title: "Previous trace of the list", group, keys: "K", run: () => void step(-1) },
    {
      id: "back",
      title: "Back to the list",
      group,
      keys: "Escape",
      run: () => go(tracesHref(experiment, listKey(search))),
    },
    {
      id: "copy-link",
      title: "Copy the link to this trace",
      group,
      keys: "c",
      run: () => void copyText(permalink(trace)).then(() => toast({ text: "Link copied" })),
    },
  ]);
  return <TraceView key={trace} traceId={trace} search={search} onSearch={onSearch} onStep={(by) => void step(by)} />;
}
