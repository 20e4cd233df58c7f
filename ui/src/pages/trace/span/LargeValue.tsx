import { useState } from "react";
import { fetchValueRange, type SpanField } from "../../../api/traces";
import type { Json } from "../../../api/types";
import { Button } from "../../../components/Button";
import { LongText } from "../../../components/LongText";
import { errorText } from "../../../components/Toasts";
import { formatBytes } from "../../../format/bytes";
import styles from "./span.module.css";

const rangeBytes = 256 * 1024;

/** A value of which the server sent only the beginning; the rest comes in ranges. */
export function LargeValue(props: {
  traceId: string;
  spanId: string;
  field: SpanField;
  value: Json | undefined;
  bytes: number;
}) {
  const { traceId, spanId, field, value, bytes } = props;
  const [loaded, setLoaded] = useState<{ text: string; bytes: number }>();
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const preview = typeof value === "string" ? value : JSON.stringify(value);
  const more = async () => {
    setBusy(true);
    setProblem("");
    try {
      const offset = loaded?.bytes ?? 0;
      const range = await fetchValueRange(traceId, spanId, field, offset, rangeBytes);
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
