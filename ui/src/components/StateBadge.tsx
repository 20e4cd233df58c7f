import { CircleAlert, CircleCheck, CircleDashed, LoaderCircle } from "lucide-react";
import type { State } from "../api/types";
import styles from "./state.module.css";

const looks = {
  OK: { title: "ok", icon: CircleCheck, className: styles.ok },
  ERROR: { title: "error", icon: CircleAlert, className: styles.error },
  IN_PROGRESS: { title: "running", icon: LoaderCircle, className: styles.running },
  STATE_UNSPECIFIED: { title: "unknown", icon: CircleDashed, className: styles.unknown },
};

/** The state of a trace as icon and word. */
export function StateBadge({ state }: { state: State }) {
  const look = looks[state] ?? looks.STATE_UNSPECIFIED;
  const Icon = look.icon;
  return (
    <span className={`${styles.state} ${look.className}`}>
      <Icon size={14} aria-hidden />
      {look.title}
    </span>
  );
}
