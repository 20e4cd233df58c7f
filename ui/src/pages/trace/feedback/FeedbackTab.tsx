import { Plus } from "lucide-react";
import { useState } from "react";
import type { Assessment, Json, TraceDetail } from "../../../api/types";
import { Button } from "../../../components/Button";
import { SkeletonRows } from "../../../components/States";
import { useCommands } from "../../../keyboard/commands";
import { readPreference, writePreference } from "../../../preferences";
import list from "../../traces/traces.module.css";
import { AssessmentForm } from "./AssessmentForm";
import { AssessmentItem } from "./AssessmentItem";
import styles from "./feedback.module.css";
import { useAssessments } from "./useAssessments";

const digits = [1, 2, 3, 4, 5];

/** Feedback and expectations of the trace or one span: y, n or a digit is one label. */
export function FeedbackTab(props: {
  trace: TraceDetail | undefined;
  traceId: string;
  spanId: string;
  spanName: string;
}) {
  const { trace, spanId, spanName } = props;
  const { add, change, remove } = useAssessments(props.traceId);
  const [onSpan, setOnSpan] = useState(false);
  const [adding, setAdding] = useState(false);
  const [name, setName] = useState(() => readPreference("label") ?? "correct");
  const target = onSpan ? spanId : undefined;
  const chooseName = (next: string) => {
    setName(next);
    writePreference("label", next);
  };
  const label = (value: Json) => {
    const used = name.trim();
    if (trace === undefined || used === "") return;
    const old = trace.assessments.find((each) => isOwn(each, used, target));
    if (old === undefined) void add({ name: used, kind: "feedback", value, span_id: target });
    else void change(old, { value });
  };
  const group = "Feedback";
  useCommands([
    { id: "label-yes", title: `Label ${name}: yes`, group, keys: "y", run: () => label(true) },
    { id: "label-no", title: `Label ${name}: no`, group, keys: "n", run: () => label(false) },
    ...digits.map((digit) => ({
      id: `label-${digit}`,
      title: `Label ${name}: ${digit}`,
      group,
      keys: String(digit),
      run: () => label(digit),
    })),
    { id: "label-new", title: "New feedback or expectation", group, keys: "+", run: () => setAdding(true) },
  ]);
  if (trace === undefined) return <SkeletonRows count={5} label="Loading feedback" />;
  const places = (assessment: Assessment) => {
    if (assessment.span_id === undefined) return undefined;
    return assessment.span_id === spanId ? `on ${spanName}` : `on span ${assessment.span_id}`;
  };
  return (
    <div className={styles.panel}>
      <div className={styles.quick}>
        <div className={list.segments} role="group" aria-label="What is judged">
          <Button small aria-pressed={!onSpan} onClick={() => setOnSpan(false)}>
            Trace
          </Button>
          <Button small aria-pressed={onSpan} onClick={() => setOnSpan(true)}>
            This span
          </Button>
        </div>
        <label>
          Name
          <input value={name} onChange={(event) => chooseName(event.target.value)} autoComplete="off" />
        </label>
        <Button small title="Yes (y)" onClick={() => label(true)}>
          Yes
        </Button>
        <Button small title="No (n)" onClick={() => label(false)}>
          No
        </Button>
        {digits.map((digit) => (
          <Button key={digit} small aria-label={`Label ${digit}`} onClick={() => label(digit)}>
            {digit}
          </Button>
        ))}
        <Button small onClick={() => setAdding(true)}>
          <Plus size={13} aria-hidden /> More
        </Button>
      </div>
      {adding && (
        <AssessmentForm
          name={name}
          onClose={() => setAdding(false)}
          onSave={({ kind, name: used, value, rationale }) =>
            add({ kind, name: used, value, rationale, span_id: target })
          }
        />
      )}
      {trace.assessments.length === 0 && !adding && (
        <p className={styles.muted}>No feedback yet. Press y, n or a digit; Shift J goes on to the next trace.</p>
      )}
      <div>
        {trace.assessments.map((assessment) => (
          <AssessmentItem
            key={assessment.assessment_id}
            assessment={assessment}
            where={places(assessment)}
            onChange={change}
            onRemove={(old) => void remove(old)}
          />
        ))}
      </div>
    </div>
  );
}

function isOwn(assessment: Assessment, name: string, spanId: string | undefined): boolean {
  return (
    assessment.name === name &&
    assessment.kind === "feedback" &&
    assessment.valid &&
    assessment.source.type === "HUMAN" &&
    assessment.span_id === spanId
  );
}
