import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Maximize2, X } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { skeletonQuery, traceQuery } from "../../../api/traces";
import { Anchor } from "../../../components/Anchor";
import { Button, buttonClass } from "../../../components/Button";
import { EmptyState, ErrorState, SkeletonRows } from "../../../components/States";
import { SpanPane } from "../../trace/span/SpanPane";
import type { Tab } from "../../trace/traceSearch";
import { buildTree } from "../../trace/tree/model";
import { tellingSpan } from "../../trace/tree/rows";
import styles from "./peek.module.css";

/** The span of a trace that tells most, beside the list; the list keeps its keys. */
export function PeekPane(props: {
  traceId: string;
  /** Version of the row in the list, which follows the trace live. */
  version: number | undefined;
  href: string;
  onClose: () => void;
}) {
  const { traceId, version, href, onClose } = props;
  const [tab, setTab] = useState<Tab>();
  const detail = useQuery(traceQuery(traceId));
  const skeleton = useQuery(skeletonQuery(traceId));
  const tree = useMemo(() => (skeleton.data === undefined ? undefined : buildTree(skeleton.data)), [skeleton.data]);
  const index = useMemo(() => (tree === undefined || tree.count === 0 ? -1 : tellingSpan(tree)), [tree]);
  useFollow(traceId, version);
  const failed = detail.isError ? detail : skeleton;
  const name = detail.data?.name ?? (detail.data === undefined ? "" : "unnamed");
  return (
    <aside className={styles.peek} aria-label="Preview">
      <header className={styles.head}>
        <Anchor href={href} className={styles.name} title={name}>
          {name}
        </Anchor>
        <span className={styles.space} />
        <Anchor
          href={href}
          className={buttonClass({ bare: true, small: true, icon: true })}
          aria-label="Open the whole trace (Enter)"
          title="Open the whole trace (Enter)"
        >
          <Maximize2 size={13} aria-hidden />
        </Anchor>
        <Button bare small icon aria-label="Close the preview (Space)" onClick={onClose}>
          <X size={14} />
        </Button>
      </header>
      {failed.isError ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : tree === undefined ? (
        <SkeletonRows count={12} label="Loading the trace" />
      ) : index < 0 ? (
        <EmptyState title="No spans yet" />
      ) : (
        <SpanPane trace={detail.data} traceId={traceId} tree={tree} index={index} tab={tab} onTab={setTab} />
      )}
    </aside>
  );
}

/** Asks again for what is shown when the list says that the trace has changed. */
function useFollow(traceId: string, version: number | undefined): void {
  const client = useQueryClient();
  const seen = useRef({ traceId, version });
  useEffect(() => {
    const before = seen.current;
    seen.current = { traceId, version };
    if (before.traceId !== traceId || before.version === version || before.version === undefined) return;
    for (const what of ["trace", "skeleton", "span"]) void client.invalidateQueries({ queryKey: [what, traceId] });
  }, [client, traceId, version]);
}
