/** One trace with its spans, followed while it runs. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useLiveEvents } from "../../api/events";
import { skeletonQuery, traceQuery } from "../../api/traces";
import { buildTree } from "./tree/model";

const refreshMs = 700;
const refreshBigMs = 4_000;
const bigTrace = 5_000;

/** Loads header and skeleton side by side and keeps both up to date. */
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
        void client.invalidateQueries({ queryKey: ["skeleton", traceId] });
        void client.invalidateQueries({ queryKey: ["span", traceId], refetchType: "active" });
      },
      (tree?.count ?? 0) > bigTrace ? refreshBigMs : refreshMs,
    );
  };
  const fullId = detail.data?.trace_id;
  useLiveEvents(detail.data?.experiment_id, fullId === undefined ? undefined : `trace:${fullId}`, {
    onTrace: (event) => {
      if (event.trace_id === fullId && event.version > (detail.data?.version ?? 0)) refresh();
    },
    onResume: refresh,
  });
  return { detail, skeleton, tree };
}
