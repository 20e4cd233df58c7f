/** The columns of the list of runs: what every run has, then one a metric. */
import type { RunRow } from "../../api/types";
import { Anchor } from "../../components/Anchor";
import { RunStatusBadge } from "../../components/RunStatusBadge";
import { Time } from "../../components/Time";
import type { TableColumn } from "../../components/VirtualTable";
import { formatDuration } from "../../format/duration";
import { formatMetric } from "../../format/metric";
import { datasetHref, runHref } from "../../links";
import styles from "./evaluations.module.css";
import { metricKey } from "./runsSearch";

/** Metrics that have a column; the others are on the page of the run. */
const mostMetrics = 24;

/** Names of the metrics of these runs: those that most runs have first. */
export function metricNames(rows: RunRow[]): string[] {
  const counts = new Map<string, number>();
  for (const row of rows) for (const { key } of row.metrics) counts.set(key, (counts.get(key) ?? 0) + 1);
  const names = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)! || a.localeCompare(b));
  return names.slice(0, mostMetrics);
}

/** The columns for these metrics. */
export function runColumns(
  experiment: string,
  metrics: string[],
  picked: readonly string[],
  onPick: (run: string) => void,
): TableColumn<RunRow>[] {
  return [
    {
      id: "pick",
      title: "",
      width: "16px",
      cell: (row) => (
        <input
          type="checkbox"
          className={styles.check}
          tabIndex={-1}
          aria-label={`Select ${row.name}`}
          checked={picked.includes(row.run_id)}
          onChange={() => onPick(row.run_id)}
        />
      ),
    },
    {
      id: "name",
      title: "Run",
      width: "minmax(150px, 1.4fr)",
      orderKey: "run_name",
      cell: (row) => (
        <Anchor href={runHref(experiment, row.run_id)} title={row.name} tabIndex={-1}>
          {row.name}
        </Anchor>
      ),
    },
    { id: "status", title: "Status", width: "84px", cell: (row) => <RunStatusBadge status={row.status} /> },
    {
      id: "started",
      title: "Started",
      width: "92px",
      muted: true,
      orderKey: "start_time",
      cell: (row) => <Time at={row.started_at} />,
    },
    { id: "dataset", title: "Dataset", width: "minmax(90px, 0.8fr)", cell: (row) => <Datasets row={row} /> },
    {
      id: "duration",
      title: "Duration",
      width: "72px",
      number: true,
      cell: (row) => formatDuration(row.ended_at === undefined ? undefined : row.ended_at - row.started_at),
    },
    ...metrics.map((name) => ({
      id: `metric ${name}`,
      title: name,
      width: "minmax(84px, 0.7fr)",
      number: true,
      orderKey: metricKey(name),
      cell: (row: RunRow) => {
        const metric = row.metrics.find((each) => each.key === name);
        return metric === undefined ? "" : <span title={String(metric.value)}>{formatMetric(metric.value)}</span>;
      },
    })),
  ];
}

function Datasets({ row }: { row: RunRow }) {
  return row.datasets.map((dataset) =>
    dataset.dataset_id === undefined ? (
      <span key={dataset.name + dataset.digest}>{dataset.name} </span>
    ) : (
      <Anchor
        key={dataset.name + dataset.digest}
        href={datasetHref(row.experiment_id, dataset.dataset_id)}
        tabIndex={-1}
        title={dataset.name}
      >
        {dataset.name}
      </Anchor>
    ),
  );
}
