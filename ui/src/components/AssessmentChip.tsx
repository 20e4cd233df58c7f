import { Check, X } from "lucide-react";
import type { Assessment, Json } from "../api/types";
import styles from "./chip.module.css";

/** Name and value of an assessment in a few characters; the rationale on hover. */
export function AssessmentChip({ assessment }: { assessment: Assessment }) {
  const { name, value, error, rationale, source } = assessment;
  const title = [
    `${name}: ${error ? (error.message ?? error.code ?? "failed") : valueText(value)}`,
    rationale,
    `by ${source.id}`,
  ]
    .filter(Boolean)
    .join("\n");
  return (
    <span className={styles.chip} title={title}>
      <span>{name}</span>
      {value === true ? (
        <Check size={12} className={styles.yes} aria-label="yes" />
      ) : value === false ? (
        <X size={12} className={styles.no} aria-label="no" />
      ) : (
        <span className={styles.value}>{error ? "failed" : valueText(value)}</span>
      )}
    </span>
  );
}

/** A value as text: yes, no, the number, the words, or JSON. */
export function valueText(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  if (value === true) return "yes";
  if (value === false) return "no";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
