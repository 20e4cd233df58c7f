import { describe, expect, it } from "vitest";
import { readTraceSearch } from "./pages/trace/traceSearch";
import { filterOf, isPlainList, readListSearch, readRange } from "./pages/traces/listSearch";
import { one, parseSearch, stringifySearch } from "./search";

describe("query strings", () => {
  it("keeps text as text and repeated keys as lists", () => {
    expect(parseSearch("?a=1&b=x&b=y&c=")).toEqual({ a: "1", b: ["x", "y"], c: "" });
    expect(stringifySearch({ a: "1", b: ["x", "y"], c: undefined, d: "" })).toBe("?a=1&b=x&b=y");
    expect(stringifySearch({})).toBe("");
    expect(one(["x", "y"])).toBe("x");
    expect(one("")).toBeUndefined();
  });

  it("comes back as it was written", () => {
    const search = { q: "name LIKE '%a b%' AND tags.`x&y` = \"ü\"", range: "1-2", cols: "state,time" };
    expect(parseSearch(stringifySearch(search))).toEqual(search);
  });
});

describe("the list's state", () => {
  it("drops what it does not know", () => {
    expect(readListSearch({ state: "weird", range: "5 years", q: "x" })).toMatchObject({
      state: undefined,
      range: undefined,
      q: "x",
    });
    expect(readTraceSearch({ tab: "nope", span: "ab" })).toMatchObject({ tab: undefined, span: "ab" });
  });

  it("turns ranges into times", () => {
    expect(readRange("1h", 10_000_000)).toEqual({ startMs: 6_400_000 });
    expect(readRange("5-9", 0)).toEqual({ startMs: 5, endMs: 9 });
    expect(readRange("9-5", 0)).toBeUndefined();
    expect(filterOf({ state: "error", range: "5-9", q: "a", text: "b" }, 0)).toEqual({
      filter: "a",
      text: "b",
      start_ms: 5,
      end_ms: 9,
      state: ["ERROR"],
    });
  });

  it("knows when new rows can be judged in the page", () => {
    expect(isPlainList({ state: "error", range: "1h" })).toBe(true);
    expect(isPlainList({ q: "status = 'OK'" })).toBe(false);
    expect(isPlainList({ order: "name ASC" })).toBe(false);
  });
});
