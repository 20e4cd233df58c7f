import type { ReactNode } from "react";
import type { RunDetail } from "../../api/types";
import { CopyButton } from "../../components/CopyButton";
import { Time } from "../../components/Time";
import { formatMetric } from "../../format/metric";
import styles from "./run.module.css";

/** Parameters, metrics, tags and datasets of a run; next to those of the run it is compared with. */
export function DetailsTab({ run, base }: { run: RunDetail; base: RunDetail | undefined }) {
  const metric = (of: RunDetail | undefined, key: string) => {
    const found = of?.metrics.find((each) => each.key === key);
    return found === undefined ? "" : <span title={String(found.value)}>{formatMetric(found.value)}</span>;
  };
  const own = (tags: Record<string, string>) => Object.keys(tags).filter((key) => !key.startsWith("mlflow."));
  const tags = own({ ...base?.tags, ...run.tags });
  const reserved = Object.keys(run.tags).filter((key) => key.startsWith("mlflow."));
  return (
    <div className={styles.details} tabIndex={0} role="region" aria-label="Details">
      <Pairs
        title="Metrics"
        keys={keysOf(run.metrics, base?.metrics)}
        names={base && [base.name, run.name]}
        cells={(key) => (base ? [metric(base, key), metric(run, key)] : [metric(run, key)])}
      />
      <Pairs
        title="Parameters"
        keys={[...new Set([...Object.keys(run.params), ...Object.keys(base?.params ?? {})])].sort()}
        names={base && [base.name, run.name]}
        cells={(key) => (base ? [base.params[key], run.params[key]] : [run.params[key]])}
      />
      <Pairs
        title="Tags"
        keys={tags.sort()}
        names={base && [base.name, run.name]}
        cells={(key) => (base ? [base.tags[key], run.tags[key]] : [run.tags[key]])}
      />
      <section>
        <h2>Run</h2>
        <dl className={styles.properties}>
          <dt>Run id</dt>
          <dd>
            <code>{run.run_id}</code> <CopyButton value={run.run_id} label="Copy the run id" />
          </dd>
          <dt>Started</dt>
          <dd>
            <Time at={run.started_at} />
          </dd>
          {run.ended_at !== undefined && (
            <>
              <dt>Ended</dt>
              <dd>
                <Time at={run.ended_at} />
              </dd>
            </>
          )}
          {run.models.length > 0 && (
            <>
              <dt>Models</dt>
              <dd>{run.models.join(", ")}</dd>
            </>
          )}
          {run.datasets.map((dataset) => (
            <div key={dataset.name + dataset.digest} className={styles.contents}>
              <dt>Dataset</dt>
              <dd>
                {dataset.name} <span className={styles.muted}>{dataset.digest}</span>
                {dataset.context !== undefined && <span className={styles.muted}> for {dataset.context}</span>}
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <Pairs title="Tags of MLflow" keys={reserved.sort()} cells={(key) => [run.tags[key]]} />
    </div>
  );
}

function keysOf(mine: { key: string }[], others: { key: string }[] = []): string[] {
  return [...new Set([...mine, ...others].map((each) => each.key))].sort((a, b) => a.localeCompare(b));
}

function Pairs(props: {
  title: string;
  keys: string[];
  /** Heads of the columns, when there is more than one. */
  names?: string[];
  cells: (key: string) => ReactNode[];
}) {
  const { title, keys, names, cells } = props;
  if (keys.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <table className={styles.pairs}>
        {names && (
          <thead>
            <tr>
              <th scope="col">Name</th>
              {names.map((name, index) => (
                <th key={index} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {keys.map((key) => {
            const values = cells(key);
            return (
              <tr key={key} data-differs={(names && !sameText(values)) || undefined}>
                <th scope="row">{key}</th>
                {values.map((value, index) => (
                  <td key={index}>{value}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** Only texts are told apart; numbers of metrics nearly always differ. */
function sameText([first, second]: ReactNode[]): boolean {
  return typeof first === "object" || typeof second === "object" || first === second;
}
