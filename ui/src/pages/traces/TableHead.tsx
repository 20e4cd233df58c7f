import { ArrowDown, ArrowUp } from "lucide-react";
import type { Column } from "./columns";
import styles from "./table.module.css";

/** The sticky head; sortable columns are buttons that go through newest, ascending, descending. */
export function TableHead(props: {
  columns: Column[];
  template: string;
  order: string | undefined;
  onOrder: (order: string | undefined) => void;
}) {
  const [orderKey = "timestamp_ms", direction = "desc"] = (props.order ?? "").toLowerCase().split(" ").filter(Boolean);
  return (
    <div className={styles.head} role="rowgroup">
      <div className={styles.row} role="row" style={{ gridTemplateColumns: props.template }}>
        <span role="columnheader">
          <span className="visually-hidden">Selected</span>
        </span>
        {props.columns.map((column) => {
          const sorted = column.orderKey === orderKey;
          const Icon = direction === "asc" ? ArrowUp : ArrowDown;
          const next = sorted && direction === "desc" ? "asc" : "desc";
          const order = `${column.orderKey} ${next.toUpperCase()}`;
          return (
            <span
              key={column.id}
              role="columnheader"
              className={column.number ? styles.number : undefined}
              aria-sort={sorted ? (direction === "asc" ? "ascending" : "descending") : undefined}
            >
              {column.orderKey === undefined ? (
                column.title
              ) : (
                <button type="button" onClick={() => props.onOrder(order === "timestamp_ms DESC" ? undefined : order)}>
                  {column.title} {sorted && <Icon size={11} aria-hidden />}
                </button>
              )}
            </span>
          );
        })}
      </div>
    </div>
  );
}
