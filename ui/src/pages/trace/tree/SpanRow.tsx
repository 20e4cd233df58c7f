import { ChevronDown, ChevronRight, CircleAlert } from "lucide-react";
import { memo } from "react";
import { formatCost } from "../../../format/cost";
import { formatCount } from "../../../format/count";
import { formatDuration } from "../../../format/duration";
import { endOf, statusError, type Tree } from "./model";
import { TypeIcon, typeColor, typeTitle } from "./spanTypes";
import styles from "./tree.module.css";

/** The part of time the bars show, microseconds. */
export interface TimeWindow {
  fromUs: number;
  toUs: number;
}

const indentPx = 13;
const deepestIndent = 12;

/** One span: name in the tree and bar on the time axis. */
export const SpanRow = memo(function SpanRow(props: {
  tree: Tree;
  span: number;
  top: number;
  selected: boolean;
  collapsed: boolean;
  /** Kept only because something below matches the filter. */
  off: boolean;
  critical: boolean;
  window: TimeWindow;
  showSelf: boolean;
  onSelect: (span: number) => void;
  onToggle: (span: number) => void;
}) {
  const { tree, span, collapsed } = props;
  const { skeleton } = tree;
  const type = skeleton.types[skeleton.type[span]] ?? "UNKNOWN";
  const name = skeleton.names[skeleton.name[span]];
  const failed = skeleton.status[span] === statusError;
  const running = skeleton.duration_us[span] < 0;
  const depth = tree.depth[span];
  const durationMs = running ? undefined : skeleton.duration_us[span] / 1000;
  const selfMs = tree.selfUs[span] / 1000;
  const tokens = skeleton.tokens[span];
  const cost = skeleton.cost_micro_usd[span];
  const expandable = tree.children[span] > 0;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the treegrid handles the keys
    <div
      id={`span-${skeleton.span_id[span]}`}
      role="row"
      aria-level={depth + 1}
      aria-posinset={tree.position[span]}
      aria-setsize={tree.parent[span] < 0 ? 1 : tree.children[tree.parent[span]]}
      aria-expanded={expandable ? !collapsed : undefined}
      aria-selected={props.selected}
      data-off={props.off || undefined}
      className={`${styles.row} ${failed ? styles.failed : ""}`}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={() => props.onSelect(span)}
      onDoubleClick={() => expandable && props.onToggle(span)}
    >
      <span
        role="gridcell"
        className={styles.name}
        style={{ paddingLeft: 6 + Math.min(depth, deepestIndent) * indentPx }}
      >
        {expandable ? (
          <button
            type="button"
            tabIndex={-1}
            className={styles.toggle}
            aria-label={collapsed ? "Expand" : "Collapse"}
            onClick={(event) => {
              event.stopPropagation();
              props.onToggle(span);
            }}
          >
            {collapsed ? <ChevronRight size={13} /> : <ChevronDown size={13} />}
          </button>
        ) : (
          <span className={styles.leaf} />
        )}
        {failed ? <CircleAlert size={14} className={styles.alert} aria-label="failed" /> : <TypeIcon type={type} />}
        <span className={styles.nameText} title={`${name} · ${typeTitle(type)}`}>
          {name}
        </span>
        {collapsed && expandable && (
          <span className={styles.below} title={`${formatCount(tree.subtree[span] - 1)} spans below`}>
            {formatCount(tree.subtree[span] - 1)}
          </span>
        )}
        {collapsed && tree.errorsBelow[span] > 0 && (
          <CircleAlert size={12} className={styles.alert} aria-label="failures below" />
        )}
      </span>
      <span role="gridcell" className={styles.time}>
        <Bar {...props} type={type} running={running} />
      </span>
      <span
        role="gridcell"
        className={styles.number}
        title={`${formatDuration(durationMs) || "running"}, ${formatDuration(selfMs)} of it in the span itself`}
      >
        {props.showSelf ? formatDuration(selfMs) : running ? "running" : formatDuration(durationMs)}
      </span>
      <span
        role="gridcell"
        className={`${styles.number} ${styles.muted} ${styles.tokens}`}
        title={cost >= 0 ? formatCost(cost / 1e6) : undefined}
      >
        {tokens >= 0 ? formatCount(tokens) : ""}
      </span>
    </div>
  );
});

function Bar(props: {
  tree: Tree;
  span: number;
  type: string;
  running: boolean;
  critical: boolean;
  window: TimeWindow;
}) {
  const { tree, span, window } = props;
  const length = Math.max(1, window.toUs - window.fromUs);
  const start = tree.skeleton.start_us[span];
  const end = endOf(tree, span);
  const left = ((start - window.fromUs) / length) * 100;
  const width = ((end - start) / length) * 100;
  if (left > 100 || left + width < 0) return null;
  const first = tree.skeleton.first_token_us[span];
  const color = typeColor(props.type);
  const waiting = end > start ? 1 - tree.selfUs[span] / (end - start) : 0;
  // Bars far outside the window are cut, or browsers would paint enormous boxes.
  const from = Math.max(-1, left);
  const to = Math.min(101, left + width);
  return (
    <>
      <span
        className={styles.bar}
        data-critical={props.critical || undefined}
        data-running={props.running || undefined}
        style={{
          left: `${from}%`,
          width: `${to - from}%`,
          background: waiting > 0.5 ? `color-mix(in srgb, ${color} 42%, transparent)` : color,
        }}
      />
      {first >= 0 && (
        <span
          className={styles.tick}
          title={`first token after ${formatDuration(first / 1000)}`}
          style={{ left: `${((start + first - window.fromUs) / length) * 100}%` }}
        />
      )}
    </>
  );
}
