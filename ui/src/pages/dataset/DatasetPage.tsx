import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useMemo } from "react";
import { datasetQuery, recordsQuery } from "../../api/datasets";
import type { DatasetRecord, DatasetRow, Json } from "../../api/types";
import { Anchor, useGo } from "../../components/Anchor";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/CopyButton";
import { JsonView } from "../../components/json/JsonView";
import { EmptyState, ErrorState, SkeletonRows } from "../../components/States";
import { Time } from "../../components/Time";
import { usePageTitle } from "../../components/usePageTitle";
import { type TableColumn, VirtualTable } from "../../components/VirtualTable";
import { formatExactCount } from "../../format/count";
import { useCommands } from "../../keyboard/commands";
import { datasetsHref, tracePermalinkHref } from "../../links";
import { useActiveRow } from "../run/useActiveRow";
import styles from "./dataset.module.css";
import { jsonLine } from "./jsonLine";

/** Length of a value's text from which on it can be searched. */
const searchAbove = 400;

const keyOf = (row: DatasetRecord) => row.record_id;

/** The records of an evaluation dataset; one of them in full beside the table. */
export function DatasetPage() {
  const { experiment, dataset } = useParams({ from: "/shell/e/$experiment/datasets/$dataset" });
  const { row: opened } = useSearch({ from: "/shell/e/$experiment/datasets/$dataset" });
  const navigate = useNavigate({ from: "/e/$experiment/datasets/$dataset" });
  const go = useGo();
  const head = useQuery(datasetQuery(dataset));
  const query = useInfiniteQuery(recordsQuery(dataset));
  usePageTitle(head.data?.name ?? "Dataset");
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.records) ?? [], [query.data]);
  const row = useActiveRow(rows, keyOf, opened, (key) => void navigate({ search: { row: key }, replace: true }));
  const group = "Dataset";
  const openTrace = () => {
    const trace = rows[row.active]?.source?.trace_id;
    if (trace !== undefined) go(tracePermalinkHref(trace));
  };
  useCommands([
    { id: "next", title: "Next record", group, keys: "j", run: () => row.move(1) },
    { id: "previous", title: "Previous record", group, keys: "k", run: () => row.move(-1) },
    { id: "pane", title: "Show or hide the record in full", group, keys: "Space", run: row.toggle },
    {
      id: "open",
      title: "Open the record in full",
      group,
      keys: "Enter",
      run: () => row.show(Math.max(0, row.active)),
    },
    { id: "trace", title: "Open the trace the record comes from", group, keys: "t", run: openTrace },
    {
      id: "back",
      title: "Back",
      group,
      keys: "Escape",
      run: () => (opened === undefined ? go(datasetsHref(experiment)) : row.close()),
    },
  ]);
  const failed = head.isError ? head : query;
  if (failed.isError && rows.length === 0)
    return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  return (
    <div className={styles.page}>
      {head.data ? <Head dataset={head.data} /> : <span />}
      {query.isPending ? (
        <SkeletonRows count={12} label="Loading records" />
      ) : rows.length === 0 ? (
        <EmptyState title="No records yet">
          <p>
            Add some with <code>dataset.merge_records(…)</code>: dictionaries with inputs and expectations, or traces.
          </p>
        </EmptyState>
      ) : (
        <div className={row.opened ? styles.split : styles.whole}>
          <VirtualTable
            label="Records"
            rows={rows}
            columns={columns}
            keyOf={keyOf}
            active={row.active}
            onActive={row.show}
            onNearEnd={() => query.hasNextPage && !query.isFetching && void query.fetchNextPage()}
            foot={query.isFetchingNextPage ? "Loading more…" : undefined}
          />
          {row.opened && <RecordPane record={row.opened} onClose={row.close} />}
        </div>
      )}
    </div>
  );
}

const line = (value: Json | undefined, named = false) => {
  const text = jsonLine(value, named);
  return <span title={text}>{text}</span>;
};

const columns: TableColumn<DatasetRecord>[] = [
  { id: "inputs", title: "Inputs", width: "minmax(180px, 1.6fr)", cell: (row) => line(row.inputs) },
  { id: "expectations", title: "Expectations", width: "minmax(150px, 1.4fr)", cell: (row) => line(row.expectations) },
  {
    id: "tags",
    title: "Tags",
    width: "minmax(80px, 0.6fr)",
    muted: true,
    cell: (row) => line(ownTags(row.tags), true),
  },
  { id: "source", title: "Source", width: "84px", muted: true, cell: (row) => <Source record={row} tabIndex={-1} /> },
  { id: "added", title: "Added", width: "92px", muted: true, cell: (row) => <Time at={row.created_at} /> },
];

function Source({ record, tabIndex }: { record: DatasetRecord; tabIndex?: number }) {
  const { source } = record;
  if (source === undefined) return null;
  if (source.trace_id === undefined) return <span>{source.kind.toLowerCase()}</span>;
  return (
    <Anchor href={tracePermalinkHref(source.trace_id)} title={source.trace_id} tabIndex={tabIndex}>
      trace
    </Anchor>
  );
}

function Head({ dataset }: { dataset: DatasetRow }) {
  const tags = Object.entries(dataset.tags).filter(([key]) => !key.startsWith("mlflow."));
  return (
    <header className={styles.head}>
      <h1 title={dataset.name}>{dataset.name}</h1>
      <span className={styles.muted}>
        <b>{formatExactCount(dataset.record_count)}</b> {dataset.record_count === 1 ? "record" : "records"}
      </span>
      <span className={styles.muted}>
        changed <Time at={dataset.updated_at} />
      </span>
      {dataset.created_by !== undefined && <span className={styles.muted}>made by {dataset.created_by}</span>}
      {tags.map(([key, value]) => (
        <span key={key} className={styles.tag}>
          {key}: {value}
        </span>
      ))}
      <span className={styles.muted}>
        <code>{dataset.dataset_id}</code> <CopyButton value={dataset.dataset_id} label="Copy the dataset id" />
      </span>
    </header>
  );
}

function RecordPane({ record, onClose }: { record: DatasetRecord; onClose: () => void }) {
  const parts: [string, Json | undefined][] = [
    ["Inputs", record.inputs],
    ["Expectations", record.expectations],
    ["Outputs", record.outputs],
    ["Tags", ownTags(record.tags)],
  ];
  return (
    <aside className={styles.pane} aria-label="Record">
      <header className={styles.paneHead}>
        <h2>Record</h2>
        <Source record={record} />
        <span className={styles.space} />
        <Button bare small icon aria-label="Close the record (Space)" onClick={onClose}>
          <X size={14} />
        </Button>
      </header>
      <div className={styles.paneBody} tabIndex={0} role="region" aria-label="Record in full">
        {record.cut && <p className={styles.muted}>Values over 64 KiB are cut.</p>}
        {parts.map(
          ([title, value]) =>
            value !== undefined &&
            !isEmpty(value) && (
              <section key={title} className={styles.section}>
                <h3>{title}</h3>
                <JsonView
                  key={record.record_id}
                  value={value}
                  label={title}
                  tools={JSON.stringify(value).length > searchAbove}
                />
              </section>
            ),
        )}
      </div>
    </aside>
  );
}

/** Tags without those that MLflow sets by itself. */
function ownTags(tags: Json): Json {
  if (tags === null || typeof tags !== "object" || Array.isArray(tags)) return tags;
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith("mlflow.")));
}

function isEmpty(value: Json | undefined): boolean {
  return value !== null && typeof value === "object" && Object.keys(value).length === 0;
}
