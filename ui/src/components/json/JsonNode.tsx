import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import type { Json } from "../../api/types";
import { formatExactCount } from "../../format/count";
import { copyText } from "../CopyButton";
import styles from "./json.module.css";
import { childrenOf, type Path, pathKey, pathText } from "./paths";

/** What the nodes of one view share. */
export interface NodeState {
  isOpen: (key: string, depth: number) => boolean;
  shownChildren: (key: string) => number;
  toggle: (key: string, open: boolean) => void;
  showMore: (key: string, count: number) => void;
  isHit: (key: string) => boolean;
  current: string | undefined;
}

const foldAbove = 600;
const step = 100;

/** One value with its children. */
export function JsonNode({ value, path, depth, state }: { value: Json; path: Path; depth: number; state: NodeState }) {
  const key = pathKey(path);
  const name = path.at(-1);
  const branch = value !== null && typeof value === "object";
  const entries = branch ? childrenOf(value) : [];
  const open = branch && entries.length > 0 && state.isOpen(key, depth);
  const shown = open ? entries.slice(0, state.shownChildren(key)) : [];
  const rest = entries.length - shown.length;
  const mark = `${state.isHit(key) ? styles.hit : ""} ${state.current === key ? styles.current : ""}`;
  return (
    <>
      <div className={`${styles.line} ${mark}`}>
        {branch && entries.length > 0 && (
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={open}
            aria-label={`${open ? "Fold" : "Open"} ${name ?? "value"}`}
            onClick={() => state.toggle(key, !open)}
          >
            {open ? <ChevronDown size={12} /> : <ChevronRight size={12} />}
          </button>
        )}
        {name !== undefined && <span className={styles.key}>{name}: </span>}
        {branch ? (
          <span className={styles.summary}>{summary(value, entries.length, open)}</span>
        ) : (
          <Leaf value={value} />
        )}
        {path.length > 0 && (
          <button
            type="button"
            className={styles.copy}
            tabIndex={-1}
            title={`Copy the path ${pathText(path)}`}
            onClick={() => void copyText(pathText(path))}
          >
            path
          </button>
        )}
      </div>
      {open && (
        <div className={styles.children}>
          {shown.map(([childKey, child]) => (
            <JsonNode key={childKey} value={child} path={[...path, childKey]} depth={depth + 1} state={state} />
          ))}
          {rest > 0 && (
            <button type="button" className={styles.more} onClick={() => state.showMore(key, shown.length + step)}>
              show {Math.min(step, rest)} more of {formatExactCount(rest)}
            </button>
          )}
        </div>
      )}
    </>
  );
}

function summary(value: Json, count: number, open: boolean): string {
  const list = Array.isArray(value);
  if (count === 0) return list ? "[]" : "{}";
  if (open) return list ? `[${count}]` : `{${count}}`;
  if (list) return `[ ${count} ${count === 1 ? "item" : "items"} ]`;
  const keys = Object.keys(value as object);
  return `{ ${keys.slice(0, 5).join(", ")}${count > 5 ? ", …" : ""} }`;
}

function Leaf({ value }: { value: Json }) {
  const [whole, setWhole] = useState(false);
  if (typeof value !== "string") return <span className={styles.literal}>{String(value)}</span>;
  const folded = value.length > foldAbove && !whole;
  return (
    <span className={styles.string}>
      "{folded ? value.slice(0, foldAbove) : value}"
      {folded && (
        <button type="button" className={styles.more} onClick={() => setWhole(true)}>
          show all {formatExactCount(value.length)} characters
        </button>
      )}
    </span>
  );
}
