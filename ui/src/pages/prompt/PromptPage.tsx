import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { promptQuery, promptVersionsQuery } from "../../api/prompts";
import type { PromptRow, PromptVersion } from "../../api/types";
import { useGo } from "../../components/Anchor";
import { Button } from "../../components/Button";
import { EmptyState, ErrorState, SkeletonRows } from "../../components/States";
import { Time } from "../../components/Time";
import { usePageTitle } from "../../components/usePageTitle";
import { useCommands } from "../../keyboard/commands";
import { promptsHref } from "../../links";
import { AliasDialog } from "./AliasDialog";
import { PromptComparison } from "./PromptComparison";
import { PromptVersionView } from "./PromptVersionView";
import styles from "./prompt.module.css";
import type { PromptSearch } from "./promptSearch";

/** One prompt: its versions, the text of one of them, or two side by side. */
export function PromptPage() {
  const { prompt: name } = useParams({ from: "/shell/prompts/$prompt" });
  const { version, compare } = useSearch({ from: "/shell/prompts/$prompt" });
  const navigate = useNavigate({ from: "/prompts/$prompt" });
  usePageTitle(name);
  const prompt = useQuery(promptQuery(name));
  const query = useInfiniteQuery(promptVersionsQuery(name));
  const [moving, setMoving] = useState(false);
  const versions = query.data?.pages.flatMap((page) => page.versions) ?? [];
  const shown = versions.find((found) => found.version === version) ?? versions[0];
  const other = versions.find((found) => found.version === compare);
  const show = (next: PromptSearch, replace = true) => void navigate({ search: next, replace });
  usePromptCommands({ versions, shown, other, show, moveAlias: () => setMoving(true) });
  const failed = prompt.error ?? query.error;
  if (failed !== null && versions.length === 0) {
    return <ErrorState error={failed} onRetry={() => void Promise.all([prompt.refetch(), query.refetch()])} />;
  }
  if (prompt.data === undefined || query.isPending) return <SkeletonRows count={12} label="Loading the prompt" />;
  return (
    <div className={styles.page}>
      <PromptHead prompt={prompt.data} />
      {shown === undefined ? (
        <EmptyState title="This prompt has no version" />
      ) : (
        <div className={styles.columns}>
          <VersionList
            versions={versions}
            shown={shown}
            compared={other}
            show={show}
            more={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
          />
          <section className={styles.version} aria-label={`Version ${shown.version}`} tabIndex={0}>
            {other === undefined || other === shown ? (
              <PromptVersionView prompt={prompt.data} version={shown} onMoveAlias={() => setMoving(true)} />
            ) : (
              <PromptComparison before={other} after={shown} onClose={() => show({ version: shown.version })} />
            )}
          </section>
        </div>
      )}
      {moving && shown !== undefined && (
        <AliasDialog prompt={prompt.data} version={shown.version} onClose={() => setMoving(false)} />
      )}
    </div>
  );
}

function PromptHead({ prompt }: { prompt: PromptRow }) {
  return (
    <header className={styles.head}>
      <h1>{prompt.name}</h1>
      {prompt.description !== undefined && <span className={styles.muted}>{prompt.description}</span>}
      {Object.entries(prompt.tags).map(([key, value]) => (
        <span key={key} className={styles.chip}>
          {key}: {value}
        </span>
      ))}
    </header>
  );
}

function VersionList(props: {
  versions: PromptVersion[];
  shown: PromptVersion;
  compared: PromptVersion | undefined;
  show: (next: PromptSearch) => void;
  more: (() => void) | undefined;
}) {
  const { versions, shown, compared, show, more } = props;
  return (
    <nav className={styles.versions} aria-label="Versions">
      {versions.map((version) => (
        <div key={version.version} className={styles.entry} data-shown={version === shown || undefined}>
          <button
            type="button"
            className={styles.pick}
            aria-current={version === shown ? "true" : undefined}
            onClick={() => show({ version: version.version })}
          >
            <span className={styles.line}>
              <b>Version {version.version}</b>
              {version.aliases.map((alias) => (
                <span key={alias} className={styles.chip}>
                  {alias}
                </span>
              ))}
            </span>
            <span className={styles.muted}>
              <Time at={version.created_at} />
              {version.commit_message !== undefined && ` · ${version.commit_message}`}
            </span>
          </button>
          {version !== shown && (
            <Button
              bare
              small
              aria-pressed={version === compared}
              aria-label={`Compare with version ${version.version}`}
              onClick={() =>
                show({ version: shown.version, compare: version === compared ? undefined : version.version })
              }
            >
              Compare
            </Button>
          )}
        </div>
      ))}
      {more !== undefined && <Button onClick={more}>Show more</Button>}
    </nav>
  );
}

function usePromptCommands(page: {
  versions: PromptVersion[];
  shown: PromptVersion | undefined;
  other: PromptVersion | undefined;
  show: (next: PromptSearch) => void;
  moveAlias: () => void;
}): void {
  const go = useGo();
  const group = "Prompt";
  const { versions, shown, other, show } = page;
  const at = shown === undefined ? -1 : versions.indexOf(shown);
  const move = (step: number) => {
    const next = versions[at + step];
    if (next !== undefined) show({ version: next.version });
  };
  const before = versions[at + 1];
  useCommands([
    { id: "older", title: "Older version", group, keys: "j", run: () => move(1) },
    { id: "newer", title: "Newer version", group, keys: "k", run: () => move(-1) },
    {
      id: "compare",
      title: "Compare with the version before",
      group,
      keys: "c",
      run: () => {
        if (shown === undefined) return;
        show({ version: shown.version, compare: other === undefined ? before?.version : undefined });
      },
    },
    { id: "alias", title: "Point an alias to this version", group, keys: "a", run: page.moveAlias },
    { id: "back", title: "Back to the prompts", group, keys: "Escape", run: () => go(promptsHref()) },
  ]);
}
