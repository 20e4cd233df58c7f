import { useInfiniteQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { runsQuery } from "../../api/runs";
import type { RunDetail } from "../../api/types";
import { Anchor } from "../../components/Anchor";
import { Button } from "../../components/Button";
import { RunStatusBadge } from "../../components/RunStatusBadge";
import { Time } from "../../components/Time";
import { formatDuration } from "../../format/duration";
import { formatMetric } from "../../format/metric";
import { datasetHref, runHref } from "../../links";
import styles from "./run.module.css";

/** Metrics in the head of a run; all of them are under its details. */
const mostMetrics = 8;

/** Name, state, times, datasets and metrics of a run, and the run it is compared with. */
export function RunHead(props: {
  run: RunDetail;
  base: RunDetail | undefined;
  baseId: string | undefined;
  onCompare: (run: string | undefined) => void;
}) {
  const { run, base, baseId, onCompare } = props;
  return (
    <header className={styles.head}>
      <div className={styles.line}>
        <h1 title={run.name}>{run.name}</h1>
        <RunStatusBadge status={run.status} />
        {run.lifecycle === "deleted" && <span className={styles.muted}>deleted</span>}
        <span className={styles.muted}>
          <Time at={run.started_at} />
        </span>
        {run.ended_at !== undefined && (
          <span className={styles.muted}>{formatDuration(run.ended_at - run.started_at)}</span>
        )}
        {run.user !== "" && <span className={styles.muted}>by {run.user}</span>}
        {run.datasets.map((dataset) =>
          dataset.dataset_id === undefined ? (
            <span key={dataset.name + dataset.digest} className={styles.muted}>
              on {dataset.name}
            </span>
          ) : (
            <span key={dataset.name + dataset.digest} className={styles.muted}>
              on <Anchor href={datasetHref(run.experiment_id, dataset.dataset_id)}>{dataset.name}</Anchor>
            </span>
          ),
        )}
        <span className={styles.space} />
        {baseId === undefined ? (
          <CompareWith run={run} onCompare={onCompare} />
        ) : (
          <span className={styles.versus}>
            compared with <Anchor href={runHref(run.experiment_id, baseId)}>{base?.name ?? baseId}</Anchor>
            <Button bare small icon aria-label="End the comparison (Esc)" onClick={() => onCompare(undefined)}>
              <X size={14} />
            </Button>
          </span>
        )}
      </div>
      {run.metrics.length > 0 && <Metrics run={run} base={base} />}
    </header>
  );
}

function Metrics({ run, base }: { run: RunDetail; base: RunDetail | undefined }) {
  return (
    <dl className={styles.metrics} aria-label="Metrics">
      {run.metrics.slice(0, mostMetrics).map((metric) => {
        const before = base?.metrics.find((each) => each.key === metric.key);
        return (
          <div key={metric.key}>
            <dt title={metric.key}>{metric.key}</dt>
            <dd>
              {before && <span className={styles.muted}>{formatMetric(before.value)} → </span>}
              <b>{formatMetric(metric.value)}</b>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** Chooses the run to compare with, among the newest of the experiment. */
function CompareWith({ run, onCompare }: { run: RunDetail; onCompare: (run: string) => void }) {
  const { data } = useInfiniteQuery(runsQuery(run.experiment_id, undefined, undefined));
  const others = (data?.pages[0]?.runs ?? []).filter((other) => other.run_id !== run.run_id);
  return (
    <select
      id="compare-with"
      className={styles.select}
      aria-label="Compare with another run"
      value=""
      disabled={others.length === 0}
      onChange={(event) => onCompare(event.target.value)}
    >
      <option value="">Compare with…</option>
      {others.map((other) => (
        <option key={other.run_id} value={other.run_id}>
          {other.name}
        </option>
      ))}
    </select>
  );
}
