/** Which rows are visible, what is selected first, where the next error is. */
import { endOf, statusError, type Tree } from "./model";

/** From this many spans on, everything below the second level starts collapsed. */
export const collapseFrom = 20_000;

/** Whether a span starts collapsed. */
export function startsCollapsed(tree: Tree, span: number): boolean {
  return tree.count > collapseFrom && tree.depth[span] >= 2 && tree.children[span] > 0;
}

/** The collapsed flag of every span, from the default and the viewer's own toggles (by span id). */
export function collapsedSpans(tree: Tree, toggled: ReadonlyMap<string, boolean>): Uint8Array {
  const collapsed = new Uint8Array(tree.count);
  const big = tree.count > collapseFrom;
  for (let span = 0; span < tree.count; span += 1) {
    if (big && startsCollapsed(tree, span)) collapsed[span] = 1;
    if (toggled.size === 0) continue;
    const own = toggled.get(tree.skeleton.span_id[span]);
    if (own !== undefined) collapsed[span] = own ? 1 : 0;
  }
  return collapsed;
}

/** Visible spans in reading order; with `keep` set, those spans only and no collapsing. */
export function visibleRows(tree: Tree, collapsed: Uint8Array, keep: Uint8Array | undefined): Int32Array {
  const rows = new Int32Array(tree.count);
  let filled = 0;
  let at = 0;
  while (at < tree.count) {
    const span = tree.order[at];
    if (keep !== undefined) {
      if (keep[span]) rows[filled++] = span;
      at += 1;
    } else {
      rows[filled++] = span;
      at += collapsed[span] ? tree.subtree[span] : 1;
    }
  }
  return rows.subarray(0, filled);
}

/** What the tree's filter looks for. */
export interface TreeFilter {
  /** Part of the name or the type, lower case. */
  words: string;
  /** Types to show; empty means all. */
  types: ReadonlySet<string>;
  /** Spans the server found by their content. */
  found?: ReadonlySet<string>;
}

/** Spans that match, and all above them; undefined when nothing is filtered. */
export function keptSpans(tree: Tree, filter: TreeFilter): { keep: Uint8Array; hits: number } | undefined {
  if (filter.words === "" && filter.types.size === 0) return undefined;
  const { skeleton } = tree;
  const nameHits = skeleton.names.map((name) => name.toLowerCase().includes(filter.words));
  const typeHits = skeleton.types.map((type) => type.toLowerCase().includes(filter.words));
  const modelHits = skeleton.models.map((model) => model.toLowerCase().includes(filter.words));
  const typeShown = skeleton.types.map((type) => filter.types.size === 0 || filter.types.has(type));
  const keep = new Uint8Array(tree.count);
  let hits = 0;
  for (let span = 0; span < tree.count; span += 1) {
    const type = skeleton.type[span];
    if (filter.types.size > 0 && !typeShown[type]) continue;
    const model = skeleton.model[span];
    const hit =
      filter.words === "" ||
      nameHits[skeleton.name[span]] ||
      typeHits[type] ||
      (model >= 0 && modelHits[model]) ||
      filter.found?.has(skeleton.span_id[span]);
    if (!hit) continue;
    hits += 1;
    for (let each = span; each >= 0 && !keep[each]; each = tree.parent[each]) keep[each] = 1;
  }
  return { keep, hits };
}

/** Types that talk to a model. */
export const modelTypes: ReadonlySet<string> = new Set(["CHAT_MODEL", "LLM", "EMBEDDING"]);

/** The span that tells most: the deepest failure, else the last model call, else the first span. */
export function tellingSpan(tree: Tree): number {
  let deepest = -1;
  let model = -1;
  for (const span of tree.order) {
    if (tree.skeleton.status[span] === statusError && (deepest < 0 || tree.depth[span] > tree.depth[deepest]))
      deepest = span;
    const type = tree.skeleton.types[tree.skeleton.type[span]];
    if (type === "CHAT_MODEL" || type === "LLM") model = span;
  }
  if (deepest >= 0) return deepest;
  if (model >= 0) return model;
  return tree.count > 0 ? tree.order[0] : -1;
}

/** The next (or previous) failed span from `from` in reading order, around the end; -1 when none failed. */
export function nextError(tree: Tree, from: number, step: 1 | -1): number {
  const start = from < 0 ? (step === 1 ? -1 : 0) : tree.place[from];
  for (let moved = 1; moved <= tree.count; moved += 1) {
    const at = (((start + step * moved) % tree.count) + tree.count) % tree.count;
    const span = tree.order[at];
    if (tree.skeleton.status[span] === statusError) return span;
  }
  return -1;
}

/** The child that took longest; -1 for a leaf. */
export function slowestChild(tree: Tree, span: number): number {
  let slowest = -1;
  for (let child = tree.firstChild[span]; child >= 0; child = tree.nextSibling[child]) {
    const longer = slowest < 0 || length(tree, child) > length(tree, slowest);
    if (longer) slowest = child;
  }
  return slowest;
}

function length(tree: Tree, span: number): number {
  return endOf(tree, span) - tree.skeleton.start_us[span];
}

/** Spans on the critical path: from the end of the trace back, always into the child that ended last. */
export function criticalPath(tree: Tree): Uint8Array {
  const marked = new Uint8Array(tree.count);
  const stack: [number, number][] = [];
  for (const span of tree.order) if (tree.parent[span] < 0) stack.push([span, endOf(tree, span)]);
  while (stack.length > 0) {
    const [span, limit] = stack.pop() as [number, number];
    marked[span] = 1;
    const below: number[] = [];
    for (let child = tree.firstChild[span]; child >= 0; child = tree.nextSibling[child]) below.push(child);
    below.sort((left, right) => endOf(tree, right) - endOf(tree, left));
    let reached = limit;
    for (const child of below) {
      const end = endOf(tree, child);
      if (end > reached) continue;
      stack.push([child, end]);
      reached = tree.skeleton.start_us[child];
    }
  }
  return marked;
}
