import { describe, expect, it } from "vitest";
import type { Skeleton } from "../../../api/types";
import { buildTree, endOf, type Tree } from "./model";
import { collapsedSpans, criticalPath, keptSpans, nextError, slowestChild, tellingSpan, visibleRows } from "./rows";

interface Span {
  parent: number;
  start?: number;
  duration?: number;
  status?: number;
  type?: string;
  name?: string;
}

function skeleton(spans: Span[]): Skeleton {
  const types = [...new Set(spans.map((span) => span.type ?? "TASK"))];
  const names = [...new Set(spans.map((span) => span.name ?? "step"))];
  return {
    trace_id: "tr-1",
    version: 1,
    start_ns: "0",
    names,
    types,
    models: [],
    span_id: spans.map((_, index) => `s${index}`),
    parent: spans.map((span) => span.parent),
    name: spans.map((span) => names.indexOf(span.name ?? "step")),
    type: spans.map((span) => types.indexOf(span.type ?? "TASK")),
    model: spans.map(() => -1),
    status: spans.map((span) => span.status ?? 1),
    start_us: spans.map((span, index) => span.start ?? index),
    duration_us: spans.map((span) => span.duration ?? 10),
    tokens: spans.map(() => -1),
    cost_micro_usd: spans.map(() => -1),
    first_token_us: spans.map(() => -1),
  };
}

function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

const all = (tree: Tree) => visibleRows(tree, new Uint8Array(tree.count), undefined);

describe("the tree", () => {
  it("puts parents before children and siblings by start", () => {
    const tree = buildTree(
      skeleton([
        { parent: -1, start: 0 },
        { parent: 0, start: 30 },
        { parent: 0, start: 10 },
        { parent: 2, start: 12 },
      ]),
    );
    expect([...tree.order]).toEqual([0, 2, 3, 1]);
    expect([...tree.depth]).toEqual([0, 1, 1, 2]);
    expect([...tree.position]).toEqual([1, 2, 1, 1]);
    expect([...tree.subtree]).toEqual([4, 1, 2, 1]);
  });

  it("makes roots of orphans, of self-parents and of cycles", () => {
    const tree = buildTree(skeleton([{ parent: 99 }, { parent: 1 }, { parent: 3 }, { parent: 2 }, { parent: 3 }]));
    expect([...tree.order].sort()).toEqual([0, 1, 2, 3, 4]);
    expect(tree.parent[0]).toBe(-1);
    expect(tree.parent[1]).toBe(-1);
    expect(tree.parent[2]).toBe(-1);
    expect(tree.depth[3]).toBe(1);
    expect(tree.depth[4]).toBe(2);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])("keeps every span of random forest %i once, below its parent", (seed) => {
    const next = dice(seed);
    const spans = Array.from({ length: 400 }, () => ({
      parent: Math.floor(next() * 440) - 20,
      start: Math.floor(next() * 1000),
    }));
    const tree = buildTree(skeleton(spans));
    expect(new Set(tree.order).size).toBe(400);
    for (let span = 0; span < 400; span += 1) {
      const above = tree.parent[span];
      if (above < 0) expect(tree.depth[span]).toBe(0);
      else {
        expect(tree.depth[span]).toBe(tree.depth[above] + 1);
        expect(tree.place[span]).toBeGreaterThan(tree.place[above]);
        expect(tree.place[span]).toBeLessThan(tree.place[above] + tree.subtree[above]);
      }
      expect(tree.selfUs[span]).toBeGreaterThanOrEqual(0);
      expect(tree.selfUs[span]).toBeLessThanOrEqual(endOf(tree, span) - tree.skeleton.start_us[span]);
    }
  });

  it("takes 100,000 spans, as a chain and as a star", () => {
    const chain = buildTree(skeleton(Array.from({ length: 100_000 }, (_, index) => ({ parent: index - 1 }))));
    expect(chain.depth[99_999]).toBe(99_999);
    const star = buildTree(skeleton(Array.from({ length: 100_000 }, (_, index) => ({ parent: index === 0 ? -1 : 0 }))));
    expect(star.children[0]).toBe(99_999);
    expect(all(star).length).toBe(100_000);
    expect(visibleRows(chain, collapsedSpans(chain, new Map()), undefined).length).toBe(3);
  });

  it("measures self time without counting overlapping children twice", () => {
    const tree = buildTree(
      skeleton([
        { parent: -1, start: 0, duration: 100 },
        { parent: 0, start: 10, duration: 30 },
        { parent: 0, start: 20, duration: 30 },
        { parent: 0, start: 90, duration: 50 },
      ]),
    );
    expect(tree.selfUs[0]).toBe(50);
  });

  it("lets running spans reach to the end of the trace", () => {
    const tree = buildTree(
      skeleton([
        { parent: -1, start: 0, duration: -1 },
        { parent: 0, start: 10, duration: 70 },
      ]),
    );
    expect(endOf(tree, 0)).toBe(80);
  });
});

