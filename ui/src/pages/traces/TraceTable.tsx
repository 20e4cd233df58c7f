import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type RefObject, useEffect, useMemo } from "react";
import type { TraceRow } from "../../api/types";
import type { Column } from "./columns";
import { TableHead } from "./TableHead";
import { TableRow } from "./TableRow";
import styles from "./table.module.css";

const rowHeight = 32;
const headHeight = 28;
const loadAheadRows = 40;

/** The list as a grid of virtual rows; only what is on screen is in the document. */
export function TraceTable(props: {
  scroller: RefObject<HTMLDivElement | null>;
  rows: TraceRow[];
  /** The rows are those of the last filter; the next ones are on their way. */
  busy: boolean;
  total: number | undefined;
  columns: Column[];
  order: string | undefined;
  active: number;
  selected: ReadonlySet<string>;
  hrefOf: (row: TraceRow) => string;
  onOrder: (order: string | undefined) => void;
  onActive: (index: number) => void;
  onOpen: (index: number) => void;
  onSelect: (index: number, range: boolean) => void;
  onNearEnd: () => void;
  foot: string;
}) {
  const { scroller, rows, columns, active, selected, onNearEnd } = props;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    getItemKey: (index) => rows[index].trace_id,
  });
  const items = virtual.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && lastIndex >= rows.length - loadAheadRows) onNearEnd();
  }, [lastIndex, rows.length, onNearEnd]);
  useEffect(() => {
    if (active >= 0) virtual.scrollToIndex(active, { align: "auto" });
  }, [active, virtual]);
  const template = useMemo(() => `18px ${columns.map((column) => column.width).join(" ")}`, [columns]);
  const longestMs = useMemo(() => usualLongest(rows), [rows]);
  const context = useMemo(() => ({ longestMs }), [longestMs]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20, Home: -rows.length, End: rows.length }[
      event.key
    ];
    if (step === undefined || rows.length === 0) return;
    event.preventDefault();
    props.onActive(Math.max(0, Math.min(rows.length - 1, active + step)));
  };
  const activeRow = rows[active];
  return (
    <div
      ref={scroller}
      className={styles.grid}
      role="grid"
      aria-label="Traces"
      aria-rowcount={props.total ?? -1}
      aria-multiselectable
      aria-busy={props.busy}
      aria-activedescendant={activeRow === undefined ? undefined : `row-${activeRow.trace_id}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <TableHead columns={columns} template={template} order={props.order} onOrder={props.onOrder} />
      <div className={styles.body} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return (
            <TableRow
              key={item.key}
              row={row}
              index={item.index}
              top={item.start - headHeight}
              columns={columns}
              template={template}
              context={context}
              active={item.index === active}
              selected={selected.has(row.trace_id)}
              href={props.hrefOf(row)}
              onOpen={props.onOpen}
              onSelect={props.onSelect}
            />
          );
        })}
      </div>
      {props.foot !== "" && <div className={styles.foot}>{props.foot}</div>}
    </div>
  );
}

/** The length of a full duration bar: nearly all rows fit, a single outlier does not make the others invisible. */
function usualLongest(rows: TraceRow[]): number {
  const sorted = rows.map((row) => row.duration_ms ?? 0).sort((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) * 0.97)] ?? 0;
}
