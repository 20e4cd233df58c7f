import { useState } from "react";
import type { Json } from "../../../api/types";
import { JsonView } from "../../../components/json/JsonView";
import { formatDuration } from "../../../format/duration";
import styles from "./span.module.css";
import type { StreamStrip } from "./streams";

const width = 600;

/** The chunks of a streamed answer on a time axis: first one, pace, stalls. */
export function StripView({ strip }: { strip: StreamStrip }) {
  const [open, setOpen] = useState(false);
  const first = strip.offsetsMs[0];
  const last = strip.offsetsMs[strip.offsetsMs.length - 1];
  const pace = last > first ? ((strip.offsetsMs.length - 1) / (last - first)) * 1000 : 0;
  return (
    <div className={styles.strip}>
      <div>
        <b>{strip.offsetsMs.length} chunks</b> <span className={styles.muted}>{strip.name}</span>
      </div>
      <div className={styles.muted}>
        first after {formatDuration(first)} · {pace > 0 ? `${Number(pace.toPrecision(3))} per second · ` : ""}longest
        pause {formatDuration(strip.stallMs)}
      </div>
      <svg
        viewBox={`0 0 ${width} 28`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${strip.offsetsMs.length} chunks over ${formatDuration(last)}`}
      >
        {strip.offsetsMs.map((at, index) => (
          <rect
            key={index}
            x={last > 0 ? (at / last) * (width - 2) : 0}
            y="2"
            width="1.5"
            height="24"
            fill="currentColor"
          />
        ))}
      </svg>
      <div className={styles.stripAxis}>
        <span>0</span>
        <span>{formatDuration(last)}</span>
      </div>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Chunks</summary>
        {open && <JsonView value={strip.events as unknown as Json} label="chunks" />}
      </details>
    </div>
  );
}
