import { ChevronDown, ChevronUp, Download, Link2, Trash2 } from "lucide-react";
import { useState } from "react";
import { exportUrl } from "../../api/traces";
import type { TraceDetail } from "../../api/types";
import { Anchor, useGo } from "../../components/Anchor";
import { Button, buttonClass } from "../../components/Button";
import { CopyButton, copyText } from "../../components/CopyButton";
import { StateBadge } from "../../components/StateBadge";
import { Time } from "../../components/Time";
import { useToast } from "../../components/Toasts";
import { formatCost } from "../../format/cost";
import { formatCount, formatExactCount } from "../../format/count";
import { formatDuration } from "../../format/duration";
import { permalink, runHref, sessionHref, tracesHref } from "../../links";
import { equals } from "../traces/conditions";
import { DeleteTraces } from "../traces/DeleteTraces";
import { listKey } from "../traces/listSearch";
import { TagsEditor } from "./TagsEditor";
import styles from "./trace.module.css";
import type { TraceSearchParams } from "./traceSearch";

/** Name, state, figures, tags and actions of a trace. */
export function TraceHeader(props: {
  trace: TraceDetail;
  search: TraceSearchParams;
  /** Absent in a notebook: nothing to go to, nothing to delete. */
  onStep?: (step: 1 | -1) => void;
}) {
  const { trace, search, onStep } = props;
  const [deleting, setDeleting] = useState(false);
  const go = useGo();
  const toast = useToast();
  const share = () => {
    void copyText(permalink(trace.trace_id)).then(() => toast({ text: "Link copied" }));
  };
  return (
    <header className={styles.head}>
      <StateBadge state={trace.state} />
      <h1 className={styles.name} title={trace.name}>
        {trace.name ?? "unnamed"}
      </h1>
      <Figures trace={trace} />
      <TagsEditor trace={trace} />
      <div className={styles.actions}>
        {onStep && (
          <>
            <Button bare small icon aria-label="Previous trace (Shift K)" onClick={() => onStep(-1)}>
              <ChevronUp size={15} />
            </Button>
            <Button bare small icon aria-label="Next trace (Shift J)" onClick={() => onStep(1)}>
              <ChevronDown size={15} />
            </Button>
          </>
        )}
        <CopyButton value={trace.trace_id} label={`Copy the trace id ${trace.trace_id}`} />
        <Button bare small icon aria-label="Copy the link" onClick={share}>
          <Link2 size={14} />
        </Button>
        <a
          className={buttonClass({ bare: true, small: true, icon: true })}
          href={exportUrl(trace.trace_id)}
          download={`${trace.trace_id}.json`}
          aria-label="Download as JSON"
          title="Download as JSON"
        >
          <Download size={14} />
        </a>
        {onStep && (
          <Button bare small icon danger aria-label="Delete trace" onClick={() => setDeleting(true)}>
            <Trash2 size={14} />
          </Button>
        )}
      </div>
      {deleting && (
        <DeleteTraces
          experiment={trace.experiment_id}
          traceIds={[trace.trace_id]}
          onClose={() => setDeleting(false)}
          onDeleted={() => go(tracesHref(trace.experiment_id, listKey(search)))}
        />
      )}
    </header>
  );
}

function Figures({ trace }: { trace: TraceDetail }) {
  const { tokens } = trace;
  return (
    <>
      <span className={styles.fact}>
        <Time at={trace.request_time} />
      </span>
      {trace.duration_ms !== undefined && (
        <span className={styles.fact}>
          <b>{formatDuration(trace.duration_ms)}</b>
        </span>
      )}
      <span className={styles.fact}>
        <b>{formatCount(trace.span_count)}</b> {trace.span_count === 1 ? "span" : "spans"}
      </span>
      {tokens && (
        <span
          className={styles.fact}
          title={`${formatExactCount(tokens.input)} in, ${formatExactCount(tokens.output)} out`}
        >
          <b>{formatCount(tokens.total)}</b> tokens
        </span>
      )}
      {trace.cost_usd !== undefined && (
        <span className={styles.fact} title={costTitle(trace.cost_source)}>
          <b>{formatCost(trace.cost_usd)}</b>
        </span>
      )}
      {trace.session !== undefined && (
        <span className={styles.fact}>
          session <Anchor href={sessionHref(trace.experiment_id, trace.session)}>{trace.session}</Anchor>
        </span>
      )}
      {trace.user !== undefined && (
        <span className={styles.fact}>
          user <Anchor href={tracesHref(trace.experiment_id, { q: equals("user", trace.user) })}>{trace.user}</Anchor>
        </span>
      )}
      {trace.prompts.map((prompt) => (
        <span key={`${prompt.name} ${prompt.version}`} className={styles.fact}>
          prompt <b>{prompt.name}</b>@{prompt.version}
        </span>
      ))}
      {trace.run_ids.map((run) => (
        <span key={run} className={styles.fact}>
          run{" "}
          <Anchor href={runHref(trace.experiment_id, run)}>
            <code>{run.slice(0, 8)}</code>
          </Anchor>
        </span>
      ))}
    </>
  );
}

function costTitle(source: TraceDetail["cost_source"]): string {
  if (source === "reported") return "reported by the application";
  return source === "mixed" ? "partly reported, partly from the price book" : "from the price book";
}
