/** The span tree as flat arrays: built once per skeleton in linear time (plus one sort), no object per span. */
import type { Skeleton } from "../../../api/types";

/** A skeleton with everything the rows need; all arrays are indexed by span. */
export interface Tree {
  skeleton: Skeleton;
  count: number;
  /** Spans in reading order, parents before children, siblings by start. */
  order: Int32Array;
  /** Place of each span in `order`. */
  place: Int32Array;
  parent: Int32Array;
  depth: Int32Array;
  /** The span and everything below it. */
  subtree: Int32Array;
  children: Int32Array;
  firstChild: Int32Array;
  nextSibling: Int32Array;
  /** One-based place among siblings. */
  position: Int32Array;
  /** Failed spans below, not counting the span itself. */
  errorsBelow: Int32Array;
  /** Time not covered by children, microseconds. */
  selfUs: Float64Array;
  /** Begin and end of the whole trace, microseconds relative to the skeleton. */
  startUs: number;
  endUs: number;
  errorCount: number;
}

/** Status value of a failed span. */
export const statusError = 2;

/** End of a span; a running one reaches to the end of the trace. */
export function endOf(tree: { skeleton: Skeleton; endUs: number }, span: number): number {
  const duration = tree.skeleton.duration_us[span];
  return duration < 0 ? tree.endUs : tree.skeleton.start_us[span] + duration;
}

/** Builds the tree; orphans and members of parent cycles become roots. */
export function buildTree(skeleton: Skeleton): Tree {
  const count = skeleton.span_id.length;
  const parent = Int32Array.from(skeleton.parent, (each, span) =>
    each >= 0 && each < count && each !== span ? each : -1,
  );
  const links = linkChildren(skeleton, parent, count);
  const { order, depth } = walk(parent, links, count);
  const place = new Int32Array(count);
  for (let at = 0; at < count; at += 1) place[order[at]] = at;
  let startUs = count > 0 ? Number.POSITIVE_INFINITY : 0;
  let endUs = 0;
  for (let span = 0; span < count; span += 1) {
    startUs = Math.min(startUs, skeleton.start_us[span]);
    endUs = Math.max(endUs, skeleton.start_us[span] + Math.max(0, skeleton.duration_us[span]));
  }
  const subtree = new Int32Array(count).fill(1);
  const errorsBelow = new Int32Array(count);
  const children = new Int32Array(count);
  let errorCount = 0;
  for (let at = count - 1; at >= 0; at -= 1) {
    const span = order[at];
    const failed = skeleton.status[span] === statusError ? 1 : 0;
    errorCount += failed;
    const above = parent[span];
    if (above < 0) continue;
    subtree[above] += subtree[span];
    errorsBelow[above] += errorsBelow[span] + failed;
    children[above] += 1;
  }
  const tree: Tree = {
    skeleton,
    count,
    order,
    place,
    parent,
    depth,
    subtree,
    children,
    ...links,
    errorsBelow,
    selfUs: new Float64Array(count),
    startUs,
    endUs,
    errorCount,
  };
  measureSelf(tree);
  return tree;
}

type Links = Pick<Tree, "firstChild" | "nextSibling" | "position">;

function linkChildren(skeleton: Skeleton, parent: Int32Array, count: number): Links {
  const firstChild = new Int32Array(count).fill(-1);
  const lastChild = new Int32Array(count).fill(-1);
  const nextSibling = new Int32Array(count).fill(-1);
  const position = new Int32Array(count).fill(1);
  for (const span of byStart(skeleton.start_us, count)) {
    const above = parent[span];
    if (above < 0) continue;
    const last = lastChild[above];
    if (last < 0) firstChild[above] = span;
    else {
      nextSibling[last] = span;
      position[span] = position[last] + 1;
    }
    lastChild[above] = span;
  }
  return { firstChild, nextSibling, position };
}

function byStart(startUs: number[], count: number): Int32Array {
  const spans = new Int32Array(count);
  let sorted = true;
  for (let span = 0; span < count; span += 1) {
    spans[span] = span;
    if (span > 0 && startUs[span] < startUs[span - 1]) sorted = false;
  }
  return sorted ? spans : spans.sort((left, right) => startUs[left] - startUs[right] || left - right);
}

function walk(parent: Int32Array, links: Links, count: number): { order: Int32Array; depth: Int32Array } {
  const order = new Int32Array(count);
  const depth = new Int32Array(count).fill(-1);
  let filled = 0;
  const visit = (root: number) => {
    let span = root;
    depth[root] = 0;
    order[filled++] = root;
    for (;;) {
      let next = links.firstChild[span];
      while (next < 0) {
        if (span === root) return;
        next = links.nextSibling[span];
        if (next < 0) span = parent[span];
      }
      depth[next] = depth[parent[next]] + 1;
      order[filled++] = next;
      span = next;
    }
  };
  for (let span = 0; span < count; span += 1) if (parent[span] < 0) visit(span);
  // What no root reaches hangs in a cycle: cut it at its first span.
  for (let span = 0; span < count; span += 1) {
    if (depth[span] >= 0) continue;
    unlink(span, parent, links);
    visit(span);
  }
  return { order, depth };
}

function unlink(span: number, parent: Int32Array, links: Links): void {
  const above = parent[span];
  parent[span] = -1;
  if (above < 0) return;
  let before = -1;
  for (let child = links.firstChild[above]; child >= 0; child = links.nextSibling[child]) {
    if (child === span) {
      if (before < 0) links.firstChild[above] = links.nextSibling[span];
      else links.nextSibling[before] = links.nextSibling[span];
      break;
    }
    before = child;
  }
  links.nextSibling[span] = -1;
}

function measureSelf(tree: Tree): void {
  const { skeleton, selfUs, firstChild, nextSibling } = tree;
  for (let span = 0; span < tree.count; span += 1) {
    const end = endOf(tree, span);
    let covered = 0;
    let reached = skeleton.start_us[span];
    for (let child = firstChild[span]; child >= 0; child = nextSibling[child]) {
      const from = Math.max(reached, skeleton.start_us[child]);
      const to = Math.min(end, endOf(tree, child));
      if (to > from) {
        covered += to - from;
        reached = to;
      }
    }
    selfUs[span] = Math.max(0, end - skeleton.start_us[span] - covered);
  }
}
