import { lazy, Suspense } from "react";
import { LongText } from "./LongText";
import styles from "./text.module.css";

const markdownLimit = 100_000;

const MarkdownText = lazy(async () => {
  const { renderMarkdown } = await import("./markdown");
  return {
    default: ({ text }: { text: string }) => (
      // biome-ignore lint/security/noDangerouslySetInnerHtml: `renderMarkdown` escapes raw HTML and drops what loads or runs
      <div className={`${styles.text} ${styles.markdown}`} dangerouslySetInnerHTML={{ __html: renderMarkdown(text) }} />
    ),
  };
});

/** Text as it is, or rendered as Markdown when the viewer asked for it. */
export function TextView({ text, markdown, mono }: { text: string; markdown: boolean; mono?: boolean }) {
  if (!markdown) return <LongText text={text} mono={mono} />;
  if (text.length > markdownLimit) {
    return (
      <>
        <p className={styles.note}>Too long for Markdown, shown as it is.</p>
        <LongText text={text} mono={mono} />
      </>
    );
  }
  return (
    <Suspense fallback={<LongText text={text} />}>
      <MarkdownText text={text} />
    </Suspense>
  );
}
