import { type PointerEvent, type ReactNode, useState } from "react";
import { formatClock, formatRelative } from "../../../format/time";
import styles from "./charts.module.css";
import { brushedBuckets } from "./scale";

/** Size of the drawing plane; it is stretched to the place there is. */
export const plane = { width: 300, height: 60 };

/** The frame of a chart: title, current figure, plot with a common cursor, time axis, brush. */
export function Chart(props: {
  title: string;
  figure: ReactNode;
  label: string;
  top: string;
  startMs: number;
  bucketMs: number;
  count: number;
  hover: number | undefined;
  onHover: (index: number | undefined) => void;
  onBrush?: (startMs: number, endMs: number) => void;
  children: ReactNode;
}) {
  const { startMs, bucketMs, count, hover, onHover, onBrush } = props;
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const share = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(0.9999, (event.clientX - box.left) / box.width));
  };
  const onPointerDown = (event: PointerEvent) => {
    if (onBrush === undefined || event.button !== 0) return;
    if (event.target instanceof Element && event.target.hasAttribute("data-click")) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ from: share(event), to: share(event) });
  };
  const onPointerMove = (event: PointerEvent) => {
    onHover(Math.floor(share(event) * count));
    if (drag !== undefined) setDrag({ ...drag, to: share(event) });
  };
  const onPointerUp = () => {
    if (drag !== undefined && Math.abs(drag.to - drag.from) > 0.01) {
      const [first, last] = brushedBuckets(drag.from, drag.to, count);
      onBrush?.(startMs + first * bucketMs, startMs + (last + 1) * bucketMs);
    }
    setDrag(undefined);
  };
  const endMs = startMs + count * bucketMs;
  return (
    <section className={styles.chart} aria-label={props.label}>
      <div className={styles.head}>
        <h2>{props.title}</h2>
        <span>{props.figure}</span>
      </div>
      <div
        className={`${styles.plot} ${onBrush ? styles.brushable : ""}`}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerLeave={() => onHover(undefined)}
      >
        <svg viewBox={`0 0 ${plane.width} ${plane.height}`} preserveAspectRatio="none" aria-hidden>
          <title>{props.title}</title>
          {props.children}
        </svg>
        <span className={styles.top}>{props.top}</span>
        {hover !== undefined && (
          <span className={styles.cursor} style={{ left: `${((hover + 0.5) / count) * 100}%` }} />
        )}
        {drag !== undefined && (
          <span
            className={styles.brush}
            style={{ left: `${Math.min(drag.from, drag.to) * 100}%`, width: `${Math.abs(drag.to - drag.from) * 100}%` }}
          />
        )}
      </div>
      <div className={styles.axis}>
        <span>{axisTime(startMs, endMs)}</span>
        {hover !== undefined && <span>{axisTime(startMs + hover * bucketMs, endMs)}</span>}
        <span>{axisTime(endMs, endMs)}</span>
      </div>
    </section>
  );
}

function axisTime(timeMs: number, endMs: number): string {
  const now = Date.now();
  if (endMs - timeMs < 86_400_000 && now - timeMs < 86_400_000) return formatClock(timeMs);
  return formatRelative(timeMs, now);
}
