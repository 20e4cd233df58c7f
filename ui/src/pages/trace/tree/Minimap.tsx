import { type PointerEvent, useEffect, useRef, useState } from "react";
import { useDark } from "../../../theme/theme";
import { endOf, statusError, type Tree } from "./model";
import type { TimeWindow } from "./SpanRow";
import { typeToken } from "./spanTypes";
import styles from "./tree.module.css";

/** All spans on one canvas, one level of the tree below the other; dragging zooms the time axis, a double click shows all of it again. */
export function Minimap(props: { tree: Tree; window: TimeWindow; onWindow: (window: TimeWindow | undefined) => void }) {
  const { tree, window, onWindow } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const dark = useDark();
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the colours read from the document
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => draw(element, tree));
    observer.observe(element);
    return () => observer.disconnect();
  }, [tree, dark]);
  const length = Math.max(1, tree.endUs - tree.startUs);
  const share = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
  };
  const zoomed = window.fromUs > tree.startUs || window.toUs < tree.endUs;
  const left = ((window.fromUs - tree.startUs) / length) * 100;
  const right = ((tree.endUs - window.toUs) / length) * 100;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a picture to drag on; the tree below has the same by keyboard
    <div
      className={styles.minimap}
      title="Drag to zoom, double click to see all"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: share(event), to: share(event) });
      }}
      onPointerMove={(event) => drag && setDrag({ ...drag, to: share(event) })}
      onPointerUp={() => {
        if (drag !== undefined && Math.abs(drag.to - drag.from) > 0.005) {
          const [from, to] = drag.from < drag.to ? [drag.from, drag.to] : [drag.to, drag.from];
          onWindow({ fromUs: tree.startUs + from * length, toUs: tree.startUs + to * length });
        }
        setDrag(undefined);
      }}
      onDoubleClick={() => onWindow(undefined)}
    >
      <canvas ref={canvas} aria-hidden />
      {zoomed && (
        <>
          <span className={styles.shade} style={{ left: 0, width: `${left}%` }} />
          <span className={styles.shade} style={{ right: 0, width: `${right}%` }} />
        </>
      )}
      {drag !== undefined && (
        <span
          className={styles.window}
          style={{ left: `${Math.min(drag.from, drag.to) * 100}%`, width: `${Math.abs(drag.to - drag.from) * 100}%` }}
        />
      )}
    </div>
  );
}

function draw(canvas: HTMLCanvasElement, tree: Tree): void {
  const ratio = globalThis.devicePixelRatio || 1;
  const width = Math.max(1, Math.round(canvas.clientWidth * ratio));
  const height = Math.max(1, Math.round(canvas.clientHeight * ratio));
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (context === null || tree.count === 0) return;
  const colors = tree.skeleton.types.map((type) => resolveColor(canvas, typeToken(type)));
  const error = resolveColor(canvas, "--error-fill");
  const length = Math.max(1, tree.endUs - tree.startUs);
  const levels = tree.depth.reduce((deepest, depth) => Math.max(deepest, depth), 0) + 1;
  const step = Math.min(8 * ratio, height / levels);
  const lane = Math.max(1, step - (step > 3 * ratio ? ratio : 0));
  // Failed spans are drawn last, so that none is hidden.
  for (const failedPass of [false, true]) {
    for (let at = 0; at < tree.count; at += 1) {
      const span = tree.order[at];
      const failed = tree.skeleton.status[span] === statusError;
      if (failed !== failedPass) continue;
      const start = tree.skeleton.start_us[span];
      const x = ((start - tree.startUs) / length) * width;
      const bar = Math.max(failed ? 2 * ratio : 1, ((endOf(tree, span) - start) / length) * width);
      context.fillStyle = failed ? error : colors[tree.skeleton.type[span]];
      context.fillRect(x, Math.min(tree.depth[span] * step, height - lane), bar, lane);
    }
  }
}

/** A canvas does not know `light-dark()`, so the browser resolves the token on the element itself. */
function resolveColor(element: HTMLElement, token: string): string {
  element.style.color = `var(${token})`;
  const color = getComputedStyle(element).color;
  element.style.color = "";
  return color;
}
