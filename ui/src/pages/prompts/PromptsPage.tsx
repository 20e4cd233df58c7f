import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { basePath } from "../../api/client";
import { promptsQuery } from "../../api/prompts";
import type { PromptRow } from "../../api/types";
import { Anchor, useGo } from "../../components/Anchor";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/CopyButton";
import { EmptyState, ErrorState, SkeletonRows } from "../../components/States";
import { Time } from "../../components/Time";
import { usePageTitle } from "../../components/usePageTitle";
import { useCommands } from "../../keyboard/commands";
import { promptHref } from "../../links";
import styles from "../sessions/sessions.module.css";
import own from "./prompts.module.css";

/** All prompts of the registry, the last changed first. */
export function PromptsPage() {
  const { search = "" } = useSearch({ from: "/shell/prompts" });
  const navigate = useNavigate({ from: "/prompts" });
  const go = useGo();
  usePageTitle("Prompts");
  const [active, setActive] = useState(-1);
  const box = useRef<HTMLInputElement>(null);
  const query = useInfiniteQuery(promptsQuery(search));
  const rows = query.data?.pages.flatMap((page) => page.prompts) ?? [];
  const move = (step: number) => setActive((row) => Math.max(0, Math.min(rows.length - 1, row + step)));
  const group = "Prompts";
  useCommands([
    { id: "next", title: "Next prompt", group, keys: "j", run: () => move(1) },
    { id: "previous", title: "Previous prompt", group, keys: "k", run: () => move(-1) },
    { id: "search", title: "Search prompts", group, keys: "/", run: () => box.current?.focus() },
    {
      id: "open",
      title: "Open prompt",
      group,
      keys: "Enter",
      run: () => {
        const row = rows[active];
        if (row) go(promptHref(row.name));
      },
    },
  ]);
  return (
    <div className={styles.page}>
      <div className={styles.tools}>
        <h1>Prompts</h1>
        <input
          ref={box}
          type="search"
          placeholder="Search by name"
          aria-label="Search prompts by name"
          value={search}
          onChange={(event) => void navigate({ search: { search: event.target.value || undefined }, replace: true })}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        />
      </div>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label="Prompts">
        {query.isPending && <SkeletonRows count={14} label="Loading prompts" />}
        {query.isError && rows.length === 0 && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {query.isSuccess && rows.length === 0 && (
          <EmptyState title={search === "" ? "No prompts yet" : `No prompt has “${search}” in its name`}>
            {search === "" && <FirstPrompt />}
          </EmptyState>
        )}
        {rows.length > 0 && <PromptTable rows={rows} active={active} />}
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

function FirstPrompt() {
  const snippet = `import mlflow

mlflow.set_tracking_uri("${window.location.origin}${basePath.replace(/\/$/, "")}")
mlflow.genai.register_prompt(
    name="greeting",
    template="Hello {{name}}, how can I help?",
    commit_message="first",
)`;
  return (
    <div className={own.first}>
      <p>Prompts are kept with their versions, so that a new wording can be compared, tried and taken back.</p>
      <pre>{snippet}</pre>
      <CopyButton value={snippet} label="Copy the snippet">
        Copy
      </CopyButton>
    </div>
  );
}

function PromptTable({ rows, active }: { rows: PromptRow[]; active: number }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Prompt</th>
          <th scope="col" className={styles.number}>
            Version
          </th>
          <th scope="col" className={styles.wide}>
            Kind
          </th>
          <th scope="col">Aliases</th>
          <th scope="col" className={styles.wide}>
            Tags
          </th>
          <th scope="col" className={styles.wide}>
            Description
          </th>
          <th scope="col">Changed</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={row.name} data-active={index === active || undefined}>
            <td className={styles.name}>
              <Anchor href={promptHref(row.name)}>{row.name}</Anchor>
            </td>
            <td className={styles.number}>{row.latest_version ?? ""}</td>
            <td className={`${styles.muted} ${styles.wide}`}>{row.kind}</td>
            <td>
              {Object.entries(row.aliases).map(([alias, version]) => (
                <span key={alias} className={own.chip}>
                  {alias} → {version}
                </span>
              ))}
            </td>
            <td className={`${styles.muted} ${styles.wide}`}>
              {Object.entries(row.tags)
                .map(([key, value]) => `${key}=${value}`)
                .join("  ")}
            </td>
            <td className={`${styles.text} ${styles.wide}`} title={row.description}>
              {row.description}
            </td>
            <td className={styles.muted}>
              <Time at={row.updated_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
