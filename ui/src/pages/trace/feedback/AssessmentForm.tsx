import { type FormEvent, useState } from "react";
import type { Assessment, Json } from "../../../api/types";
import { Button } from "../../../components/Button";
import styles from "./feedback.module.css";
import { editText, kindOf, readValue, type ValueKind } from "./values";

/** What the form gives back. */
export interface FormResult {
  kind: "feedback" | "expectation";
  name: string;
  value: Json;
  rationale: string | undefined;
}

/** All fields of an assessment, for a new one or to change one. */
export function AssessmentForm(props: {
  old?: Assessment;
  name: string;
  onSave: (result: FormResult) => Promise<boolean>;
  onClose: () => void;
}) {
  const { old } = props;
  const [kind, setKind] = useState<"feedback" | "expectation">(
    old?.kind === "expectation" ? "expectation" : "feedback",
  );
  const [name, setName] = useState(old?.name ?? props.name);
  const [valueKind, setValueKind] = useState<ValueKind>(old ? kindOf(old.value) : "boolean");
  const [text, setText] = useState(old ? editText(old.value) : "true");
  const [rationale, setRationale] = useState(old?.rationale ?? "");
  const [problem, setProblem] = useState("");
  const [saving, setSaving] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const read = readValue(valueKind, text);
    if (name.trim() === "") return setProblem("the name is empty");
    if ("problem" in read) return setProblem(read.problem);
    setProblem("");
    setSaving(true);
    const saved = await props.onSave({
      kind,
      name: name.trim(),
      value: read.value,
      rationale: rationale.trim() || undefined,
    });
    if (saved) props.onClose();
    else setSaving(false);
  };
  const chooseKind = (next: ValueKind) => {
    setValueKind(next);
    setText(next === "boolean" ? "true" : "");
  };
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <div className={styles.line}>
        {old === undefined && (
          <label>
            Kind
            <select value={kind} onChange={(event) => setKind(event.target.value as typeof kind)}>
              <option value="feedback">feedback</option>
              <option value="expectation">expectation</option>
            </select>
          </label>
        )}
        <label>
          Name
          <input
            value={name}
            onChange={(event) => setName(event.target.value)}
            autoComplete="off"
            disabled={old !== undefined}
          />
        </label>
        <label>
          Type
          <select value={valueKind} onChange={(event) => chooseKind(event.target.value as ValueKind)}>
            <option value="boolean">yes or no</option>
            <option value="number">number</option>
            <option value="text">text</option>
            <option value="json">JSON</option>
          </select>
        </label>
      </div>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: each branch is a control */}
      <label className={styles.wideLabel}>
        Value
        {valueKind === "boolean" ? (
          <select value={text} onChange={(event) => setText(event.target.value)}>
            <option value="true">yes</option>
            <option value="false">no</option>
          </select>
        ) : valueKind === "number" ? (
          <input inputMode="decimal" value={text} onChange={(event) => setText(event.target.value)} />
        ) : (
          <textarea
            rows={valueKind === "json" ? 5 : 2}
            spellCheck={valueKind === "text"}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </label>
      <label className={styles.wideLabel}>
        Rationale, optional
        <textarea rows={2} value={rationale} onChange={(event) => setRationale(event.target.value)} />
      </label>
      <p className={styles.problem} role="alert">
        {problem}
      </p>
      <div className={styles.line}>
        <Button primary type="submit" disabled={saving}>
          Save
        </Button>
        <Button onClick={props.onClose}>Cancel</Button>
      </div>
    </form>
  );
}
