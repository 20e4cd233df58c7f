import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { experimentsQuery } from "../../api/experiments";
import type { ExperimentRow } from "../../api/types";
import { Anchor, useGo } from "../../components/Anchor";
import { Button } from "../../components/Button";
import { EmptyState, ErrorState, SkeletonRows } from "../../components/States";
import { Time } from "../../components/Time";
import { usePageTitle } from "../../components/usePageTitle";
import { formatCost } from "../../format/cost";
import { formatCount, formatShare } from "../../format/count";
import { formatDuration } from "../../format/duration";
import { useCommands } from "../../keyboard/commands";
import { tracesHref } from "../../links";
import { CreateExperiment } from "./CreateExperiment";
import styles from "./experiments.module.css";
import { Sparkline } from "./Sparkline";

/** All experiments with what happened in them during the last 24 hours. */
export function ExperimentsPage() {
  usePageTitle("Experiments");
  const { search = "" } = useSearch({ from: "/shell/" });
  const navigate = useNavigate();
  const go = useGo();
  const [creating, setCreating] = useState(false);
  const [active, setActive] = useState(-1);
  const searchBox = useRef<HTMLInputElement>(null);
  const query = useInfiniteQuery(experimentsQuery(search));
  const rows = query.data?.pages.flatMap((page) => page.experiments) ?? [];
  const move = (step: number) => setActive((row) => Math.max(0, Math.min(rows.length - 1, row + step)));
  useCommands([
    { id: "new-experiment", title: "New experiment", group: "Experiments", keys: "n", run: () => setCreating(true) },
    {
      id: "search-experiments",
      title: "Search experiments",
      group: "Experiments",
      keys: "/",
      run: () => searchBox.current?.focus(),
    },
    { id: "next", title: "Next experiment", group: "Experiments", keys: "j", run: () => move(1) },
    { id: "previous", title: "Previous experiment", group: "Experiments", keys: "k", run: () => move(-1) },
    {
      id: "open",
      title: "Open experiment",
      group: "Experiments",
      keys: "Enter",
      run: () => {
        const row = rows[active];
        if (row) go(tracesHref(row.experiment_id));
      },
    },
  ]);
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>Experiments</h1>
        <input
          ref={searchBox}
          className={styles.search}
          type="search"
          placeholder="Search by name"
          aria-label="Search experiments by name"
          value={search}
          onChange={(event) =>
            void navigate({ to: "/", search: { search: event.target.value || undefined }, replace: true })
          }
        />
        <Button onClick={() => setCreating(true)}>
          <Plus size={14} aria-hidden /> New experiment
        </Button>
      </div>
      {query.isPending && <SkeletonRows count={6} label="Loading experiments" />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState title={search === "" ? "No experiments yet" : `No experiment has “${search}” in its name`}>
          <Button onClick={() => setCreating(true)}>New experiment</Button>
        </EmptyState>
      )}
      {rows.length > 0 && <ExperimentTable rows={rows} active={active} />}
      {query.hasNextPage && (
        <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
          Show more
        </Button>
      )}
      {creating && <CreateExperiment onClose={() => setCreating(false)} />}
    </div>
  );
}

function ExperimentTable({ rows, active }: { rows: ExperimentRow[]; active: number }) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Last 24 h</th>
            <th scope="col" className={styles.number}>
              Traces
            </th>
            <th scope="col" className={styles.number}>
              Errors
            </th>
            <th scope="col" className={styles.number}>
              p50
            </th>
            <th scope="col" className={styles.number}>
              p95
            </th>
            <th scope="col" className={styles.number}>
              Tokens
            </th>
            <th scope="col" className={styles.number}>
              Cost
            </th>
            <th scope="col" className={styles.number}>
              All traces
            </th>
            <th scope="col">Last trace</th>
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
              <td>
                <Sparkline counts={row.day.hourly} label={`traces per hour, ${row.day.traces} in 24 hours`} />
              </td>
              <td className={styles.number}>{formatCount(row.day.traces)}</td>
              <td className={`${styles.number} ${row.day.errors > 0 ? styles.error : ""}`}>
                {row.day.errors > 0 && (
                  <span title={`${row.day.errors} errors`}>{formatShare(row.day.errors, row.day.traces)}</span>
                )}
              </td>
              <td className={styles.number}>{formatDuration(row.day.p50_ms)}</td>
              <td className={styles.number}>{formatDuration(row.day.p95_ms)}</td>
              <td className={styles.number}>{row.day.tokens > 0 ? formatCount(row.day.tokens) : ""}</td>
              <td className={styles.number}>{row.day.cost_usd > 0 ? formatCost(row.day.cost_usd) : ""}</td>
              <td className={`${styles.number} ${styles.muted}`}>{formatCount(row.trace_count)}</td>
              <td className={styles.muted}>
                {row.last_trace_at === undefined ? "never" : <Time at={row.last_trace_at} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
