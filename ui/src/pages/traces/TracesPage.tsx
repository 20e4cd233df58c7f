import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useRef, useState } from "react";
import { countTraces } from "../../api/traces";
import type { TraceRow } from "../../api/types";
import { useGo } from "../../components/Anchor";
import { copyText } from "../../components/CopyButton";
import { Splitter } from "../../components/Splitter";
import { SkeletonRows } from "../../components/States";
import { useToast } from "../../components/Toasts";
import { usePageTitle } from "../../components/usePageTitle";
import { traceHref } from "../../links";
import { writePreference } from "../../preferences";
import { defaultColumns } from "./columns";
import { DeleteTraces } from "./DeleteTraces";
import { FilterBar } from "./FilterBar";
import { FirstTrace } from "./FirstTrace";
import { filterErrorOf, ListBody } from "./ListBody";
import { filterOf, isNarrowed, type ListSearch, listKey } from "./listSearch";
import { removeRows } from "./liveRows";
import { QuickFilters } from "./QuickFilters";
import table from "./table.module.css";
import styles from "./traces.module.css";
import { useListCommands } from "./useListCommands";
import { useListView } from "./useListView";
import { useSelection } from "./useSelection";
import { useTraceList } from "./useTraceList";
import { WordsBox } from "./WordsBox";

const ListFigures = lazy(() => import("./charts/ListFigures"));
// Comes with the view of a whole trace: who looks beside the list opens traces too, and one part loads faster than two.
const PeekPane = lazy(() => import("../trace/TraceView").then(({ PeekPane }) => ({ default: PeekPane })));

/** The traces of one experiment: filters, charts, live list. */
export function TracesPage() {
  const { experiment } = useParams({ from: "/shell/e/$experiment/traces" });
  const search = useSearch({ from: "/shell/e/$experiment/traces" });
  const navigate = useNavigate({ from: "/e/$experiment/traces" });
  const go = useGo();
  const toast = useToast();
  usePageTitle("Traces");
  const scroller = useRef<HTMLDivElement>(null);
  const filterInput = useRef<HTMLInputElement>(null);
  const [deleting, setDeleting] = useState<string[]>();
  const list = useTraceList(experiment, search, scroller);
  const { query, rows } = list;
  const count = useQuery({
    queryKey: ["count", experiment, listKey(search)],
    queryFn: ({ signal }) => countTraces(experiment, filterOf(search, Date.now()), signal),
    placeholderData: (previous) => previous,
  });
  const view = useListView(experiment, rows, search);
  const selection = useSelection(rows);

  const change = useCallback(
    (next: Partial<ListSearch>) => {
      scroller.current?.scrollTo({ top: 0 });
      // Words that are still being typed are one step of the history, not one each.
      const typing = next.text !== undefined && search.text !== undefined;
      void navigate({ search: (old) => ({ ...old, ...next }), replace: typing });
    },
    [navigate, search.text],
  );
  const hrefOf = useCallback(
    (row: TraceRow) => traceHref(experiment, row.trace_id, listKey(search)),
    [experiment, search],
  );
  const open = useCallback(
    (index: number) => {
      const row = rows[index];
      if (row !== undefined) go(hrefOf(row));
    },
    [rows, go, hrefOf],
  );
  const peek = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    view.setActive(index);
    void navigate({ search: (old) => ({ ...old, peek: row.trace_id }), replace: search.peek !== undefined });
  };
  const closePeek =
    search.peek === undefined
      ? undefined
      : () => void navigate({ search: (old) => ({ ...old, peek: undefined }), replace: true });
  const setActive = search.peek === undefined ? view.setActive : peek;
  const setColumns = (ids: string) => {
    writePreference("columns", ids);
    void navigate({ search: (old) => ({ ...old, cols: ids === defaultColumns ? undefined : ids }), replace: true });
  };
  const setText = (key: "q" | "text") => (text: string) => change({ [key]: text === "" ? undefined : text });
  useListCommands({
    rows: rows.length,
    active: view.active,
    setActive,
    open,
    peek,
    closePeek,
    toggleSelected: selection.toggle,
    focusFilter: () => filterInput.current?.focus(),
    toggleErrors: () => change({ state: search.state === "error" ? undefined : "error" }),
    refresh: () => void list.catchUp(),
    toggleFigures: view.toggleFigures,
    setRange: (range) => change({ range }),
    copyLink: () => void copyText(window.location.href).then(() => toast({ text: "Link copied" })),
  });

  const invalid = filterErrorOf(query.error) !== undefined;
  const empty = query.isSuccess && !query.isPlaceholderData && rows.length === 0 && list.held === 0;
  if (empty && !isNarrowed(search)) return <FirstTrace experiment={experiment} live={list.status === "live"} />;
  return (
    <div className={styles.page}>
      <h1 className="visually-hidden">Traces</h1>
      <div className={styles.tools}>
        <FilterBar
          experiment={experiment}
          value={search.q ?? ""}
          invalid={invalid}
          input={filterInput}
          onApply={setText("q")}
        />
        <WordsBox value={search.text ?? ""} onApply={setText("text")} />
        <QuickFilters
          search={search}
          count={invalid ? undefined : count.data}
          status={list.status}
          columns={view.columns}
          selected={selection.ids.size}
          figures={view.figures}
          narrow={view.narrow}
          onChange={change}
          onColumns={setColumns}
          onFigures={view.toggleFigures}
          onRefresh={() => void list.catchUp()}
          onDelete={() => setDeleting([...selection.ids])}
        />
      </div>
      <div>
        {view.figures !== undefined && !invalid && (
          <Suspense fallback={<div className={table.chartsPlace} />}>
            <ListFigures figures={view.figures} experiment={experiment} search={search} onChange={change} />
          </Suspense>
        )}
      </div>
      <div className={styles.body}>
        <Splitter
          name="peek"
          initial={54}
          left={
            <div className={table.wrap}>
              <ListBody
                list={list}
                search={search}
                scroller={scroller}
                total={count.data?.exact ? count.data.count : undefined}
                columns={view.columns}
                active={view.active}
                selected={selection.ids}
                hrefOf={hrefOf}
                onChange={change}
                onActive={setActive}
                onOpen={open}
                onSelect={selection.toggle}
              />
            </div>
          }
          right={
            search.peek === undefined ? undefined : (
              <Suspense fallback={<SkeletonRows count={12} label="Loading the trace" />}>
                <PeekPane
                  traceId={search.peek}
                  version={rows[view.active]?.version}
                  href={traceHref(experiment, search.peek, listKey(search))}
                  onClose={() => closePeek?.()}
                />
              </Suspense>
            )
          }
        />
      </div>
      {deleting !== undefined && (
        <DeleteTraces
          experiment={experiment}
          traceIds={deleting}
          onClose={() => setDeleting(undefined)}
          onDeleted={(ids) => {
            list.change((data) => removeRows(data, ids));
            selection.clear();
            void count.refetch();
          }}
        />
      )}
    </div>
  );
}
