import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { runResultsQuery } from "../../api/runs";
import type { RunDetail, RunResult } from "../../api/types";
import { Anchor, useGo } from "../../components/Anchor";
import { StateBadge } from "../../components/StateBadge";
import { EmptyState, ErrorState, SkeletonRows } from "../../components/States";
import { type TableColumn, VirtualTable } from "../../components/VirtualTable";
import { formatDuration } from "../../format/duration";
import { previewText } from "../../format/preview";
import { useCommands } from "../../keyboard/commands";
import { traceHref, tracesHref } from "../../links";
import { AssessmentValue } from "./AssessmentValue";
import { assessmentNames, assessmentOf } from "./compare";
import { ResultPane } from "./ResultPane";
import styles from "./run.module.css";
import { useActiveRow } from "./useActiveRow";

/** How often new results of a run that goes on are looked for. */
const refreshMs = 5_000;

const keyOf = (row: RunResult) => row.trace_id;

/** The traces of a run: inputs, outputs and one column an assessment. */
export function ResultsTab(props: {
  run: RunDetail;
  opened: string | undefined;
  onOpened: (key: string | undefined) => void;
}) {
  const { run } = props;
  const experiment = run.experiment_id;
  const go = useGo();
  const query = useInfiniteQuery({
    ...runResultsQuery(run.run_id),
    refetchInterval: run.status === "RUNNING" ? refreshMs : false,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.results) ?? [], [query.data]);
  const columns = useMemo(() => resultColumns(experiment, rows), [experiment, rows]);
  const row = useActiveRow(rows, keyOf, props.opened, props.onOpened);
  const group = "Results";
  const open = () => rows[row.active] && go(traceHref(experiment, rows[row.active].trace_id));
  useCommands([
    { id: "next", title: "Next result", group, keys: "j", run: () => row.move(1) },
    { id: "previous", title: "Previous result", group, keys: "k", run: () => row.move(-1) },
    { id: "pane", title: "Show or hide the result in full", group, keys: "Space", run: row.toggle },
    { id: "open", title: "Open the result's trace", group, keys: "Enter", run: open },
  ]);
  if (query.isPending) return <SkeletonRows count={14} label="Loading results" />;
  if (query.isError && rows.length === 0)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (rows.length === 0) {
    return (
      <EmptyState title="No results">
        <p>
          Traces that are made while a run is active, or linked to it, are its results: one row each.{" "}
          <Anchor href={tracesHref(experiment)}>All traces of the experiment</Anchor>
        </p>
      </EmptyState>
    );
  }
  return (
    <div className={row.opened ? styles.split : styles.whole}>
      <VirtualTable
        label="Results"
        rows={rows}
        columns={columns}
        keyOf={keyOf}
        active={row.active}
        onActive={row.show}
        onNearEnd={() => query.hasNextPage && !query.isFetching && void query.fetchNextPage()}
        foot={query.isFetchingNextPage ? "Loading more…" : undefined}
      />
      {row.opened && <ResultPane experiment={experiment} result={row.opened} onClose={row.close} />}
    </div>
  );
}

function resultColumns(experiment: string, rows: RunResult[]): TableColumn<RunResult>[] {
  const column = (kind: "feedback" | "expectation") => (name: string) => ({
    id: `${kind} ${name}`,
    title: kind === "expectation" ? `expected ${name}` : name,
    width: "minmax(92px, 0.5fr)",
    cell: (row: RunResult) => <AssessmentValue assessment={assessmentOf(row, kind, name)} />,
  });
  return [
    { id: "state", title: "State", width: "72px", cell: (row) => <StateBadge state={row.state} /> },
    {
      id: "input",
      title: "Input",
      width: "minmax(170px, 1.3fr)",
      cell: (row) => (
        <Anchor
          href={traceHref(experiment, row.trace_id)}
          className={styles.link}
          title={previewText(row.input_preview)}
          tabIndex={-1}
        >
          {previewText(row.input_preview) ?? row.name ?? row.trace_id}
        </Anchor>
      ),
    },
    {
      id: "output",
      title: "Output",
      width: "minmax(150px, 1.3fr)",
      cell: (row) =>
        row.state === "ERROR" && row.error_message !== undefined ? (
          <span className={styles.errorText} title={row.error_message}>
            {row.error_message}
          </span>
        ) : (
          <span title={previewText(row.output_preview)}>{previewText(row.output_preview)}</span>
        ),
    },
    ...assessmentNames(rows, "feedback").map(column("feedback")),
    ...assessmentNames(rows, "expectation").map(column("expectation")),
    {
      id: "duration",
      title: "Duration",
      width: "72px",
      number: true,
      muted: true,
      cell: (row) => formatDuration(row.duration_ms),
    },
  ];
}
