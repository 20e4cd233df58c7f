import { ArrowDown, ArrowUp, CircleDashed, Equal, Shuffle } from "lucide-react";
import type { Verdict } from "./compare";
import styles from "./run.module.css";

const looks = {
  better: { icon: ArrowUp, className: styles.yes },
  worse: { icon: ArrowDown, className: styles.no },
  same: { icon: Equal, className: styles.none },
  changed: { icon: Shuffle, className: styles.muted },
  missing: { icon: CircleDashed, className: styles.none },
};

/** A verdict as an icon with its word for screen readers and on hover. */
export function VerdictMark({ verdict }: { verdict: Verdict }) {
  const { icon: Icon, className } = looks[verdict];
  return (
    <span className={`${styles.mark} ${className}`} title={verdict}>
      <Icon size={13} role="img" aria-label={verdict} />
    </span>
  );
}
