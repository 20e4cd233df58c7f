/** The state of a run's page that lives in the URL. */
import { one, type RawSearch } from "../../search";
import type { Verdict } from "./compare";

/** What is shown of a run. */
export type RunTab = "results" | "details" | "artifacts";

/** URL parameters of a run's page. */
export interface RunSearch {
  /** Absent means the results. */
  tab?: Exclude<RunTab, "results">;
  /** The run that this one is compared with. */
  with?: string;
  /** Id of the result shown beside the table. */
  row?: string;
  /** Only rows with this verdict, of the assessment `by`. */
  show?: Verdict;
  by?: string;
  /** Names of assessments of which less is better. */
  lower?: string[];
  /** The folder of artifacts. */
  path?: string;
}

const verdicts: readonly string[] = ["better", "worse", "same", "changed", "missing"] satisfies Verdict[];

/** Reads the page's parameters out of a query string. */
export function readRunSearch(raw: RawSearch): RunSearch {
  const tab = one(raw.tab);
  const show = one(raw.show);
  const lower = [raw.lower ?? []].flat().filter((name) => name !== "");
  return {
    tab: tab === "details" || tab === "artifacts" ? tab : undefined,
    with: one(raw.with),
    row: one(raw.row),
    show: show !== undefined && verdicts.includes(show) ? (show as Verdict) : undefined,
    by: one(raw.by),
    lower: lower.length > 0 ? lower : undefined,
    path: one(raw.path),
  };
}
