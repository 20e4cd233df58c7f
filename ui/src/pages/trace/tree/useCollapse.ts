/** Which spans are collapsed; the viewer's toggles are kept by span id, so that a growing trace keeps them. */
import { useCallback, useMemo, useState } from "react";
import type { Tree } from "./model";
import { collapsedSpans } from "./rows";

/** The collapsed flags and how to change them. */
export function useCollapse(tree: Tree) {
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const collapsed = useMemo(() => collapsedSpans(tree, toggled), [tree, toggled]);

  const set = useCallback(
    (span: number, value: boolean) => {
      if (span >= 0 && tree.children[span] > 0)
        setToggled((old) => new Map(old).set(tree.skeleton.span_id[span], value));
    },
    [tree],
  );
  const toggle = useCallback((span: number) => set(span, !collapsed[span]), [set, collapsed]);

  /** Opens everything above a span. */
  const reveal = useCallback(
    (span: number) => {
      setToggled((old) => {
        const next = new Map(old);
        for (let above = tree.parent[span]; above >= 0; above = tree.parent[above])
          next.set(tree.skeleton.span_id[above], false);
        return next;
      });
    },
    [tree],
  );

  const allCollapsed = useMemo(() => {
    for (let span = 0; span < tree.count; span += 1) {
      if (tree.children[span] > 0 && tree.parent[span] >= 0 && !collapsed[span]) return false;
    }
    return true;
  }, [tree, collapsed]);
  const toggleAll = useCallback(() => {
    const next = new Map<string, boolean>();
    for (let span = 0; span < tree.count; span += 1) {
      if (tree.children[span] > 0 && tree.parent[span] >= 0) next.set(tree.skeleton.span_id[span], !allCollapsed);
    }
    setToggled(next);
  }, [tree, allCollapsed]);
  return { collapsed, set, toggle, reveal, allCollapsed, toggleAll };
}
