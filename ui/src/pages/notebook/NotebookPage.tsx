import { useNavigate, useSearch } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight, ExternalLink } from "lucide-react";
import { useCallback } from "react";
import { Button } from "../../components/Button";
import { EmptyState } from "../../components/States";
import { usePageTitle } from "../../components/usePageTitle";
import { permalink } from "../../links";
import { TraceView } from "../trace/TraceView";
import type { SpanSearch } from "../trace/traceSearch";
import styles from "./notebook.module.css";

const path = "/static-files/lib/notebook-trace-renderer/index.html";

/** The frame that the official client puts under a notebook cell: one or more traces without the page's top bar. */
export function NotebookPage() {
  const search = useSearch({ from: path });
  const navigate = useNavigate({ from: path });
  usePageTitle("Trace");
  const ids = [search.trace_id ?? []].flat().filter((id) => id !== "");
  const shown = Math.max(0, Math.min(ids.length - 1, Number(search.shown ?? 1) - 1 || 0));
  const onSearch = useCallback(
    (change: Partial<SpanSearch>) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true }),
    [navigate],
  );
  const show = (index: number) =>
    void navigate({
      search: (old) => ({ ...old, shown: String(index + 1), span: undefined, find: undefined }),
      replace: true,
    });
  const id = ids[shown];
  if (id === undefined) {
    return (
      <main>
        <EmptyState title="No trace to show">
          <p>The address names no trace. It should end in `?trace_id=…`.</p>
        </EmptyState>
      </main>
    );
  }
  return (
    <div className={styles.frame}>
      <nav className={styles.pager} aria-label="Traces">
        {ids.length > 1 && (
          <>
            <Button bare small icon aria-label="Previous trace" disabled={shown === 0} onClick={() => show(shown - 1)}>
              <ChevronLeft size={14} />
            </Button>
            <span role="status">
              {shown + 1} of {ids.length}
            </span>
            <Button
              bare
              small
              icon
              aria-label="Next trace"
              disabled={shown === ids.length - 1}
              onClick={() => show(shown + 1)}
            >
              <ChevronRight size={14} />
            </Button>
          </>
        )}
        <a href={permalink(id)} target="_blank" rel="noopener">
          Open in Spanwell <ExternalLink size={12} aria-hidden />
        </a>
      </nav>
      <main>
        <TraceView key={id} traceId={id} search={search} onSearch={onSearch} />
      </main>
    </div>
  );
}
