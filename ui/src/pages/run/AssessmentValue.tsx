import { Check, X } from "lucide-react";
import type { Assessment } from "../../api/types";
import { valueText } from "../../components/AssessmentChip";
import { formatMetric } from "../../format/metric";
import { isYesOrNo, rankOf } from "./compare";
import styles from "./run.module.css";

/** What an assessment says, in a few characters; why it says so on hover. */
export function AssessmentValue({ assessment }: { assessment: Assessment | undefined }) {
  if (assessment === undefined) return <span className={styles.none}>–</span>;
  const { value, error, rationale } = assessment;
  if (error || value === null) {
    return (
      <span className={styles.no} title={error?.message ?? error?.code ?? "no value"}>
        failed
      </span>
    );
  }
  if (isYesOrNo(value)) {
    const yes = rankOf(value) === 1;
    const Icon = yes ? Check : X;
    return (
      <span className={yes ? styles.yes : styles.no} title={rationale}>
        <Icon size={13} aria-hidden /> {valueText(value)}
      </span>
    );
  }
  const text = typeof value === "number" ? formatMetric(value) : valueText(value);
  return <span title={[valueText(value), rationale].filter(Boolean).join("\n")}>{text}</span>;
}
