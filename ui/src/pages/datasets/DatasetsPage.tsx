import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import { basePath } from "../../api/client";
import { datasetsQuery } from "../../api/datasets";
import { experimentQuery } from "../../api/experiments";
import type { DatasetRow } from "../../api/types";
import { Anchor, useGo } from "../../components/Anchor";
import { Snippet } from "../../components/Snippet";
import { EmptyState, ErrorState, SkeletonRows } from "../../components/States";
import { Time } from "../../components/Time";
import { usePageTitle } from "../../components/usePageTitle";
import { type TableColumn, VirtualTable } from "../../components/VirtualTable";
import { formatCount } from "../../format/count";
import { useCommands } from "../../keyboard/commands";
import { leaveOnEscape } from "../../keyboard/leaveOnEscape";
import { datasetHref } from "../../links";
import styles from "./datasets.module.css";

/** The evaluation datasets of an experiment, newest first. */
export function DatasetsPage() {
  const { experiment } = useParams({ from: "/shell/e/$experiment/datasets" });
  const { search = "" } = useSearch({ from: "/shell/e/$experiment/datasets" });
  const navigate = useNavigate({ from: "/e/$experiment/datasets" });
  const go = useGo();
  usePageTitle("Datasets");
  const [active, setActive] = useState(-1);
  const [text, setText] = useState(search);
  const box = useRef<HTMLInputElement>(null);
  const query = useInfiniteQuery(datasetsQuery(experiment, search));
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.datasets) ?? [], [query.data]);
  const columns = useMemo(() => datasetColumns(experiment), [experiment]);
  const move = (step: number) => setActive((row) => Math.max(0, Math.min(rows.length - 1, row + step)));
  const group = "Datasets";
  useCommands([
    { id: "next", title: "Next dataset", group, keys: "j", run: () => move(1) },
    { id: "previous", title: "Previous dataset", group, keys: "k", run: () => move(-1) },
    { id: "search", title: "Search datasets", group, keys: "/", run: () => box.current?.focus() },
    {
      id: "open",
      title: "Open dataset",
      group,
      keys: "Enter",
      run: () => rows[active] && go(datasetHref(experiment, rows[active].dataset_id)),
    },
  ]);
  return (
    <div className={styles.page}>
      <div className={styles.tools}>
        <h1>Datasets</h1>
        <input
          ref={box}
          type="search"
          placeholder="Search datasets"
          aria-label="Search datasets"
          value={text}
          onChange={(event) => {
            // The box does not wait for the URL: keys that come faster would be lost.
            setText(event.target.value);
            void navigate({ search: { search: event.target.value || undefined }, replace: true });
          }}
          onKeyDown={leaveOnEscape}
        />
      </div>
      {query.isPending ? (
        <SkeletonRows count={8} label="Loading datasets" />
      ) : query.isError && rows.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <NoDatasets experiment={experiment} search={search} />
      ) : (
        <VirtualTable
          label="Datasets"
          rows={rows}
          columns={columns}
          keyOf={(row) => row.dataset_id}
          active={active}
          onActive={setActive}
          onNearEnd={() => query.hasNextPage && !query.isFetching && void query.fetchNextPage()}
          foot={query.isFetchingNextPage ? "Loading more…" : undefined}
        />
      )}
    </div>
  );
}

function datasetColumns(experiment: string): TableColumn<DatasetRow>[] {
  return [
    {
      id: "name",
      title: "Dataset",
      width: "minmax(150px, 1.4fr)",
      cell: (row) => (
        <Anchor href={datasetHref(experiment, row.dataset_id)} title={row.name} tabIndex={-1}>
          {row.name}
        </Anchor>
      ),
    },
    { id: "records", title: "Records", width: "70px", number: true, cell: (row) => formatCount(row.record_count) },
    { id: "changed", title: "Changed", width: "100px", muted: true, cell: (row) => <Time at={row.updated_at} /> },
    { id: "user", title: "Made by", width: "minmax(80px, 0.5fr)", muted: true, cell: (row) => row.created_by },
    {
      id: "tags",
      title: "Tags",
      width: "minmax(100px, 1fr)",
      muted: true,
      cell: (row) => {
        const tags = Object.entries(row.tags).filter(([key]) => !key.startsWith("mlflow."));
        const text = tags.map(([key, value]) => `${key}: ${value}`).join(", ");
        return <span title={text}>{text}</span>;
      },
    },
  ];
}

function NoDatasets({ experiment, search }: { experiment: string; search: string }) {
  const { data } = useQuery(experimentQuery(experiment));
  if (search !== "") return <EmptyState title={`No dataset fits “${search}”`} />;
  const origin = (window.location.origin + basePath).replace(/\/$/, "");
  return (
    <EmptyState title="No datasets yet">
      <p>A dataset keeps the examples that evaluations run on. Run this to make one from the experiment's traces.</p>
      <Snippet label="Copy the Python snippet" text={datasetSnippet(origin, data?.name ?? "Default", experiment)} />
    </EmptyState>
  );
}

function datasetSnippet(origin: string, name: string, experiment: string): string {
  return `# pip install mlflow
import mlflow
from mlflow.genai.datasets import create_dataset

mlflow.set_tracking_uri("${origin}")
mlflow.set_experiment(${JSON.stringify(name)})

dataset = create_dataset(name="questions", experiment_id=["${experiment}"])
dataset.merge_records(
    [{"inputs": {"question": "2 + 2?"}, "expectations": {"answer": "4"}}]
)
traces = mlflow.search_traces(max_results=20, return_type="list")
if traces:
    dataset.merge_records(traces)`;
}
