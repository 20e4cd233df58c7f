import { memo } from "react";
import type { TraceRow } from "../../api/types";
import { Anchor } from "../../components/Anchor";
import type { CellContext, Column } from "./columns";
import styles from "./table.module.css";

const mutedColumns = new Set(["time", "session", "user", "tags", "models", "id"]);

/** One trace of the list; the whole row opens it. */
export const TableRow = memo(function TableRow(props: {
  row: TraceRow;
  index: number;
  top: number;
  columns: Column[];
  template: string;
  context: CellContext;
  active: boolean;
  selected: boolean;
  href: string;
  onOpen: (index: number) => void;
  onSelect: (index: number, range: boolean) => void;
}) {
  const { row, index, columns, context } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles Enter for its active row
    <div
      id={`row-${row.trace_id}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={props.selected}
      data-active={props.active || undefined}
      className={styles.row}
      style={{ gridTemplateColumns: props.template, transform: `translateY(${props.top}px)` }}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest("a,input") === null) props.onOpen(index);
      }}
    >
      <span role="gridcell">
        <input
          type="checkbox"
          className={styles.check}
          tabIndex={-1}
          aria-label={`Select ${row.name ?? row.trace_id}`}
          checked={props.selected}
          onChange={() => {}}
          onClick={(event) => props.onSelect(index, event.shiftKey)}
        />
      </span>
      {columns.map((column) => (
        <span
          key={column.id}
          role="gridcell"
          className={`${styles.cell} ${column.number ? styles.number : ""} ${mutedColumns.has(column.id) ? styles.muted : ""}`}
        >
          {column.id === "name" ? (
            <Anchor href={props.href} tabIndex={-1} className={styles.name} title={row.name}>
              {row.name ?? "unnamed"}
            </Anchor>
          ) : (
            column.cell(row, context)
          )}
        </span>
      ))}
    </div>
  );
});
