import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { spanQuery } from "../../api/traces";
import { Splitter } from "../../components/Splitter";
import { EmptyState, ErrorState, SkeletonRows } from "../../components/States";
import { SpanPane } from "./span/SpanPane";
import { TraceHeader } from "./TraceHeader";
import styles from "./trace.module.css";
import type { SpanSearch, TraceSearchParams } from "./traceSearch";
import { tellingSpan } from "./tree/rows";
import { SpanTree } from "./tree/SpanTree";
import { useTrace } from "./useTrace";

export { PeekPane } from "../traces/peek/PeekPane";

/** A trace: header, span tree, chosen span. Used by the trace page and by the notebook view. */
export function TraceView(props: {
  traceId: string;
  search: TraceSearchParams;
  onSearch: (change: Partial<SpanSearch>) => void;
  onStep?: (step: 1 | -1) => void;
}) {
  const { traceId, search, onSearch } = props;
  const client = useQueryClient();
  const { detail, skeleton, tree } = useTrace(traceId);
  const index = useMemo(() => {
    if (tree === undefined) return -1;
    const wanted = search.span === undefined ? -1 : tree.skeleton.span_id.indexOf(search.span);
    return wanted >= 0 ? wanted : tellingSpan(tree);
  }, [tree, search.span]);
  const select = useCallback(
    (span: number) => tree && onSearch({ span: tree.skeleton.span_id[span] }),
    [tree, onSearch],
  );
  const prefetch = useCallback(
    (spans: number[]) => {
      for (const span of spans) {
        if (tree !== undefined) void client.prefetchQuery(spanQuery(traceId, tree.skeleton.span_id[span]));
      }
    },
    [client, traceId, tree],
  );
  if (detail.isError && detail.data === undefined) {
    return <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />;
  }
  return (
    <div className={styles.page}>
      {detail.data === undefined ? (
        <SkeletonRows count={1} label="Loading the trace" />
      ) : (
        <TraceHeader trace={detail.data} search={search} onStep={props.onStep} />
      )}
      {skeleton.isError && tree === undefined ? (
        <ErrorState error={skeleton.error} onRetry={() => void skeleton.refetch()} />
      ) : tree === undefined ? (
        <SkeletonRows count={14} label="Loading the spans" />
      ) : tree.count === 0 ? (
        <EmptyState title="No spans yet">
          <p>The trace is known, its spans have not arrived. They appear here when they do.</p>
        </EmptyState>
      ) : (
        <Splitter
          name="trace"
          initial={46}
          left={
            <SpanTree
              tree={tree}
              selected={index}
              find={search.find ?? ""}
              onSelect={select}
              onFind={(find) => onSearch({ find: find === "" ? undefined : find })}
              onNeighbours={prefetch}
            />
          }
          right={
            <SpanPane
              trace={detail.data}
              traceId={traceId}
              tree={tree}
              index={index}
              tab={search.tab}
              onTab={(tab) => onSearch({ tab })}
            />
          }
        />
      )}
    </div>
  );
}
