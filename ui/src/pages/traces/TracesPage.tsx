import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from "react";
import { ApiError } from "../../api/client";
import { countTraces } from "../../api/traces";
import type { TraceRow } from "../../api/types";
import { useGo } from "../../components/Anchor";
import { Button } from "../../components/Button";
import { EmptyState, ErrorState, SkeletonRows } from "../../components/States";
import { usePageTitle } from "../../components/usePageTitle";
import { formatExactCount } from "../../format/count";
import { traceHref } from "../../links";
import { readPreference, writePreference } from "../../preferences";
import { narrowQuery, useMedia } from "../../theme/media";
import { chooseColumns, chooseNarrowColumns, defaultColumns } from "./columns";
import { DeleteTraces } from "./DeleteTraces";
import { FilterBar } from "./FilterBar";
import { FilterProblem } from "./FilterProblem";
import { FirstTrace } from "./FirstTrace";
import { filterOf, type ListSearch, listKey } from "./listSearch";
import { removeRows } from "./liveRows";
import { QuickFilters } from "./QuickFilters";
import { TraceTable } from "./TraceTable";
import table from "./table.module.css";
import styles from "./traces.module.css";
import { useListCommands } from "./useListCommands";
import { useSelection } from "./useSelection";
import { maxRows, useTraceList } from "./useTraceList";
import { WordsBox } from "./WordsBox";

const ListCharts = lazy(() => import("./charts/ListCharts"));
const followAbovePx = 40;

/** The traces of one experiment: filters, charts, live list. */
export function TracesPage() {
  const { experiment } = useParams({ from: "/shell/e/$experiment/traces" });
  const search = useSearch({ from: "/shell/e/$experiment/traces" });
  const navigate = useNavigate({ from: "/e/$experiment/traces" });
  const go = useGo();
  usePageTitle("Traces");
  const scroller = useRef<HTMLDivElement>(null);
  const filterInput = useRef<HTMLInputElement>(null);
  const [active, setActive] = useState(-1);
  const [deleting, setDeleting] = useState<string[]>();
  const [charts, setCharts] = useState(() => readPreference("charts") !== "off");
  const narrow = useMedia(narrowQuery);
  const follow = useCallback(() => (scroller.current?.scrollTop ?? 0) < followAbovePx, []);
  const list = useTraceList(experiment, search, follow);
  const { query, rows } = list;
  const key = listKey(search);
  const count = useQuery({
    queryKey: ["count", experiment, key],
    queryFn: ({ signal }) => countTraces(experiment, filterOf(search, Date.now()), signal),
    placeholderData: (previous) => previous,
  });
  const selection = useSelection(rows);
  const columns = useMemo(
    () => (narrow ? chooseNarrowColumns() : chooseColumns(search.cols ?? readPreference("columns") ?? defaultColumns)),
    [narrow, search.cols],
  );

  const change = useCallback(
    (next: Partial<ListSearch>) => {
      setActive(-1);
      scroller.current?.scrollTo({ top: 0 });
      void navigate({ search: (old) => ({ ...old, ...next }) });
    },
    [navigate],
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
  const setColumns = (ids: string) => {
    writePreference("columns", ids);
    void navigate({ search: (old) => ({ ...old, cols: ids === defaultColumns ? undefined : ids }), replace: true });
  };
  const toggleCharts = () => {
    writePreference("charts", charts ? "off" : "on");
    setCharts(!charts);
  };
  const showHeld = () => {
    list.showHeld();
    scroller.current?.scrollTo({ top: 0 });
  };
  useListCommands({
    rows: rows.length,
    active,
    setActive,
    open,
    toggleSelected: selection.toggle,
    focusFilter: () => filterInput.current?.focus(),
    toggleErrors: () => change({ state: search.state === "error" ? undefined : "error" }),
    refresh: () => void list.catchUp(),
    toggleCharts,
    setRange: (range) => change({ range }),
    copyLink: () => void navigator.clipboard?.writeText(window.location.href),
  });

  const filterError = query.error instanceof ApiError && query.error.field === "filter" ? query.error : undefined;
  const narrowed =
    search.q !== undefined || search.text !== undefined || search.range !== undefined || search.state !== undefined;
  const empty = query.isSuccess && rows.length === 0 && !query.hasNextPage;
  if (empty && !narrowed && list.held === 0)
    return <FirstTrace experiment={experiment} live={list.status === "live"} />;
  const full = rows.length >= maxRows;
  const loadMore = () => {
    if (query.hasNextPage && !query.isFetchingNextPage && !full && !query.isFetchNextPageError)
      void query.fetchNextPage();
  };
  return (
    <div className={styles.page}>
      <h1 className="visually-hidden">Traces</h1>
      <div className={styles.tools}>
        <FilterBar
          experiment={experiment}
          value={search.q ?? ""}
          invalid={filterError !== undefined}
          input={filterInput}
          onApply={(text) => change({ q: text === "" ? undefined : text })}
        />
        <WordsBox value={search.text ?? ""} onApply={(text) => change({ text: text === "" ? undefined : text })} />
        <QuickFilters
          search={search}
          count={filterError === undefined ? count.data : undefined}
          status={list.status}
          columns={columns}
          selected={selection.ids.size}
          charts={charts}
          narrow={narrow}
          onChange={change}
          onColumns={setColumns}
          onCharts={toggleCharts}
          onRefresh={() => void list.catchUp()}
          onDelete={() => setDeleting([...selection.ids])}
        />
      </div>
      {charts && !narrow && filterError === undefined ? (
        <Suspense fallback={<div className={table.chartsPlace} />}>
          <ListCharts experiment={experiment} search={search} onChange={change} />
        </Suspense>
      ) : (
        <div />
      )}
      <div className={table.wrap}>
        {query.isPending && <SkeletonRows count={18} label="Loading traces" />}
        {filterError !== undefined && <FilterProblem filter={search.q ?? ""} error={filterError} />}
        {query.isError && filterError === undefined && rows.length === 0 && (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
        {empty && (
          <EmptyState title="No trace fits">
            <Button onClick={() => change({ q: undefined, text: undefined, range: undefined, state: undefined })}>
              Show all traces
            </Button>
          </EmptyState>
        )}
        {list.held > 0 && (
          <div className={table.pill} role="status">
            <Button primary small onClick={showHeld}>
              {formatExactCount(list.held)} new
            </Button>
          </div>
        )}
        {rows.length > 0 && filterError === undefined && (
          <TraceTable
            scroller={scroller}
            rows={rows}
            total={count.data?.exact ? count.data.count : undefined}
            columns={columns}
            order={search.order}
            active={active}
            selected={selection.ids}
            hrefOf={hrefOf}
            onOrder={(order) => change({ order })}
            onActive={setActive}
            onOpen={open}
            onSelect={selection.toggle}
            onNearEnd={loadMore}
            foot={
              full
                ? `The first ${formatExactCount(maxRows)} traces are shown; narrow the list to see others.`
                : query.isFetchingNextPage
                  ? "Loading more…"
                  : query.isFetchNextPageError
                    ? "More could not be loaded; press r to try again."
                    : ""
            }
          />
        )}
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
