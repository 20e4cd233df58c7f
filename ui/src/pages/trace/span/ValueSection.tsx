import type { SpanField } from "../../../api/traces";
import type { Json, SpanDetail } from "../../../api/types";
import { CopyButton } from "../../../components/CopyButton";
import { JsonView } from "../../../components/json/JsonView";
import { TextView } from "../../../components/TextView";
import { formatBytes } from "../../../format/bytes";
import { LargeValue } from "./LargeValue";
import styles from "./span.module.css";

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
        <LargeValue
          traceId={props.span.trace_id}
          spanId={props.span.span_id}
          field={props.field}
          value={value}
          bytes={bytes}
        />
      ) : value === undefined ? null : typeof value === "string" ? (
        <TextView text={value} markdown={markdown} />
      ) : (
        <JsonView value={value} label={label} />
      )}
    </section>
  );
}
