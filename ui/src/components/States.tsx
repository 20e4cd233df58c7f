import type { ReactNode } from "react";
import { ApiError } from "../api/client";
import { Button } from "./Button";
import styles from "./states.module.css";

/** What went wrong, what to do about it, and a button to try again. */
export function ErrorState({ error, onRetry, title }: { error: unknown; onRetry?: () => void; title?: string }) {
  const api = error instanceof ApiError ? error : undefined;
  return (
    <div className={styles.state} role="alert">
      <h2>{title ?? (api?.status === 404 ? "Not found" : "This could not be loaded")}</h2>
      <p className={styles.message}>{error instanceof Error ? error.message : String(error)}</p>
      {api?.hint && <p className={styles.hint}>{api.hint}</p>}
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}

/** A heading and what to do when there is nothing to show. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.state}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Grey lines in the place of rows that are on their way. */
export function SkeletonRows({ count, label }: { count: number; label: string }) {
  return (
    <div className={styles.rows} role="status" aria-label={label}>
      {Array.from({ length: count }, (_, index) => (
        <span key={index} className={styles.skeleton} style={{ height: 14, width: `${92 - ((index * 17) % 40)}%` }} />
      ))}
    </div>
  );
}
