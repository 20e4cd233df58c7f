/** How this viewer looks at the list: active row, columns, charts shown or not. */
import { useMemo, useState } from "react";
import type { TraceRow } from "../../api/types";
import { readPreference, writePreference } from "../../preferences";
import { narrowQuery, useMedia } from "../../theme/media";
import { chooseColumns, chooseNarrowColumns, defaultColumns } from "./columns";

/** The active row is kept by its trace, so that it stays the same when new rows come above it. */
export function useListView(rows: TraceRow[], wantedColumns: string | undefined) {
  const [activeId, setActiveId] = useState<string>();
  const [charts, setCharts] = useState(() => readPreference("charts") !== "off");
  const narrow = useMedia(narrowQuery);
  const columns = useMemo(
    () =>
      narrow ? chooseNarrowColumns() : chooseColumns(wantedColumns ?? readPreference("columns") ?? defaultColumns),
    [narrow, wantedColumns],
  );
  const active = useMemo(() => rows.findIndex((row) => row.trace_id === activeId), [rows, activeId]);
  return {
    active,
    setActive: (index: number) => setActiveId(rows[index]?.trace_id),
    narrow,
    columns,
    charts: charts && !narrow,
    toggleCharts: () => {
      writePreference("charts", charts ? "off" : "on");
      setCharts(!charts);
    },
  };
}
