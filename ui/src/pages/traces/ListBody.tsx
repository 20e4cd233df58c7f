import type { RefObject } from "react";
import { ApiError } from "../../api/client";
import type { TraceRow } from "../../api/types";
import { Button } from "../../components/Button";
import { EmptyState, ErrorState, SkeletonRows } from "../../components/States";
import { formatExactCount } from "../../format/count";
import type { Column } from "./columns";
import { FilterProblem } from "./FilterProblem";
import type { ListSearch } from "./listSearch";
import { TraceTable } from "./TraceTable";
import table from "./table.module.css";
import { maxRows, type useTraceList } from "./useTraceList";

/** The error of a filter that the server could not read. */
export function filterErrorOf(error: unknown): ApiError | undefined {
  return error instanceof ApiError && error.field === "filter" ? error : undefined;
}

/** What is below the tools: rows, or why there are none. */
export function ListBody(props: {
  list: ReturnType<typeof useTraceList>;
  search: ListSearch;
  scroller: RefObject<HTMLDivElement | null>;
  total: number | undefined;
  columns: Column[];
  active: number;
  selected: ReadonlySet<string>;
  hrefOf: (row: TraceRow) => string;
  onChange: (change: Partial<ListSearch>) => void;
  onActive: (index: number) => void;
  onOpen: (index: number) => void;
  onSelect: (index: number, range: boolean) => void;
}) {
  const { list, search, onChange } = props;
  const { query, rows } = list;
  const filterError = filterErrorOf(query.error);
  if (filterError !== undefined) return <FilterProblem filter={search.q ?? ""} error={filterError} />;
  if (query.isPending) return <SkeletonRows count={18} label="Loading traces" />;
  if (query.isError && rows.length === 0)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const full = rows.length >= maxRows;
  const loadMore = () => {
    if (query.hasNextPage && !query.isFetching && !full && !query.isFetchNextPageError) void query.fetchNextPage();
  };
  return (
    <>
      {list.held > 0 && (
        <div className={table.pill} role="status">
          <Button primary small onClick={list.showHeld}>
            {formatExactCount(list.held)} new
          </Button>
        </div>
      )}
      {rows.length === 0 ? (
        <EmptyState title="No trace fits">
          <Button onClick={() => onChange({ q: undefined, text: undefined, range: undefined, state: undefined })}>
            Show all traces
          </Button>
        </EmptyState>
      ) : (
        <TraceTable
          scroller={props.scroller}
          rows={rows}
          busy={query.isPlaceholderData}
          total={props.total}
          columns={props.columns}
          order={search.order}
          active={props.active}
          selected={props.selected}
          hrefOf={props.hrefOf}
          onOrder={(order) => onChange({ order })}
          onActive={props.onActive}
          onOpen={props.onOpen}
          onSelect={props.onSelect}
          onNearEnd={loadMore}
          foot={footOf(query, full)}
        />
      )}
    </>
  );
}

function footOf(query: { isFetchingNextPage: boolean; isFetchNextPageError: boolean }, full: boolean): string {
  if (full) return `The first ${formatExactCount(maxRows)} traces are shown; narrow the list to see others.`;
  if (query.isFetchingNextPage) return "Loading more…";
  return query.isFetchNextPageError ? "More could not be loaded; press r to try again." : "";
}
