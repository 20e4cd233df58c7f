/** How this viewer looks at the list: active row, columns, figures above the rows. */
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { TraceRow } from "../../api/types";
import { readPreference, writePreference } from "../../preferences";
import { narrowQuery, useMedia } from "../../theme/media";
import { chooseColumns, chooseNarrowColumns, defaultColumns } from "./columns";
import type { ListSearch } from "./listSearch";

/** What is above the rows: figures over time, or by model and name. */
export type Figures = "time" | "groups";

/** What still fits when a trace is shown beside the list. */
const besidePeek = new Set(["state", "time", "name", "input", "duration", "tokens"]);
const tightQuery = "(max-width: 1300px)";

function readFigures(): Figures | undefined {
  const kept = readPreference("charts");
  return kept === "off" ? undefined : kept === "groups" ? "groups" : "time";
}

/** Query key of the trace that was read last; the list comes back to it. */
export const lastReadKey = (experiment: string) => ["last-read", experiment] as const;

/**
 * The active row is kept by its trace, so that it stays the same when new rows come above it. It begins with the
 * trace that is shown beside the list, or with the one the viewer comes back from.
 */
export function useListView(experiment: string, rows: TraceRow[], search: ListSearch) {
  const client = useQueryClient();
  const [activeId, setActiveId] = useState(() => search.peek ?? client.getQueryData<string>(lastReadKey(experiment)));
  const [figures, setFigures] = useState(readFigures);
  const narrow = useMedia(narrowQuery);
  const tight = useMedia(tightQuery);
  const peeking = search.peek !== undefined;
  const columns = useMemo(() => {
    if (narrow || (peeking && tight)) return chooseNarrowColumns();
    const wanted = chooseColumns(search.cols ?? readPreference("columns") ?? defaultColumns);
    return peeking ? wanted.filter((column) => besidePeek.has(column.id)) : wanted;
  }, [narrow, tight, search.cols, peeking]);
  const active = useMemo(() => rows.findIndex((row) => row.trace_id === activeId), [rows, activeId]);
  return {
    active,
    setActive: (index: number) => setActiveId(rows[index]?.trace_id),
    narrow,
    columns,
    figures: narrow ? undefined : figures,
    toggleFigures: (wanted: Figures) => {
      const next = figures === wanted ? undefined : wanted;
      writePreference("charts", next ?? "off");
      setFigures(next);
    },
  };
}
