import { ChevronDown, ChevronUp } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Json } from "../../api/types";
import { Button } from "../Button";
import { CopyButton } from "../CopyButton";
import { JsonNode, type NodeState } from "./JsonNode";
import styles from "./json.module.css";
import { childrenOf, countValues, findPaths, type Path, pathKey } from "./paths";

const maxHits = 500;
/** Up to this many values everything is open at first. */
const openAllBelow = 150;
/** Children shown at once; more on demand. */
export const childrenStep = 100;

/** A folding view of a JSON value with search, copy of the value and of any path. */
export function JsonView({ value, label, tools = true }: { value: Json; label: string; tools?: boolean }) {
  const [open, setOpen] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [shown, setShown] = useState<ReadonlyMap<string, number>>(new Map());
  const [words, setWords] = useState("");
  const [hit, setHit] = useState(0);
  const root = useRef<HTMLDivElement>(null);
  const small = useMemo(() => countValues(value, openAllBelow) < openAllBelow, [value]);
  const hits = useMemo(() => (words.length > 1 ? findPaths(value, words, maxHits) : []), [value, words]);
  const hitKeys = useMemo(() => new Set(hits.map(pathKey)), [hits]);
  const current = hits[hit] === undefined ? undefined : pathKey(hits[hit]);
  const go = (index: number) => {
    if (hits.length === 0) return;
    const next = (index + hits.length) % hits.length;
    setHit(next);
    const path = hits[next];
    setOpen((old) => openTo(old, path));
    setShown((old) => showTo(old, value, path));
  };
  useEffect(() => {
    if (current !== undefined) root.current?.querySelector(`.${styles.current}`)?.scrollIntoView({ block: "nearest" });
  }, [current]);
  const state: NodeState = {
    isOpen: (key, depth) => open.get(key) ?? (small || depth < 2),
    shownChildren: (key) => shown.get(key) ?? childrenStep,
    toggle: (key, next) => setOpen((old) => new Map(old).set(key, next)),
    showMore: (key, count) => setShown((old) => new Map(old).set(key, count)),
    isHit: (key) => hitKeys.has(key),
    current,
  };
  const leaf = value === null || typeof value !== "object";
  return (
    <div className={styles.viewer} ref={root}>
      {tools && !leaf && (
        <div className={styles.tools}>
          <input
            type="search"
            placeholder="Search"
            aria-label={`Search in ${label}`}
            value={words}
            onChange={(event) => {
              setWords(event.target.value);
              setHit(0);
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter") go(current === undefined ? 0 : hit + (event.shiftKey ? -1 : 1));
              if (event.key === "Escape") event.currentTarget.blur();
            }}
          />
          {words.length > 1 && (
            <>
              <span role="status">{hits.length === 0 ? "not found" : `${hit + 1} of ${hits.length}`}</span>
              <Button bare small icon aria-label="Previous hit" onClick={() => go(hit - 1)}>
                <ChevronUp size={13} />
              </Button>
              <Button bare small icon aria-label="Next hit" onClick={() => go(hit + 1)}>
                <ChevronDown size={13} />
              </Button>
            </>
          )}
          <CopyButton value={() => JSON.stringify(value, null, 2)} label={`Copy ${label}`} />
        </div>
      )}
      <JsonNode value={value} path={[]} depth={0} state={state} />
    </div>
  );
}

function openTo(open: ReadonlyMap<string, boolean>, path: Path): ReadonlyMap<string, boolean> {
  const next = new Map(open);
  for (let length = 0; length < path.length; length += 1) next.set(pathKey(path.slice(0, length)), true);
  return next;
}

function showTo(shown: ReadonlyMap<string, number>, root: Json, path: Path): ReadonlyMap<string, number> {
  const next = new Map(shown);
  let value = root;
  path.forEach((key, depth) => {
    const entries = childrenOf(value);
    const index = entries.findIndex(([each]) => each === key);
    const above = pathKey(path.slice(0, depth));
    if (index >= (next.get(above) ?? childrenStep)) next.set(above, index + childrenStep);
    if (index >= 0) value = entries[index][1];
  });
  return next;
}
