import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { experimentsQuery } from "../../api/experiments";
import type { ExperimentRow } from "../../api/types";
import { useGo } from "../../components/Anchor";
import { Button } from "../../components/Button";
import { EmptyState, ErrorState, SkeletonRows } from "../../components/States";
import { usePageTitle } from "../../components/usePageTitle";
import { useCommands } from "../../keyboard/commands";
import { leaveControl } from "../../keyboard/keys";
import { tracesHref } from "../../links";
import segments from "../traces/traces.module.css";
import { CreateExperiment } from "./CreateExperiment";
import { DeleteExperiment } from "./DeleteExperiment";
import { ExperimentTable } from "./ExperimentTable";
import styles from "./experiments.module.css";
import type { ExperimentsSearch } from "./experimentsSearch";
import { NameDialog } from "./NameDialog";
import { useExperimentActions } from "./useExperimentActions";

type Asked = { what: "create" } | { what: "rename" | "delete"; row: ExperimentRow };

/** All experiments with what happened in them during the last 24 hours. */
export function ExperimentsPage() {
  usePageTitle("Experiments");
  const { search = "", view = "active" } = useSearch({ from: "/shell/" });
  const navigate = useNavigate();
  const [asked, setAsked] = useState<Asked>();
  const [active, setActive] = useState(-1);
  const searchBox = useRef<HTMLInputElement>(null);
  const query = useInfiniteQuery(experimentsQuery(search, view));
  const { rename, restore, remove } = useExperimentActions();
  const rows = query.data?.pages.flatMap((page) => page.experiments) ?? [];
  const ask = (what: "rename" | "delete") => (row: ExperimentRow) => setAsked({ what, row });
  const close = () => setAsked(undefined);
  const change = (next: ExperimentsSearch, replace: boolean) =>
    void navigate({ to: "/", search: (old: ExperimentsSearch) => ({ ...old, ...next }), replace });
  const show = (wanted: "active" | "deleted") => {
    setActive(-1);
    change({ view: wanted === "deleted" ? "deleted" : undefined }, false);
  };
  useExperimentCommands({
    rows,
    active,
    setActive,
    create: () => setAsked({ what: "create" }),
    focusSearch: () => searchBox.current?.focus(),
    rename: ask("rename"),
    remove: ask("delete"),
    restore: (row) => void restore(row),
    toggleView: () => show(view === "active" ? "deleted" : "active"),
  });
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>Experiments</h1>
        <div className={segments.segments} role="group" aria-label="Which experiments">
          <Button small aria-pressed={view === "active"} onClick={() => show("active")}>
            In use
          </Button>
          <Button small aria-pressed={view === "deleted"} onClick={() => show("deleted")}>
            Deleted
          </Button>
        </div>
        <input
          ref={searchBox}
          className={styles.search}
          type="search"
          placeholder="Search by name"
          aria-label="Search experiments by name"
          value={search}
          onChange={(event) => change({ search: event.target.value || undefined }, true)}
        />
        <Button onClick={() => setAsked({ what: "create" })}>
          <Plus size={14} aria-hidden /> New experiment
        </Button>
      </div>
      {query.isPending && <SkeletonRows count={6} label="Loading experiments" />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState title={emptyTitle(search, view)}>
          {view === "active" && <Button onClick={() => setAsked({ what: "create" })}>New experiment</Button>}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <ExperimentTable
          rows={rows}
          active={active}
          onRename={ask("rename")}
          onDelete={ask("delete")}
          onRestore={(row) => void restore(row)}
        />
      )}
      {query.hasNextPage && (
        <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
          Show more
        </Button>
      )}
      {asked?.what === "create" && <CreateExperiment onClose={close} />}
      {asked?.what === "rename" && (
        <NameDialog
          title="Rename experiment"
          action="Rename"
          name={asked.row.name}
          onSave={(name) => rename(asked.row, name).then(close)}
          onClose={close}
        />
      )}
      {asked?.what === "delete" && (
        <DeleteExperiment row={asked.row} onDelete={() => remove(asked.row).then(close)} onClose={close} />
      )}
    </div>
  );
}

function emptyTitle(search: string, view: "active" | "deleted"): string {
  const kind = view === "deleted" ? "deleted experiment" : "experiment";
  if (search !== "") return `No ${kind} has “${search}” in its name`;
  return view === "deleted" ? "No experiment is deleted" : "No experiments yet";
}

/** The keys of the list; those for one experiment work on the active row. */
function useExperimentCommands(list: {
  rows: ExperimentRow[];
  active: number;
  setActive: (change: (row: number) => number) => void;
  create: () => void;
  focusSearch: () => void;
  rename: (row: ExperimentRow) => void;
  remove: (row: ExperimentRow) => void;
  restore: (row: ExperimentRow) => void;
  toggleView: () => void;
}): void {
  const go = useGo();
  const group = "Experiments";
  const move = (step: number) => {
    leaveControl();
    list.setActive((row) => Math.max(0, Math.min(list.rows.length - 1, row + step)));
  };
  const row: ExperimentRow | undefined = list.rows[list.active];
  const onRow =
    row === undefined
      ? []
      : [
          { id: "open", title: `Open ${row.name}`, group, keys: "Enter", run: () => go(tracesHref(row.experiment_id)) },
          ...(row.lifecycle === "deleted"
            ? [{ id: "restore", title: `Restore ${row.name}`, group, keys: "u", run: () => list.restore(row) }]
            : [
                { id: "rename", title: `Rename ${row.name}`, group, keys: "F2", run: () => list.rename(row) },
                { id: "delete", title: `Delete ${row.name}`, group, keys: "Delete", run: () => list.remove(row) },
              ]),
        ];
  useCommands([
    { id: "new-experiment", title: "New experiment", group, keys: "n", run: list.create },
    { id: "search-experiments", title: "Search experiments", group, keys: "/", run: list.focusSearch },
    { id: "next", title: "Next experiment", group, keys: "j", run: () => move(1) },
    { id: "previous", title: "Previous experiment", group, keys: "k", run: () => move(-1) },
    { id: "deleted", title: "Show deleted experiments, or those in use", group, keys: "d", run: list.toggleView },
    ...onRow,
  ]);
}
