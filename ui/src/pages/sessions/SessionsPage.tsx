import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useLiveEvents } from "../../api/events";
import { sessionsQuery } from "../../api/sessions";
import type { SessionRow } from "../../api/types";
import { Anchor, useGo } from "../../components/Anchor";
import { Button } from "../../components/Button";
import { EmptyState, ErrorState, SkeletonRows } from "../../components/States";
import { Time } from "../../components/Time";
import { usePageTitle } from "../../components/usePageTitle";
import { formatCost } from "../../format/cost";
import { formatCount } from "../../format/count";
import { previewText } from "../../format/preview";
import { useCommands } from "../../keyboard/commands";
import { sessionHref } from "../../links";
import styles from "./sessions.module.css";

const refreshMs = 3_000;

/** All conversations of an experiment, last active first. */
export function SessionsPage() {
  const { experiment } = useParams({ from: "/shell/e/$experiment/sessions" });
  const { search = "" } = useSearch({ from: "/shell/e/$experiment/sessions" });
  const navigate = useNavigate({ from: "/e/$experiment/sessions" });
  const go = useGo();
  usePageTitle("Sessions");
  const [active, setActive] = useState(-1);
  const box = useRef<HTMLInputElement>(null);
  const query = useInfiniteQuery(sessionsQuery(experiment, search));
  const rows = query.data?.pages.flatMap((page) => page.sessions) ?? [];
  const refetchedAt = useRef(0);
  const refresh = () => {
    if (Date.now() - refetchedAt.current < refreshMs) return;
    refetchedAt.current = Date.now();
    void query.refetch();
  };
  useLiveEvents(experiment, "traces", { onTraces: refresh, onResume: refresh });
  const move = (step: number) => setActive((row) => Math.max(0, Math.min(rows.length - 1, row + step)));
  const group = "Sessions";
  useCommands([
    { id: "next", title: "Next session", group, keys: "j", run: () => move(1) },
    { id: "previous", title: "Previous session", group, keys: "k", run: () => move(-1) },
    { id: "search", title: "Search sessions", group, keys: "/", run: () => box.current?.focus() },
    {
      id: "open",
      title: "Open session",
      group,
      keys: "Enter",
      run: () => {
        const row = rows[active];
        if (row) go(sessionHref(experiment, row.session));
      },
    },
  ]);
  return (
    <div className={styles.page}>
      <div className={styles.tools}>
        <h1>Sessions</h1>
        <input
          ref={box}
          type="search"
          placeholder="Search sessions"
          aria-label="Search sessions"
          value={search}
          onChange={(event) => void navigate({ search: { search: event.target.value || undefined }, replace: true })}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        />
      </div>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label="Sessions">
        {query.isPending && <SkeletonRows count={14} label="Loading sessions" />}
        {query.isError && rows.length === 0 && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {query.isSuccess && rows.length === 0 && (
          <EmptyState title={search === "" ? "No sessions yet" : `No session fits “${search}”`}>
            <p>
              Traces that share a session id form a conversation. Set it with{" "}
              <code>
                mlflow.update_current_trace(metadata={"{"}"mlflow.trace.session": "…"{"}"})
              </code>{" "}
              or the attribute <code>session.id</code>.
            </p>
          </EmptyState>
        )}
        {rows.length > 0 && <SessionTable experiment={experiment} rows={rows} active={active} />}
        {query.hasNextPage && (
          <div className={styles.more}>
            <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
              Show more
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

function SessionTable({ experiment, rows, active }: { experiment: string; rows: SessionRow[]; active: number }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Session</th>
          <th scope="col">Last active</th>
          <th scope="col" className={styles.number}>
            Turns
          </th>
          <th scope="col" className={styles.number}>
            Errors
          </th>
          <th scope="col" className={styles.wide}>
            First input
          </th>
          <th scope="col" className={styles.wide}>
            Last output
          </th>
          <th scope="col" className={`${styles.number} ${styles.wide}`}>
            Tokens
          </th>
          <th scope="col" className={`${styles.number} ${styles.wide}`}>
            Cost
          </th>
          <th scope="col" className={styles.wide}>
            User
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={row.session} data-active={index === active || undefined}>
            <td className={styles.name}>
              <Anchor href={sessionHref(experiment, row.session)}>{row.session}</Anchor>
            </td>
            <td className={styles.muted}>
              <Time at={row.last_at} />
            </td>
            <td className={styles.number}>{formatCount(row.trace_count)}</td>
            <td className={`${styles.number} ${styles.error}`}>
              {row.error_count > 0 ? formatCount(row.error_count) : ""}
            </td>
            <td className={`${styles.wide} ${styles.text}`} title={row.first_input}>
              {previewText(row.first_input)}
            </td>
            <td className={`${styles.wide} ${styles.text}`} title={row.last_output}>
              {previewText(row.last_output)}
            </td>
            <td className={`${styles.number} ${styles.wide}`}>{row.tokens > 0 ? formatCount(row.tokens) : ""}</td>
            <td className={`${styles.number} ${styles.wide}`}>{row.cost_usd > 0 ? formatCost(row.cost_usd) : ""}</td>
            <td className={`${styles.muted} ${styles.wide}`}>{row.user}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
