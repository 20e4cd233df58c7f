import { useState } from "react";

/** The active row of a table, and the row whose pane is open: its key is in the URL. */
export function useActiveRow<Row>(
  rows: Row[],
  keyOf: (row: Row) => string,
  opened: string | undefined,
  onOpened: (key: string | undefined) => void,
) {
  const [chosen, setChosen] = useState(-1);
  const openedIndex = opened === undefined ? -1 : rows.findIndex((row) => keyOf(row) === opened);
  const active = openedIndex >= 0 ? openedIndex : Math.min(chosen, rows.length - 1);
  const show = (index: number) => {
    setChosen(index);
    const row = rows[index];
    if (row !== undefined) onOpened(keyOf(row));
  };
  return {
    active,
    opened: rows[openedIndex],
    /** Makes a row active and opens its pane. */
    show,
    /** The pane, when it is open, goes along. */
    move: (step: number) => {
      const index = Math.max(0, Math.min(rows.length - 1, active + step));
      if (openedIndex >= 0) show(index);
      else setChosen(index);
    },
    toggle: () => (openedIndex >= 0 ? close() : show(Math.max(0, active))),
    close,
  };

  function close() {
    setChosen(active);
    onOpened(undefined);
  }
}
