import { describe, expect, it } from "vitest";
import type { TraceRow } from "../../api/types";
import { applyCompletion, stretchCompletion } from "./applyCompletion";
import { brushedBuckets, linePath, niceCeiling } from "./charts/scale";
import { belongs, insertRows, type ListData, patchRows, removeRows, splitKnown } from "./liveRows";

const row = (id: string, time: number, extra: Partial<TraceRow> = {}): TraceRow => ({
  trace_id: id,
  experiment_id: "0",
  state: "OK",
  request_time: time,
  span_count: 1,
  error_count: 0,
  models: [],
  tags: {},
  assessments: [],
  version: 1,
  ...extra,
});
const list = (pages: TraceRow[][], more = false): ListData => ({
  pages: pages.map((traces, index) => ({
    traces,
    as_of: 0,
    next_cursor: more || index < pages.length - 1 ? "c" : undefined,
  })),
  pageParams: pages.map(() => ({ atMs: 0 })),
});
const ids = (data: ListData) => data.pages.map((page) => page.traces.map((each) => each.trace_id).join(""));

describe("live rows", () => {
  it("go where newest first wants them", () => {
    const data = list([[row("d", 40), row("c", 30)], [row("a", 10)]]);
    expect(ids(insertRows(data, [row("e", 50), row("b", 20), row("z", 5)]))).toEqual(["edc", "baz"]);
  });

  it("that are older than everything loaded wait for their page", () => {
    expect(ids(insertRows(list([[row("d", 40)]], true), [row("a", 10)]))).toEqual(["d"]);
  });

  it("are not doubled", () => {
    expect(ids(insertRows(list([[row("d", 40)]]), [row("d", 40), row("e", 50), row("e", 50)]))).toEqual(["ed"]);
  });

  it("replace older versions only, and leave a plain list when they no longer fit", () => {
    const data = list([[row("a", 10, { version: 3 }), row("b", 5, { state: "IN_PROGRESS" })]]);
    const stale = patchRows(data, [row("a", 10, { version: 2, name: "old" })], {}, 0);
    expect(stale.pages[0].traces[0].name).toBeUndefined();
    const done = patchRows(data, [row("b", 5, { version: 2 })], { state: "running" }, 0);
    expect(ids(done)).toEqual(["a"]);
  });

  it("are split into known and fresh, and removed", () => {
    const data = list([[row("a", 10)]]);
    expect(splitKnown(data, [row("a", 10), row("b", 20)])).toMatchObject({
      known: [{ trace_id: "a" }],
      fresh: [{ trace_id: "b" }],
    });
    expect(ids(removeRows(data, ["a"]))).toEqual([""]);
    expect(belongs(row("a", 10), { range: "5-9" }, 0)).toBe(false);
  });
});

describe("charts", () => {
  it("round the axis up", () => {
    expect([0, 0.03, 1, 7, 11, 230, 5001].map(niceCeiling)).toEqual([1, 0.05, 1, 10, 20, 500, 10_000]);
  });

  it("keep gaps as gaps", () => {
    const path = linePath(
      [1, 2, undefined, 3, undefined, 4, 5],
      (index) => index * 10,
      (value) => value,
    );
    expect(path.match(/M/g)).toHaveLength(3);
    expect(path).toContain("M28.5,3.0h3");
  });

  it("turn a drag into buckets, in either direction", () => {
    expect(brushedBuckets(0.1, 0.55, 10)).toEqual([1, 5]);
    expect(brushedBuckets(0.99, 0.5, 10)).toEqual([5, 9]);
  });
});

describe("suggestions", () => {
  it("replace the word and leave one blank", () => {
    expect(applyCompletion("sta", { from: 0, to: 3, items: [] }, "status")).toEqual({ text: "status ", cursor: 7 });
    expect(applyCompletion("sta = 'OK'", { from: 0, to: 3, items: [] }, "status")).toEqual({
      text: "status = 'OK'",
      cursor: 7,
    });
  });
  it("that were asked for before more was typed replace that too", () => {
    const items = ["status", "start_time"].map((text) => ({ text, kind: "key" as const }));
    const late = stretchCompletion({ from: 0, to: 3, items }, "stat", 4);
    expect(late.items.map((item) => item.text)).toEqual(["status"]);
    expect(applyCompletion("stat", late, "status")).toEqual({ text: "status ", cursor: 7 });
    expect(stretchCompletion({ from: 0, to: 3, items }, "status x", 8).items).toEqual([]);
    expect(stretchCompletion({ from: 0, to: 3, items }, "st", 2).to).toBe(2);
  });
});
