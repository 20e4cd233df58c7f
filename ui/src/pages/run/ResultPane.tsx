import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { Assessment, RunResult } from "../../api/types";
import { Anchor } from "../../components/Anchor";
import { Button } from "../../components/Button";
import { LongText } from "../../components/LongText";
import { StateBadge } from "../../components/StateBadge";
import { formatDuration } from "../../format/duration";
import { previewText } from "../../format/preview";
import { traceHref } from "../../links";
import { AssessmentValue } from "./AssessmentValue";
import styles from "./run.module.css";

/** One result with everything that is said about it and why; in a comparison, both runs' results. */
export function ResultPane(props: {
  experiment: string;
  result: RunResult | undefined;
  base?: RunResult;
  /** Names of the two runs, when they are compared. */
  names?: { base: string; result: string };
  onClose: () => void;
}) {
  const { experiment, result, base, names } = props;
  const sides = [
    ...(names === undefined ? [] : [{ title: names.base, result: base }]),
    { title: names?.result, result },
  ];
  return (
    <aside className={styles.pane} aria-label="Result">
      <header className={styles.paneHead}>
        <h2>Result</h2>
        <span className={styles.space} />
        <Button bare small icon aria-label="Close the result (Space)" onClick={props.onClose}>
          <X size={14} />
        </Button>
      </header>
      <div className={styles.paneBody} tabIndex={0} role="region" aria-label="Result in full">
        <Section title="Input">
          <LongText text={previewText((result ?? base)?.input_preview) ?? ""} />
        </Section>
        {sides.map((side, index) => (
          <Side key={index} experiment={experiment} title={side.title} result={side.result} />
        ))}
      </div>
    </aside>
  );
}

function Side(props: { experiment: string; title: string | undefined; result: RunResult | undefined }) {
  const { experiment, title, result } = props;
  if (result === undefined) {
    return (
      <Section title={title ?? "Output"}>
        <p className={styles.muted}>This run has no result for this input.</p>
      </Section>
    );
  }
  const valid = result.assessments.filter((each) => each.valid && each.kind !== "issue");
  return (
    <Section title={title === undefined ? "Output" : `Output of ${title}`}>
      <p className={styles.facts}>
        <StateBadge state={result.state} />
        <span className={styles.muted}>{formatDuration(result.duration_ms)}</span>
        <Anchor href={traceHref(experiment, result.trace_id)}>Open the trace</Anchor>
      </p>
      {result.state === "ERROR" && result.error_message !== undefined ? (
        <p className={styles.errorText}>{result.error_message}</p>
      ) : (
        <LongText text={previewText(result.output_preview) ?? ""} />
      )}
      {valid.map((each) => (
        <Judgement key={each.assessment_id} assessment={each} />
      ))}
    </Section>
  );
}

function Judgement({ assessment }: { assessment: Assessment }) {
  const { name, kind, source, rationale, error } = assessment;
  return (
    <div className={styles.judgement}>
      <p className={styles.facts}>
        <b>{name}</b>
        {kind === "expectation" && <span className={styles.muted}>expected</span>}
        <AssessmentValue assessment={assessment} />
        <span className={styles.muted}>by {source.id || source.type.toLowerCase()}</span>
      </p>
      {error && <p className={styles.errorText}>{error.message ?? error.code}</p>}
      {rationale !== undefined && <LongText text={rationale} />}
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
