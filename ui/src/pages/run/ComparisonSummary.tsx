import { Button } from "../../components/Button";
import { formatExactCount } from "../../format/count";
import { formatMetric } from "../../format/metric";
import type { AssessmentSummary, Verdict } from "./compare";
import styles from "./run.module.css";
import type { RunSearch } from "./runSearch";
import { VerdictMark } from "./VerdictMark";

const shown: { verdict: Verdict; always: boolean }[] = [
  { verdict: "better", always: true },
  { verdict: "worse", always: true },
  { verdict: "same", always: true },
  { verdict: "changed", always: false },
  { verdict: "missing", always: false },
];

/** One line an assessment: how many rows got better and worse; each count shows its rows. */
export function ComparisonSummary(props: {
  summaries: AssessmentSummary[];
  search: RunSearch;
  onChange: (change: Partial<RunSearch>) => void;
}) {
  const { summaries, search, onChange } = props;
  if (summaries.length === 0) return <p className={styles.notice}>No result of these runs has been assessed.</p>;
  const lower = search.lower ?? [];
  const flip = (name: string) => {
    const next = lower.includes(name) ? lower.filter((each) => each !== name) : [...lower, name];
    onChange({ lower: next.length > 0 ? next : undefined });
  };
  return (
    <ul className={styles.summary} aria-label="Summary">
      {summaries.map(({ name, counts, baseMean, mean, isShare }) => (
        <li key={name}>
          <b>{name}</b>
          {shown
            .filter(({ verdict, always }) => always || counts[verdict] > 0)
            .map(({ verdict }) => {
              const pressed = search.show === verdict && search.by === name;
              return (
                <Button
                  key={verdict}
                  small
                  aria-pressed={pressed}
                  title={pressed ? "Show all rows" : `Show only these rows`}
                  onClick={() =>
                    onChange(
                      pressed
                        ? { show: undefined, by: undefined, row: undefined }
                        : { show: verdict, by: name, row: undefined },
                    )
                  }
                >
                  <VerdictMark verdict={verdict} /> {formatExactCount(counts[verdict])} {verdict}
                </Button>
              );
            })}
          {mean !== undefined && baseMean !== undefined && (
            <span className={styles.muted}>
              {meanText(baseMean, isShare)} → {meanText(mean, isShare)}
            </span>
          )}
          {mean !== undefined && (
            <Button bare small aria-pressed={lower.includes(name)} onClick={() => flip(name)}>
              lower is better
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function meanText(mean: number, isShare: boolean): string {
  return isShare ? `${formatMetric(Math.round(mean * 1000) / 10)} % yes` : `mean ${formatMetric(mean)}`;
}
