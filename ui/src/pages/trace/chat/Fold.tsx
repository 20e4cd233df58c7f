import type { ReactNode } from "react";
import styles from "./chat.module.css";

/** A part that is folded to one line. */
export function Fold({ summary, children, open }: { summary: ReactNode; children: ReactNode; open?: boolean }) {
  return (
    <details className={styles.fold} open={open}>
      <summary>{summary}</summary>
      <div>{children}</div>
    </details>
  );
}

/** Icon, title and the beginning of a part. */
export function Line({ icon, title, preview }: { icon: ReactNode; title: string; preview?: string }) {
  return (
    <>
      {icon}
      <strong>{title}</strong>
      {preview && <code>{preview}</code>}
    </>
  );
}
