import { CircleAlert, CircleCheck, CircleDashed, CircleSlash, LoaderCircle } from "lucide-react";
import type { RunStatus } from "../api/types";
import styles from "./state.module.css";

const looks = {
  RUNNING: { title: "running", icon: LoaderCircle, className: styles.running },
  SCHEDULED: { title: "scheduled", icon: CircleDashed, className: styles.unknown },
  FINISHED: { title: "finished", icon: CircleCheck, className: styles.ok },
  FAILED: { title: "failed", icon: CircleAlert, className: styles.error },
  KILLED: { title: "killed", icon: CircleSlash, className: styles.unknown },
};

/** The status of a run as icon and word. */
export function RunStatusBadge({ status }: { status: RunStatus }) {
  const { title, icon: Icon, className } = looks[status];
  return (
    <span className={`${styles.state} ${className}`}>
      <Icon size={14} aria-hidden />
      {title}
    </span>
  );
}
