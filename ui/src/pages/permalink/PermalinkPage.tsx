import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { traceQuery } from "../../api/traces";
import { useGo } from "../../components/Anchor";
import { ErrorState, SkeletonRows } from "../../components/States";
import { traceHref } from "../../links";

/** `/t/{trace}`: finds the experiment of a trace and goes there. */
export function PermalinkPage() {
  const { trace } = useParams({ from: "/shell/t/$trace" });
  const search = useSearch({ from: "/shell/t/$trace" });
  const go = useGo();
  const { data, isError, error, refetch } = useQuery(traceQuery(trace));
  useEffect(() => {
    if (data !== undefined) go(traceHref(data.experiment_id, data.trace_id, search), { replace: true });
  }, [data, go, search]);
  if (isError) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return <SkeletonRows count={12} label="Looking for the trace" />;
}
