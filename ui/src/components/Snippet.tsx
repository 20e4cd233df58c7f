import { CopyButton } from "./CopyButton";
import styles from "./snippet.module.css";

/** Code to be copied. */
export function Snippet({ text, label }: { text: string; label: string }) {
  return (
    <div className={styles.snippet}>
      <div>
        <CopyButton value={text} label={label} />
      </div>
      <pre tabIndex={0}>{text}</pre>
    </div>
  );
}
