import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { allResultsQuery, maxCompared } from "../../api/runs";
import type { RunDetail } from "../../api/types";
import { Anchor, useGo } from "../../components/Anchor";
import { EmptyState, ErrorState, SkeletonRows } from "../../components/States";
import { type TableColumn, VirtualTable } from "../../components/VirtualTable";
import { formatExactCount } from "../../format/count";
import { previewText } from "../../format/preview";
import { useCommands } from "../../keyboard/commands";
import { traceHref } from "../../links";
import { AssessmentValue } from "./AssessmentValue";
import { ComparisonSummary } from "./ComparisonSummary";
import { assessmentNames, assessmentOf, type JoinedRow, joinResults, rowVerdict, summarise } from "./compare";
import { ResultPane } from "./ResultPane";
import styles from "./run.module.css";
import type { RunSearch } from "./runSearch";
import { useActiveRow } from "./useActiveRow";
import { VerdictMark } from "./VerdictMark";

const none: string[] = [];
const keyOf = (row: JoinedRow) => row.key;

/** Two runs row by row: what each assessment said before and now, and how many got better and worse. */
export function ComparisonTab(props: {
  run: RunDetail;
  base: RunDetail;
  search: RunSearch;
  onChange: (change: Partial<RunSearch>) => void;
}) {
  const { run, base, search, onChange } = props;
  const lower = search.lower ?? none;
  const [mine, other] = [useQuery(allResultsQuery(run.run_id)), useQuery(allResultsQuery(base.run_id))];
  const joined = useMemo(
    () => joinResults(other.data?.results ?? [], mine.data?.results ?? []),
    [other.data, mine.data],
  );
  const names = useMemo(
    () => assessmentNames([...(other.data?.results ?? []), ...(mine.data?.results ?? [])], "feedback"),
    [other.data, mine.data],
  );
  const summaries = useMemo(() => summarise(joined, names, lower), [joined, names, lower]);
  const { show, by } = search;
  const rows = useMemo(
    () =>
      show === undefined || by === undefined ? joined : joined.filter((row) => rowVerdict(row, by, lower) === show),
    [joined, show, by, lower],
  );
  const columns = useMemo(() => comparisonColumns(run, base, names, lower), [run, base, names, lower]);
  const row = useActiveRow(rows, keyOf, search.row, (key) => onChange({ row: key }));
  const go = useGo();
  const traceOf = (at: JoinedRow | undefined) => (at?.result ?? at?.base)?.trace_id;
  const group = "Comparison";
  useCommands([
    { id: "next", title: "Next row", group, keys: "j", run: () => row.move(1) },
    { id: "previous", title: "Previous row", group, keys: "k", run: () => row.move(-1) },
    { id: "pane", title: "Show or hide both results in full", group, keys: "Space", run: row.toggle },
    {
      id: "open",
      title: "Open the trace of this run",
      group,
      keys: "Enter",
      run: () => {
        const trace = traceOf(rows[row.active]);
        if (trace !== undefined) go(traceHref(run.experiment_id, trace));
      },
    },
  ]);
  const failed = mine.isError ? mine : other;
  if (failed.isError) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (mine.data === undefined || other.data === undefined)
    return <SkeletonRows count={14} label="Comparing the runs" />;
  if (joined.length === 0) return <EmptyState title="Neither run has results" />;
  return (
    <div className={styles.comparison}>
      <ComparisonSummary summaries={summaries} search={search} onChange={onChange} />
      {(mine.data.cut || other.data.cut) && (
        <p className={styles.notice} role="status">
          Only the first {formatExactCount(maxCompared)} results of each run are compared.
        </p>
      )}
      {rows.length === 0 ? (
        <EmptyState title="No row is so" />
      ) : (
        <div className={row.opened ? styles.split : styles.whole}>
          <VirtualTable
            label="Compared results"
            rows={rows}
            columns={columns}
            keyOf={keyOf}
            active={row.active}
            onActive={row.show}
          />
          {row.opened && (
            <ResultPane
              experiment={run.experiment_id}
              result={row.opened.result}
              base={row.opened.base}
              names={{ base: base.name, result: run.name }}
              onClose={row.close}
            />
          )}
        </div>
      )}
    </div>
  );
}

function comparisonColumns(
  run: RunDetail,
  base: RunDetail,
  names: string[],
  lower: readonly string[],
): TableColumn<JoinedRow>[] {
  const output = (side: "base" | "result", title: string): TableColumn<JoinedRow> => ({
    id: side,
    title: `Output of ${title}`,
    width: "minmax(130px, 1fr)",
    cell: (row) => {
      const text = previewText(row[side]?.output_preview) ?? row[side]?.error_message;
      return row[side] === undefined ? (
        <span className={styles.none}>no result</span>
      ) : (
        <span title={text}>{text}</span>
      );
    },
  });
  return [
    {
      id: "input",
      title: "Input",
      width: "minmax(160px, 1.2fr)",
      cell: (row) => {
        const result = row.result ?? row.base;
        const text = previewText(result?.input_preview) ?? result?.trace_id;
        return (
          <Anchor
            href={traceHref(run.experiment_id, result?.trace_id ?? "")}
            className={styles.link}
            title={text}
            tabIndex={-1}
          >
            {text}
          </Anchor>
        );
      },
    },
    output("base", base.name),
    output("result", run.name),
    ...names.map((name) => ({
      id: `of ${name}`,
      title: name,
      width: "minmax(132px, 0.6fr)",
      cell: (row: JoinedRow) => (
        <span className={styles.change}>
          <VerdictMark verdict={rowVerdict(row, name, lower)} />
          <AssessmentValue assessment={assessmentOf(row.base, "feedback", name)} />
          <span className={styles.muted}>→</span>
          <AssessmentValue assessment={assessmentOf(row.result, "feedback", name)} />
        </span>
      ),
    })),
  ];
}