describe("rows", () => {
  const spans: Span[] = [
    { parent: -1, duration: 100, type: "AGENT", name: "root", status: 2 },
    { parent: 0, start: 5, duration: 20, type: "CHAT_MODEL", name: "plan" },
    { parent: 0, start: 30, duration: 60, type: "TOOL", name: "lookup", status: 2 },
    { parent: 2, start: 31, duration: 58, name: "GET /orders", status: 2 },
    { parent: 0, start: 95, duration: 4, type: "CHAT_MODEL", name: "answer" },
  ];

  it("leaves out what is below a collapsed span", () => {
    const tree = buildTree(skeleton(spans));
    expect([...visibleRows(tree, collapsedSpans(tree, new Map([["s2", true]])), undefined)]).toEqual([0, 1, 2, 4]);
  });

  it("keeps matches with everything above them", () => {
    const tree = buildTree(skeleton(spans));
    const kept = keptSpans(tree, { words: "orders", types: new Set() });
    expect(kept?.hits).toBe(1);
    expect([...visibleRows(tree, new Uint8Array(5).fill(1), kept?.keep)]).toEqual([0, 2, 3]);
    expect(keptSpans(tree, { words: "", types: new Set(["CHAT_MODEL"]) })?.hits).toBe(2);
    expect(keptSpans(tree, { words: "", types: new Set() })).toBeUndefined();
    expect(keptSpans(tree, { words: "nothing has this", types: new Set(), found: new Set(["s4"]) })?.hits).toBe(1);
  });

  it("opens the deepest failure, else the last model call, else the first span", () => {
    expect(tellingSpan(buildTree(skeleton(spans)))).toBe(3);
    expect(tellingSpan(buildTree(skeleton(spans.map((span) => ({ ...span, status: 1 })))))).toBe(4);
    expect(tellingSpan(buildTree(skeleton([{ parent: -1 }, { parent: 0 }])))).toBe(0);
    expect(tellingSpan(buildTree(skeleton([])))).toBe(-1);
  });

  it("goes through the errors in both directions and around the ends", () => {
    const tree = buildTree(skeleton(spans));
    expect(nextError(tree, 0, 1)).toBe(2);
    expect(nextError(tree, 3, 1)).toBe(0);
    expect(nextError(tree, 0, -1)).toBe(3);
    expect(nextError(buildTree(skeleton([{ parent: -1 }])), 0, 1)).toBe(-1);
  });

  it("finds the slowest child and the critical path", () => {
    const tree = buildTree(skeleton(spans));
    expect(slowestChild(tree, 0)).toBe(2);
    expect(slowestChild(tree, 1)).toBe(-1);
    expect([...criticalPath(tree)]).toEqual([1, 1, 1, 1, 1]);
    const parallel = buildTree(
      skeleton([
        { parent: -1, duration: 100 },
        { parent: 0, start: 0, duration: 90 },
        { parent: 0, start: 5, duration: 20 },
      ]),
    );
    expect([...criticalPath(parallel)]).toEqual([1, 1, 0]);
  });
});
