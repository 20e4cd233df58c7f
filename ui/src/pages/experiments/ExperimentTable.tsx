import { Undo2 } from "lucide-react";
import type { ExperimentRow } from "../../api/types";
import { Anchor } from "../../components/Anchor";
import { Button } from "../../components/Button";
import { Time } from "../../components/Time";
import { formatCost } from "../../format/cost";
import { formatCount, formatShare } from "../../format/count";
import { formatDuration } from "../../format/duration";
import { tracesHref } from "../../links";
import { ExperimentMenu } from "./ExperimentMenu";
import styles from "./experiments.module.css";
import { Sparkline } from "./Sparkline";

/** Experiments with what happened in them during the last 24 hours; deleted ones offer to come back. */
export function ExperimentTable(props: {
  rows: ExperimentRow[];
  active: number;
  onRename: (row: ExperimentRow) => void;
  onDelete: (row: ExperimentRow) => void;
  onRestore: (row: ExperimentRow) => void;
}) {
  const { rows, active } = props;
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" className={styles.wide}>
              Last 24 h
            </th>
            <th scope="col" className={styles.number}>
              Traces
            </th>
            <th scope="col" className={styles.number}>
              Errors
            </th>
            <th scope="col" className={`${styles.number} ${styles.wide}`}>
              p50
            </th>
            <th scope="col" className={`${styles.number} ${styles.wide}`}>
              p95
            </th>
            <th scope="col" className={`${styles.number} ${styles.wide}`}>
              Tokens
            </th>
            <th scope="col" className={`${styles.number} ${styles.wide}`}>
              Cost
            </th>
            <th scope="col" className={`${styles.number} ${styles.wide}`}>
              All traces
            </th>
            <th scope="col">Last trace</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.experiment_id} data-active={index === active || undefined}>
              <td className={styles.name}>
                <Anchor href={tracesHref(row.experiment_id)} title={`experiment ${row.experiment_id}`}>
                  {row.name}
                </Anchor>
              </td>
              <td className={styles.wide}>
                <Sparkline counts={row.day.hourly} label={`traces per hour, ${row.day.traces} in 24 hours`} />
              </td>
              <td className={styles.number}>{formatCount(row.day.traces)}</td>
              <td className={`${styles.number} ${row.day.errors > 0 ? styles.error : ""}`}>
                {row.day.errors > 0 && (
                  <span title={`${row.day.errors} errors`}>{formatShare(row.day.errors, row.day.traces)}</span>
                )}
              </td>
              <td className={`${styles.number} ${styles.wide}`}>{formatDuration(row.day.p50_ms)}</td>
              <td className={`${styles.number} ${styles.wide}`}>{formatDuration(row.day.p95_ms)}</td>
              <td className={`${styles.number} ${styles.wide}`}>
                {row.day.tokens > 0 ? formatCount(row.day.tokens) : ""}
              </td>
              <td className={`${styles.number} ${styles.wide}`}>
                {row.day.cost_usd > 0 ? formatCost(row.day.cost_usd) : ""}
              </td>
              <td className={`${styles.number} ${styles.muted} ${styles.wide}`}>{formatCount(row.trace_count)}</td>
              <td className={styles.muted}>
                {row.last_trace_at === undefined ? "never" : <Time at={row.last_trace_at} />}
              </td>
              <td className={styles.actions}>
                {row.lifecycle === "deleted" ? (
                  <Button small aria-label={`Restore ${row.name}`} onClick={() => props.onRestore(row)}>
                    <Undo2 size={13} aria-hidden /> Restore
                  </Button>
                ) : (
                  <ExperimentMenu
                    name={row.name}
                    onRename={() => props.onRename(row)}
                    onDelete={() => props.onDelete(row)}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
