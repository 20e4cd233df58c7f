import { ChartBarBig, ChartColumn, CircleAlert, LoaderCircle, RefreshCw, Trash2 } from "lucide-react";
import type { LiveStatus } from "../../api/events";
import type { TraceCount } from "../../api/types";
import { Button } from "../../components/Button";
import { formatExactCount } from "../../format/count";
import { ColumnsMenu } from "./ColumnsMenu";
import type { Column } from "./columns";
import type { ListSearch } from "./listSearch";
import { RangePicker } from "./RangePicker";
import styles from "./traces.module.css";
import type { Figures } from "./useListView";

/** The second line of tools: state, time range, count, what to show. */
export function QuickFilters(props: {
  search: ListSearch;
  count: TraceCount | undefined;
  status: LiveStatus;
  columns: Column[];
  selected: number;
  figures: Figures | undefined;
  narrow: boolean;
  onChange: (change: Partial<ListSearch>) => void;
  onColumns: (ids: string) => void;
  onFigures: (wanted: Figures) => void;
  onRefresh: () => void;
  onDelete: () => void;
}) {
  const { search, count, onChange } = props;
  const toggle = (state: "error" | "running") => onChange({ state: search.state === state ? undefined : state });
  return (
    <div className={styles.quick}>
      <Button small aria-pressed={search.state === "error"} onClick={() => toggle("error")}>
        <CircleAlert size={13} aria-hidden /> Errors
      </Button>
      <Button small aria-pressed={search.state === "running"} onClick={() => toggle("running")}>
        <LoaderCircle size={13} aria-hidden /> Running
      </Button>
      <RangePicker range={search.range} onRange={(range) => onChange({ range })} />
      <span className={styles.count} role="status">
        {count !== undefined &&
          `${count.exact ? "" : "> "}${formatExactCount(count.count)} ${count.count === 1 ? "trace" : "traces"}`}
      </span>
      <span className={styles.live} data-status={props.status}>
        {props.status === "live" ? "live" : props.status === "offline" ? "offline, trying again" : "connecting"}
      </span>
      <span className={styles.space} />
      {props.selected > 0 && (
        <Button small danger onClick={props.onDelete}>
          <Trash2 size={13} aria-hidden /> Delete {formatExactCount(props.selected)}
        </Button>
      )}
      <span className={styles.refresh}>
        <Button small bare icon aria-label="Refresh" onClick={props.onRefresh}>
          <RefreshCw size={13} />
        </Button>
      </span>
      {!props.narrow && (
        <>
          <Button small aria-pressed={props.figures === "time"} onClick={() => props.onFigures("time")}>
            <ChartColumn size={13} aria-hidden /> Charts
          </Button>
          <Button small aria-pressed={props.figures === "groups"} onClick={() => props.onFigures("groups")}>
            <ChartBarBig size={13} aria-hidden /> Groups
          </Button>
          <ColumnsMenu shown={props.columns} onChange={props.onColumns} />
        </>
      )}
    </div>
  );
}
