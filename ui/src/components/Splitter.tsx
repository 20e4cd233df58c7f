import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import { readPreference, writePreference } from "../preferences";
import { useMedia } from "../theme/media";
import styles from "./splitter.module.css";

const least = 22;
const most = 78;

/** Two panes side by side with a handle; below 1000 px one above the other. Without a right one, the left is all. */
export function Splitter(props: { name: string; initial: number; left: ReactNode; right: ReactNode | undefined }) {
  const [share, setShare] = useState(() => Number(readPreference(`split.${props.name}`)) || props.initial);
  const frame = useRef<HTMLDivElement>(null);
  const stacked = useMedia("(max-width: 1000px)");
  const set = (next: number) => {
    const kept = Math.max(least, Math.min(most, next));
    setShare(kept);
    writePreference(`split.${props.name}`, kept.toFixed(1));
  };
  const onPointerMove = (event: PointerEvent) => {
    const box = frame.current?.getBoundingClientRect();
    if (box === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    set(((event.clientX - box.left) / box.width) * 100);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    set(share + step);
  };
  const single = props.right === undefined;
  const columns = stacked || single ? undefined : `minmax(0, ${share}fr) 1px minmax(0, ${100 - share}fr)`;
  return (
    <div
      ref={frame}
      className={`${styles.split} ${stacked && !single ? styles.stacked : ""}`}
      style={{ gridTemplateColumns: columns }}
    >
      <div className={styles.pane}>{props.left}</div>
      {!single && (
        <>
          {stacked ? (
            <div className={styles.handle} />
          ) : (
            <div
              className={styles.handle}
              role="separator"
              tabIndex={0}
              aria-label="Width of the panes"
              aria-orientation="vertical"
              aria-valuenow={Math.round(share)}
              aria-valuemin={least}
              aria-valuemax={most}
              onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
              onPointerMove={onPointerMove}
              onKeyDown={onKeyDown}
            />
          )}
          <div className={styles.pane}>{props.right}</div>
        </>
      )}
    </div>
  );
}
