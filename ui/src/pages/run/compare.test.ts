import { describe, expect, it } from "vitest";
import type { Assessment, Json, RunResult } from "../../api/types";
import { assessmentNames, assessmentOf, joinResults, rankOf, summarise, verdictOf } from "./compare";

const said = (name: string, value: Json | undefined, rest: Partial<Assessment> = {}) =>
  ({ assessment_id: name, name, kind: "feedback", value, valid: true, ...rest }) as Assessment;
const result = (trace_id: string, inputs_id: string | undefined, ...assessments: Assessment[]) =>
  ({ trace_id, inputs_id, assessments }) as RunResult;

describe("verdicts", () => {
  it.each<[Json | undefined, Json | undefined, boolean, string]>([
    [false, true, false, "better"],
    ["yes", "no", false, "worse"],
    ["Pass", "passed", false, "same"],
    [0.5, 0.7, false, "better"],
    [0.5, 0.7, true, "worse"],
    [3, 3, true, "same"],
    ["formal", "casual", false, "changed"],
    ["formal", "formal", false, "same"],
    [{ a: 1 }, { a: 1 }, false, "same"],
    [null, true, false, "missing"],
    [true, undefined, false, "missing"],
  ])("%j then %j, lower is better: %s, is %s", (before, now, lower, verdict) =>
    expect(verdictOf(said("a", before), said("a", now), lower)).toBe(verdict),
  );

  it("a scorer that failed says nothing", () => {
    const failed = said("a", null, { error: { code: "TIMEOUT" } });
    expect(verdictOf(said("a", true), failed, false)).toBe("missing");
    expect(verdictOf(undefined, undefined, false)).toBe("missing");
  });

  it("words that are neither yes nor no have no place", () => {
    expect([rankOf(" Yes "), rankOf("0.5"), rankOf(["yes"]), rankOf(undefined)]).toEqual([
      1,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("results of two runs", () => {
  it("are joined by their inputs, repeated ones in their order", () => {
    const base = [result("b1", "x"), result("b2", "y"), result("b3", "x"), result("b4", "z")];
    const rows = joinResults(base, [result("r1", "x"), result("r2", "x"), result("r3", "x"), result("r4", "y")]);
    expect(rows.map((row) => [row.result?.trace_id, row.base?.trace_id])).toEqual([
      ["r1", "b1"],
      ["r2", "b3"],
      ["r3", undefined],
      ["r4", "b2"],
      [undefined, "b4"],
    ]);
    expect(new Set(rows.map((row) => row.key)).size).toBe(5);
  });

  it("without inputs stand alone", () => {
    expect(joinResults([result("b", undefined)], [result("r", undefined)])).toHaveLength(2);
  });

  it("count the newest assessment that nothing overrides", () => {
    const row = result("r", "x", said("a", false), said("a", true), said("a", false, { valid: false }));
    expect(assessmentOf(row, "feedback", "a")?.value).toBe(true);
    expect(assessmentNames([row, result("s", "y", said("c", 1), said("b", 1))], "feedback")).toEqual(["a", "b", "c"]);
  });

  it("are summed up for each assessment", () => {
    const base = [result("b1", "x", said("ok", "no"), said("score", 1)), result("b2", "y", said("ok", "yes"))];
    const now = [result("r1", "x", said("ok", "yes"), said("score", 3)), result("r2", "y", said("ok", "yes"))];
    const [ok, score] = summarise(joinResults(base, now), ["ok", "score"], ["score"]);
    expect(ok).toMatchObject({ counts: { better: 1, same: 1, worse: 0 }, baseMean: 0.5, mean: 1, isShare: true });
    expect(score).toMatchObject({ counts: { worse: 1, missing: 1 }, baseMean: 1, mean: 3, isShare: false });
  });
});
