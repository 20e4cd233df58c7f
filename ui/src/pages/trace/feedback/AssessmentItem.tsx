import { Check, Pencil, Trash2, X } from "lucide-react";
import { useState } from "react";
import type { Assessment, AssessmentChange } from "../../../api/types";
import { valueText } from "../../../components/AssessmentChip";
import { Button } from "../../../components/Button";
import { JsonView } from "../../../components/json/JsonView";
import { Time } from "../../../components/Time";
import { AssessmentForm } from "./AssessmentForm";
import styles from "./feedback.module.css";

/** One assessment with its value, source and rationale. */
export function AssessmentItem(props: {
  assessment: Assessment;
  where: string | undefined;
  onChange: (old: Assessment, change: AssessmentChange) => Promise<boolean>;
  onRemove: (old: Assessment) => void;
}) {
  const { assessment } = props;
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <AssessmentForm
        old={assessment}
        name={assessment.name}
        onClose={() => setEditing(false)}
        onSave={({ value, rationale }) => props.onChange(assessment, { value, rationale: rationale ?? "" })}
      />
    );
  }
  return (
    <div className={styles.item} data-overridden={!assessment.valid || undefined}>
      <div className={styles.line}>
        <span className={styles.name}>{assessment.name}</span>
        <Value assessment={assessment} />
        <span className={styles.space} />
        <Button bare small icon aria-label={`Change ${assessment.name}`} onClick={() => setEditing(true)}>
          <Pencil size={13} />
        </Button>
        <Button bare small icon aria-label={`Remove ${assessment.name}`} onClick={() => props.onRemove(assessment)}>
          <Trash2 size={13} />
        </Button>
      </div>
      {assessment.rationale && <p className={styles.rationale}>{assessment.rationale}</p>}
      <p className={styles.muted}>
        {assessment.kind} by {assessment.source.id} ({assessment.source.type.toLowerCase().replaceAll("_", " ")}),{" "}
        <Time at={assessment.updated_at} />
        {props.where !== undefined && <>, {props.where}</>}
        {!assessment.valid && ", overridden"}
      </p>
    </div>
  );
}

function Value({ assessment }: { assessment: Assessment }) {
  const { value, error } = assessment;
  if (error !== undefined) return <span className={styles.no}>{error.message ?? error.code ?? "failed"}</span>;
  if (value === true) return <Check size={14} className={styles.yes} aria-label="yes" />;
  if (value === false) return <X size={14} className={styles.no} aria-label="no" />;
  if (value !== null && typeof value === "object")
    return <JsonView value={value} label={assessment.name} tools={false} />;
  return <span className={styles.value}>{valueText(value)}</span>;
}
