/** Two runs row by row: results with the same inputs side by side, and what got better and worse. */
import type { Assessment, Json, RunResult } from "../../api/types";

/** How a value stands to the one it is compared with. */
export type Verdict = "better" | "worse" | "same" | "changed" | "missing";

/** Two results with the same inputs; one is missing when only one run has them. */
export interface JoinedRow {
  key: string;
  base?: RunResult;
  result?: RunResult;
}

/** How the rows of an assessment stand. */
export interface AssessmentSummary {
  name: string;
  counts: Record<Verdict, number>;
  /** Mean of the values that can be ranked, in the run that is compared with and in this one. */
  baseMean?: number;
  mean?: number;
  /** All ranked values are yes or no: the means are shares. */
  isShare: boolean;
}

const yesWords = new Set(["yes", "true", "pass", "passed", "correct", "good", "success"]);
const noWords = new Set(["no", "false", "fail", "failed", "incorrect", "bad", "failure"]);

/** The place of a value among its like, more is better: numbers as they are, yes and no as 1 and 0. */
export function rankOf(value: Json | undefined): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "string") return undefined;
  const word = value.trim().toLowerCase();
  if (yesWords.has(word)) return 1;
  return noWords.has(word) ? 0 : undefined;
}

/** Whether a value says yes or no. */
export function isYesOrNo(value: Json | undefined): boolean {
  return typeof value === "boolean" || (typeof value === "string" && rankOf(value) !== undefined);
}

/** The assessment of a name that counts: the newest one that nothing overrides. */
export function assessmentOf(
  result: RunResult | undefined,
  kind: "feedback" | "expectation",
  name: string,
): Assessment | undefined {
  return result?.assessments.findLast((each) => each.valid && each.kind === kind && each.name === name);
}

/** Names of the assessments of these results, in the order of the alphabet. */
export function assessmentNames(results: Iterable<RunResult>, kind: "feedback" | "expectation"): string[] {
  const names = new Set<string>();
  for (const result of results)
    for (const each of result.assessments) if (each.valid && each.kind === kind) names.add(each.name);
  return [...names].sort((a, b) => a.localeCompare(b));
}

/** How `now` stands to `before`; an assessment without a value, because its scorer failed, is missing. */
export function verdictOf(
  before: Assessment | undefined,
  now: Assessment | undefined,
  lowerIsBetter: boolean,
): Verdict {
  const [old, fresh] = [saidBy(before), saidBy(now)];
  if (old === undefined || fresh === undefined) return "missing";
  const [oldRank, rank] = [rankOf(old), rankOf(fresh)];
  if (oldRank === undefined || rank === undefined)
    return JSON.stringify(old) === JSON.stringify(fresh) ? "same" : "changed";
  if (oldRank === rank) return "same";
  return rank > oldRank !== lowerIsBetter ? "better" : "worse";
}

function saidBy(assessment: Assessment | undefined): Json | undefined {
  return assessment?.error || assessment?.value === null ? undefined : assessment?.value;
}

/** The results of two runs by their inputs, in the order of `results`; inputs that occur often are taken in their order. */
export function joinResults(base: RunResult[], results: RunResult[]): JoinedRow[] {
  const waiting = new Map<string, RunResult[]>();
  for (const result of base) {
    const key = inputsKey(result);
    const known = waiting.get(key);
    if (known === undefined) waiting.set(key, [result]);
    else known.push(result);
  }
  const taken = new Set<RunResult>();
  const rows: JoinedRow[] = results.map((result) => {
    const partner = waiting.get(inputsKey(result))?.shift();
    if (partner) taken.add(partner);
    return { key: result.trace_id, base: partner, result };
  });
  const rest = base.filter((result) => !taken.has(result));
  // The same trace may be in both runs: as a row of its own it needs another key.
  return [...rows, ...rest.map((result) => ({ key: `only ${result.trace_id}`, base: result }))];
}

function inputsKey(result: RunResult): string {
  return result.inputs_id ?? `of ${result.trace_id}`;
}

/** The verdict of a row on one assessment. */
export function rowVerdict(row: JoinedRow, name: string, lower: readonly string[]): Verdict {
  const of = (result: RunResult | undefined) => assessmentOf(result, "feedback", name);
  return verdictOf(of(row.base), of(row.result), lower.includes(name));
}

/** How each assessment stands over all rows. */
export function summarise(rows: JoinedRow[], names: string[], lower: readonly string[]): AssessmentSummary[] {
  return names.map((name) => {
    const counts = { better: 0, worse: 0, same: 0, changed: 0, missing: 0 };
    for (const row of rows) counts[rowVerdict(row, name, lower)] += 1;
    const values = (side: "base" | "result") =>
      rows.flatMap((row) => saidBy(assessmentOf(row[side], "feedback", name)) ?? []);
    const [before, now] = [values("base"), values("result")];
    const ranked = [...before, ...now].filter((value) => rankOf(value) !== undefined);
    const isShare = ranked.length > 0 && ranked.every(isYesOrNo);
    return { name, counts, baseMean: mean(before), mean: mean(now), isShare };
  });
}

function mean(values: Json[]): number | undefined {
  const ranks = values.map(rankOf).filter((rank) => rank !== undefined);
  return ranks.length === 0 ? undefined : ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;
}
