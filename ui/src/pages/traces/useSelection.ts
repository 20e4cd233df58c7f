/** Which traces are ticked; shift extends from the last one. */
import { useCallback, useRef, useState } from "react";
import type { TraceRow } from "../../api/types";

/** Ticked trace ids over the rows of the list. */
export function useSelection(rows: TraceRow[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const last = useRef(-1);
  const latest = useRef(rows);
  latest.current = rows;
  const toggle = useCallback((index: number, range: boolean) => {
    const all = latest.current;
    const from = range && last.current >= 0 ? Math.min(last.current, index) : index;
    const to = range && last.current >= 0 ? Math.max(last.current, index) : index;
    setIds((old) => {
      const next = new Set(old);
      const add = range || !old.has(all[index]?.trace_id);
      for (const row of all.slice(from, to + 1)) {
        if (add) next.add(row.trace_id);
        else next.delete(row.trace_id);
      }
      return next;
    });
    last.current = index;
  }, []);
  const clear = useCallback(() => setIds(new Set()), []);
  return { ids, toggle, clear };
}
