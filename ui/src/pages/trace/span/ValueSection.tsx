import { useState } from "react";
import { fetchValueRange, type SpanField } from "../../../api/traces";
import type { Json, SpanDetail } from "../../../api/types";
import { Button } from "../../../components/Button";
import { CopyButton } from "../../../components/CopyButton";
import { JsonView } from "../../../components/json/JsonView";
import { LongText } from "../../../components/LongText";
import { TextView } from "../../../components/TextView";
import { errorText } from "../../../components/Toasts";
import { formatBytes } from "../../../format/bytes";
import styles from "./span.module.css";

const rangeBytes = 256 * 1024;

/** Inputs or outputs of a span: text as it is, anything else as folding JSON, large values in ranges. */
export function ValueSection(props: {
  title: string;
  field: SpanField;
  span: SpanDetail;
  value: Json | undefined;
  bytes: number;
  truncated: boolean;
  markdown: boolean;
}) {
  const { title, value, bytes, markdown } = props;
  const label = title.toLowerCase();
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h3>{title}</h3>
        <span className={styles.muted}>{value === undefined ? "none" : formatBytes(bytes)}</span>
        <span className={styles.space} />
        {typeof value === "string" && !props.truncated && <CopyButton value={value} label={`Copy ${label}`} />}
      </div>
      {props.truncated ? (
        <LargeValue {...props} />
      ) : value === undefined ? null : typeof value === "string" ? (
        <TextView text={value} markdown={markdown} />
      ) : (
        <JsonView value={value} label={label} />
      )}
    </section>
  );
}

function LargeValue({
  span,
  field,
  value,
  bytes,
}: {
  span: SpanDetail;
  field: SpanField;
  value: Json | undefined;
  bytes: number;
}) {
  const [loaded, setLoaded] = useState<{ text: string; bytes: number }>();
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const preview = typeof value === "string" ? value : JSON.stringify(value);
  const more = async () => {
    setBusy(true);
    setProblem("");
    try {
      const offset = loaded?.bytes ?? 0;
      const range = await fetchValueRange(span.trace_id, span.span_id, field, offset, rangeBytes);
      setLoaded({ text: (loaded?.text ?? "") + range.text, bytes: offset + range.bytes });
    } catch (error) {
      setProblem(errorText(error));
    }
    setBusy(false);
  };
  const rest = bytes - (loaded?.bytes ?? 0);
  return (
    <>
      <LongText text={loaded?.text ?? preview} mono />
      {rest > 0 && (
        <div className={styles.more}>
          <Button small disabled={busy} onClick={() => void more()}>
            {loaded === undefined ? "Load the value" : "Load more"}
          </Button>
          <span role="status">
            {problem !== ""
              ? problem
              : `${loaded === undefined ? "only the beginning is shown" : `${formatBytes(loaded.bytes)} shown`} of ${formatBytes(bytes)}`}
          </span>
        </div>
      )}
    </>
  );
}
