import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useRef, useState } from "react";
import { ApiError, basePath } from "../../api/client";
import { experimentQuery } from "../../api/experiments";
import { runsQuery } from "../../api/runs";
import { useGo } from "../../components/Anchor";
import { Button } from "../../components/Button";
import { Snippet } from "../../components/Snippet";
import { EmptyState, ErrorState, SkeletonRows } from "../../components/States";
import { usePageTitle } from "../../components/usePageTitle";
import { VirtualTable } from "../../components/VirtualTable";
import { useCommands } from "../../keyboard/commands";
import { leaveOnEscape } from "../../keyboard/leaveOnEscape";
import { runHref } from "../../links";
import styles from "./evaluations.module.css";
import { metricNames, runColumns } from "./runColumns";
import { newestFirst, type RunsSearch } from "./runsSearch";

/** The runs of an experiment; two of them can be compared. */
export function EvaluationsPage() {
  const { experiment } = useParams({ from: "/shell/e/$experiment/evaluations" });
  const search = useSearch({ from: "/shell/e/$experiment/evaluations" });
  const navigate = useNavigate({ from: "/e/$experiment/evaluations" });
  const go = useGo();
  usePageTitle("Evaluations");
  const [active, setActive] = useState(-1);
  const [picked, setPicked] = useState<string[]>([]);
  const box = useRef<HTMLInputElement>(null);
  const query = useInfiniteQuery(runsQuery(experiment, search.q, search.order));
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.runs) ?? [], [query.data]);
  const change = (part: RunsSearch) => void navigate({ search: (old) => ({ ...old, ...part }), replace: true });
  // Two are compared: a third one takes the place of the first.
  const pick = useCallback(
    (run: string) =>
      setPicked((old) => (old.includes(run) ? old.filter((each) => each !== run) : [...old, run].slice(-2))),
    [],
  );
  const metrics = useMemo(() => metricNames(rows), [rows]);
  const columns = useMemo(() => runColumns(experiment, metrics, picked, pick), [experiment, metrics, picked, pick]);
  const compare = () => {
    // The older one is what the newer one is compared with.
    const [newer, older] = rows
      .filter((row) => picked.includes(row.run_id))
      .sort((a, b) => b.started_at - a.started_at);
    if (newer && older) go(runHref(experiment, newer.run_id, { with: older.run_id }));
  };
  const move = (step: number) => setActive((row) => Math.max(0, Math.min(rows.length - 1, row + step)));
  const group = "Evaluations";
  useCommands([
    { id: "next", title: "Next run", group, keys: "j", run: () => move(1) },
    { id: "previous", title: "Previous run", group, keys: "k", run: () => move(-1) },
    { id: "filter", title: "Filter runs", group, keys: "/", run: () => box.current?.focus() },
    { id: "select", title: "Select run", group, keys: "x", run: () => rows[active] && pick(rows[active].run_id) },
    { id: "compare", title: "Compare the two selected runs", group, keys: "c", run: compare },
    {
      id: "open",
      title: "Open run",
      group,
      keys: "Enter",
      run: () => rows[active] && go(runHref(experiment, rows[active].run_id)),
    },
  ]);
  const filterError = query.error instanceof ApiError && query.error.field === "filter" ? query.error : undefined;
  return (
    <div className={styles.page}>
      <div className={styles.tools}>
        <h1>Evaluations</h1>
        <FilterBox ref={box} key={search.q} filter={search.q ?? ""} onFilter={(q) => change({ q })} />
        <span className={styles.space} />
        <span className={styles.hint}>{picked.length === 1 ? "select one more to compare" : ""}</span>
        <Button onClick={compare} disabled={picked.length !== 2} title="Compare the two selected runs (c)">
          Compare
        </Button>
      </div>
      {query.isPending ? (
        <SkeletonRows count={14} label="Loading runs" />
      ) : query.isError && (rows.length === 0 || filterError) ? (
        <ErrorState
          title={filterError && "The filter cannot be read"}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : rows.length === 0 ? (
        <NoRuns experiment={experiment} filter={search.q} />
      ) : (
        <VirtualTable
          label="Runs"
          rows={rows}
          columns={columns}
          keyOf={(row) => row.run_id}
          active={active}
          onActive={setActive}
          order={search.order ?? newestFirst}
          onOrder={(order) => change({ order: order === newestFirst ? undefined : order })}
          isMarked={(row) => picked.includes(row.run_id)}
          onNearEnd={() => query.hasNextPage && !query.isFetching && void query.fetchNextPage()}
          foot={query.isFetchingNextPage ? "Loading more…" : undefined}
        />
      )}
    </div>
  );
}

function FilterBox(props: {
  ref: React.Ref<HTMLInputElement>;
  filter: string;
  onFilter: (filter: string | undefined) => void;
}) {
  const [text, setText] = useState(props.filter);
  return (
    <input
      ref={props.ref}
      type="search"
      className={styles.filter}
      placeholder="Filter, such as metrics.accuracy > 0.8"
      aria-label="Filter runs"
      spellCheck={false}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        // The cross of the box empties it; that is meant.
        if (event.target.value === "") props.onFilter(undefined);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") props.onFilter(text.trim() || undefined);
        leaveOnEscape(event);
      }}
    />
  );
}

function NoRuns({ experiment, filter }: { experiment: string; filter: string | undefined }) {
  const { data } = useQuery(experimentQuery(experiment));
  if (filter !== undefined) return <EmptyState title={`No run fits “${filter}”`} />;
  return (
    <EmptyState title="No evaluations yet">
      <p>Run this; the evaluation appears here with the result of every row.</p>
      <Snippet
        label="Copy the Python snippet"
        text={evaluationSnippet((window.location.origin + basePath).replace(/\/$/, ""), data?.name ?? "Default")}
      />
    </EmptyState>
  );
}

function evaluationSnippet(origin: string, experiment: string): string {
  return `# pip install mlflow
import mlflow
from mlflow.genai.scorers import scorer

mlflow.set_tracking_uri("${origin}")
mlflow.set_experiment(${JSON.stringify(experiment)})

@scorer
def exact(outputs, expectations):
    return outputs == expectations["answer"]

mlflow.genai.evaluate(
    data=[{"inputs": {"question": "2 + 2?"}, "expectations": {"answer": "4"}}],
    predict_fn=lambda question: "4",
    scorers=[exact],
)`;
}
