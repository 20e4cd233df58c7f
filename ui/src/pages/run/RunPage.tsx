import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { runQuery } from "../../api/runs";
import { Anchor, useGo } from "../../components/Anchor";
import { ErrorState, SkeletonRows } from "../../components/States";
import { usePageTitle } from "../../components/usePageTitle";
import { useCommands } from "../../keyboard/commands";
import { evaluationsHref, runHref, tracesHref } from "../../links";
import { equals } from "../traces/conditions";
import { ArtifactsTab } from "./ArtifactsTab";
import { ComparisonTab } from "./ComparisonTab";
import { DetailsTab } from "./DetailsTab";
import { ResultsTab } from "./ResultsTab";
import { RunHead } from "./RunHead";
import styles from "./run.module.css";
import type { RunSearch, RunTab } from "./runSearch";

const tabs: { id: RunTab; title: string; key: string }[] = [
  { id: "results", title: "Results", key: "1" },
  { id: "details", title: "Details", key: "2" },
  { id: "artifacts", title: "Artifacts", key: "3" },
];

/** One run: its results row by row, what it logged, its files; or next to another run. */
export function RunPage() {
  const { experiment, run: runId } = useParams({ from: "/shell/e/$experiment/evaluations/$run" });
  const search = useSearch({ from: "/shell/e/$experiment/evaluations/$run" });
  const navigate = useNavigate({ from: "/e/$experiment/evaluations/$run" });
  const go = useGo();
  const run = useQuery(runQuery(runId));
  const base = useQuery({ ...runQuery(search.with ?? ""), enabled: search.with !== undefined });
  usePageTitle(run.data?.name ?? "Run");
  const change = (part: Partial<RunSearch>, replace = true) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace });
  const hrefOf = (tab: RunTab) =>
    runHref(experiment, runId, {
      ...search,
      tab: tab === "results" ? undefined : tab,
      row: undefined,
      path: undefined,
    });
  const compare = (other: string | undefined) =>
    change({ with: other, show: undefined, by: undefined, row: undefined }, false);
  const leave = () => {
    if (search.row !== undefined) change({ row: undefined });
    else if (search.with !== undefined) compare(undefined);
    else go(evaluationsHref(experiment));
  };
  const group = "Run";
  useCommands([
    ...tabs.map(({ id, title, key }) => ({ id: `tab-${id}`, title, group, keys: key, run: () => go(hrefOf(id)) })),
    {
      id: "compare-run",
      title: "Compare with another run",
      group,
      keys: "c",
      run: () => document.getElementById("compare-with")?.focus(),
    },
    { id: "back", title: "Back", group, keys: "Escape", run: leave },
  ]);
  if (run.isPending) return <SkeletonRows count={12} label="Loading the run" />;
  if (run.isError && run.data === undefined) {
    return (
      <>
        <ErrorState error={run.error} onRetry={() => void run.refetch()} />
        <p className={styles.notice}>
          <Anchor href={tracesHref(experiment, { q: equals("run_id", runId) })}>Traces that name this run</Anchor>
        </p>
      </>
    );
  }
  const shown = search.tab ?? "results";
  return (
    <div className={styles.page}>
      <RunHead run={run.data} base={base.data} baseId={search.with} onCompare={compare} />
      <nav className={styles.tabs} aria-label="Run">
        {tabs.map(({ id, title }) => (
          <Anchor key={id} href={hrefOf(id)} aria-current={id === shown ? "page" : undefined}>
            {title}
          </Anchor>
        ))}
      </nav>
      <div className={styles.body}>
        {shown === "details" && <DetailsTab run={run.data} base={base.data} />}
        {shown === "artifacts" && <ArtifactsTab run={run.data} path={search.path ?? ""} />}
        {shown === "results" && search.with === undefined && (
          <ResultsTab run={run.data} opened={search.row} onOpened={(row) => change({ row })} />
        )}
        {shown === "results" &&
          search.with !== undefined &&
          (base.data ? (
            <ComparisonTab run={run.data} base={base.data} search={search} onChange={change} />
          ) : base.isError ? (
            <ErrorState error={base.error} onRetry={() => void base.refetch()} />
          ) : (
            <SkeletonRows count={14} label="Loading the other run" />
          ))}
      </div>
    </div>
  );
}
