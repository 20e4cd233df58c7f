import { useQuery } from "@tanstack/react-query";
import { Download, File, Folder } from "lucide-react";
import { artifactsQuery, artifactUrl } from "../../api/runs";
import type { RunDetail } from "../../api/types";
import { Anchor } from "../../components/Anchor";
import { buttonClass } from "../../components/Button";
import { EmptyState, ErrorState, SkeletonRows } from "../../components/States";
import { formatBytes } from "../../format/bytes";
import { runHref } from "../../links";
import styles from "./run.module.css";

/** The files of a run, folder by folder, to be downloaded. */
export function ArtifactsTab({ run, path }: { run: RunDetail; path: string }) {
  const query = useQuery(artifactsQuery(run.run_id, path));
  const href = (folder: string) =>
    runHref(run.experiment_id, run.run_id, { tab: "artifacts", path: folder || undefined });
  if (query.isPending) return <SkeletonRows count={6} label="Loading artifacts" />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const { artifacts, elsewhere } = query.data;
  const parts = path.split("/").filter(Boolean);
  return (
    <div className={styles.details} tabIndex={0} role="region" aria-label="Artifacts">
      {parts.length > 0 && (
        <nav aria-label="Folder" className={styles.crumbs}>
          <Anchor href={href("")}>artifacts</Anchor>
          {parts.map((part, index) => (
            <span key={index}>
              {" / "}
              {index === parts.length - 1 ? (
                part
              ) : (
                <Anchor href={href(parts.slice(0, index + 1).join("/"))}>{part}</Anchor>
              )}
            </span>
          ))}
        </nav>
      )}
      {artifacts.length === 0 ? (
        <EmptyState title={elsewhere ? "The artifacts are elsewhere" : "No artifacts"}>
          {elsewhere && (
            <p>
              This server does not keep them; they are at <code>{run.artifact_uri}</code>.
            </p>
          )}
        </EmptyState>
      ) : (
        <ul className={styles.files}>
          {artifacts.map((artifact) => {
            const name = artifact.path.split("/").at(-1);
            return (
              <li key={artifact.path}>
                {artifact.bytes === undefined ? <Folder size={14} aria-hidden /> : <File size={14} aria-hidden />}
                {artifact.bytes === undefined ? (
                  <Anchor href={href(artifact.path)}>{name}/</Anchor>
                ) : (
                  <>
                    <span>{name}</span>
                    <span className={styles.muted}>{formatBytes(artifact.bytes)}</span>
                    <a
                      className={buttonClass({ bare: true, small: true, icon: true })}
                      href={artifactUrl(run.run_id, artifact.path)}
                      download={name}
                      aria-label={`Download ${name}`}
                      title={`Download ${name}`}
                    >
                      <Download size={14} />
                    </a>
                  </>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
