import { keyLabel } from "../keyboard/keys";
import styles from "./palette.module.css";

/** A key or key sequence as small caps. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className={styles.keys}>
      {keyLabel(keys).map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  );
}
