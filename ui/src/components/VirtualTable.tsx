import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef } from "react";
import styles from "./virtualTable.module.css";

const rowHeight = 32;
const headHeight = 28;
const loadAheadRows = 40;
const columnGap = 10;
const sidePadding = 24;

/** One column of a virtual table. */
export interface TableColumn<Row> {
  id: string;
  title: string;
  /** Track size of CSS grid: `90px` or `minmax(90px, 1fr)`. */
  width: string;
  number?: boolean;
  muted?: boolean;
  /** What sorting by the column is called in `order`. */
  orderKey?: string;
  cell: (row: Row, index: number) => ReactNode;
}

/** A grid of virtual rows: only what is on screen is in the document; one row is active. */
export function VirtualTable<Row>(props: {
  label: string;
  rows: Row[];
  columns: TableColumn<Row>[];
  keyOf: (row: Row) => string;
  active: number;
  onActive: (index: number) => void;
  /** `<key> ASC` or `<key> DESC`. */
  order?: string;
  onOrder?: (order: string) => void;
  isMarked?: (row: Row) => boolean;
  onNearEnd?: () => void;
  foot?: ReactNode;
}) {
  const { rows, columns, keyOf, active, onNearEnd } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    getItemKey: (index) => keyOf(rows[index]),
  });
  const items = virtual.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && lastIndex >= rows.length - loadAheadRows) onNearEnd?.();
  }, [lastIndex, rows.length, onNearEnd]);
  useEffect(() => {
    if (active >= 0) virtual.scrollToIndex(active, { align: "auto" });
  }, [active, virtual]);
  const look = useMemo(() => trackLook(columns), [columns]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || rows.length === 0) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20 };
    const step = { ...steps, Home: -rows.length, End: rows.length }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    props.onActive(Math.max(0, Math.min(rows.length - 1, active + step)));
  };
  return (
    <div
      ref={scroller}
      className={styles.grid}
      role="grid"
      aria-label={props.label}
      aria-rowcount={-1}
      aria-activedescendant={rows[active] === undefined ? undefined : `${id}-${active}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className={styles.head} role="rowgroup" style={{ minWidth: look.minWidth }}>
        <div className={styles.row} role="row" style={look}>
          {columns.map((column) => (
            <ColumnHead key={column.id} column={column} order={props.order} onOrder={props.onOrder} />
          ))}
        </div>
      </div>
      <div className={styles.body} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid moves its active row by keys
            <div
              key={item.key}
              id={`${id}-${item.index}`}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={props.isMarked?.(row)}
              data-active={item.index === active || undefined}
              className={styles.row}
              style={{ ...look, transform: `translateY(${item.start - headHeight}px)` }}
              onClick={(event) => {
                if (event.target instanceof Element && event.target.closest("a,input,button") === null)
                  props.onActive(item.index);
              }}
            >
              {columns.map((column) => (
                <span key={column.id} role="gridcell" className={cellClass(column)}>
                  {column.cell(row, item.index)}
                </span>
              ))}
            </div>
          );
        })}
      </div>
      {props.foot && <div className={styles.foot}>{props.foot}</div>}
    </div>
  );
}

/** Track sizes, and the width below which the rows scroll sideways: one row is one grid, so all need the same. */
function trackLook(columns: { width: string }[]): { gridTemplateColumns: string; minWidth: number } {
  const least = columns.reduce((sum, column) => sum + Number(/\d+/.exec(column.width)?.[0] ?? 0) + columnGap, 0);
  return { gridTemplateColumns: columns.map((column) => column.width).join(" "), minWidth: least + sidePadding };
}

function cellClass(column: { number?: boolean; muted?: boolean }): string {
  return [styles.cell, column.number && styles.number, column.muted && styles.muted].filter(Boolean).join(" ");
}

function ColumnHead<Row>({
  column,
  order = "",
  onOrder,
}: {
  column: TableColumn<Row>;
  order?: string;
  onOrder?: (order: string) => void;
}) {
  const sorted = column.orderKey !== undefined && order.replace(/ (ASC|DESC)$/, "") === column.orderKey;
  const ascending = order.endsWith(" ASC");
  const Icon = ascending ? ArrowUp : ArrowDown;
  return (
    <span
      role="columnheader"
      className={column.number ? `${styles.title} ${styles.number}` : styles.title}
      title={column.title}
      aria-sort={sorted ? (ascending ? "ascending" : "descending") : undefined}
    >
      {column.orderKey === undefined ? (
        column.title
      ) : (
        <button type="button" onClick={() => onOrder?.(`${column.orderKey} ${sorted && !ascending ? "ASC" : "DESC"}`)}>
          {column.title} {sorted && <Icon size={11} aria-hidden />}
        </button>
      )}
    </span>
  );
}
