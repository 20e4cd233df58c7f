/** One trace with its spans, followed while it runs. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useLiveEvents } from "../../api/events";
import { skeletonQuery, traceQuery } from "../../api/traces";
import type { TraceDetail } from "../../api/types";
import { buildTree } from "./tree/model";

const refreshMs = 700;
const refreshBigMs = 4_000;
const bigTrace = 5_000;

/** Loads header and skeleton side by side; the spans are asked for again only when the header says they changed. */
export function useTrace(traceId: string) {
  const client = useQueryClient();
  const detail = useQuery(traceQuery(traceId));
  const skeleton = useQuery(skeletonQuery(traceId));
  const tree = useMemo(() => (skeleton.data === undefined ? undefined : buildTree(skeleton.data)), [skeleton.data]);
  const timer = useRef<number>(undefined);
  useEffect(() => {
    timer.current = undefined;
    return () => window.clearTimeout(timer.current);
  }, []);
  const refresh = () => {
    if (timer.current !== undefined) return;
    timer.current = window.setTimeout(
      () => {
        timer.current = undefined;
        void client.invalidateQueries({ queryKey: ["trace", traceId] });
      },
      (tree?.count ?? 0) > bigTrace ? refreshBigMs : refreshMs,
    );
  };

  const spans = detail.data === undefined ? undefined : spansMark(detail.data);
  const seen = useRef(spans);
  useEffect(() => {
    if (seen.current !== undefined && spans !== seen.current) {
      void client.invalidateQueries({ queryKey: ["skeleton", traceId] });
      void client.invalidateQueries({ queryKey: ["span", traceId], refetchType: "active" });
    }
    seen.current = spans;
  }, [client, spans, traceId]);

  const fullId = detail.data?.trace_id;
  useLiveEvents(detail.data?.experiment_id, fullId === undefined ? undefined : `trace:${fullId}`, {
    onTrace: (event) => {
      if (event.trace_id === fullId && event.version > (detail.data?.version ?? 0)) refresh();
    },
    onResume: refresh,
  });
  return { detail, skeleton, tree };
}

/** Changes when spans come or end; feedback and tags leave it as it is. */
function spansMark(trace: TraceDetail): string {
  return [trace.span_count, trace.error_count, trace.state, trace.duration_ms, trace.tokens?.total].join(" ");
}
