import type { SpanDetail } from "../../../api/types";
import { CopyButton } from "../../../components/CopyButton";
import { formatCost } from "../../../format/cost";
import { formatCount } from "../../../format/count";
import { formatDuration } from "../../../format/duration";
import { inputParts, outputParts } from "../../../format/tokens";
import type { Tree } from "../tree/model";
import { TypeIcon, typeTitle } from "../tree/spanTypes";
import styles from "./span.module.css";

/** Name, type, time, model and tokens of the chosen span; errors first. */
export function SpanHead({ tree, index, span }: { tree: Tree; index: number; span: SpanDetail | undefined }) {
  const { skeleton } = tree;
  const type = skeleton.types[skeleton.type[index]] ?? "UNKNOWN";
  const durationUs = skeleton.duration_us[index];
  const facts = span?.facts;
  const tokens = facts?.tokens;
  const firstUs = skeleton.first_token_us[index];
  return (
    <header className={styles.head}>
      <div className={styles.title}>
        <TypeIcon type={type} size={16} />
        <h2 title={skeleton.names[skeleton.name[index]]}>{skeleton.names[skeleton.name[index]]}</h2>
        <span className={styles.type}>{typeTitle(type)}</span>
        <span className={styles.space} />
        <CopyButton value={skeleton.span_id[index]} label="Copy the span id" />
      </div>
      <div className={styles.facts}>
        <span>
          <b>{durationUs < 0 ? "running" : formatDuration(durationUs / 1000)}</b>,{" "}
          {formatDuration(tree.selfUs[index] / 1000)} self
        </span>
        {firstUs >= 0 && (
          <span>
            first token <b>{formatDuration(firstUs / 1000)}</b>
          </span>
        )}
        {facts?.model && (
          <span
            title={
              facts.model_request && facts.model_request !== facts.model
                ? `asked for ${facts.model_request}`
                : undefined
            }
          >
            <b>{facts.model}</b>
            {facts.provider ? ` at ${facts.provider}` : ""}
          </span>
        )}
        {tokens && (
          <span>
            <b>{formatCount(tokens.input)}</b> in
            {inputParts(tokens)}, <b>{formatCount(tokens.output)}</b> out
            {outputParts(tokens)}
          </span>
        )}
        {facts?.cost && (
          <span title={facts.cost.source === "reported" ? "reported by the application" : "from the price book"}>
            <b>{formatCost(facts.cost.total)}</b>
          </span>
        )}
        {facts?.finish_reasons.some((reason) => reason !== "stop") && (
          <span>ended by {facts.finish_reasons.join(", ")}</span>
        )}
        {facts?.prompt && (
          <span>
            prompt {facts.prompt.name}
            {facts.prompt.version ? `@${facts.prompt.version}` : ""}
          </span>
        )}
      </div>
      {span?.status === "ERROR" && <ErrorBanner span={span} />}
    </header>
  );
}

function ErrorBanner({ span }: { span: SpanDetail }) {
  const error = span.facts.error;
  const message = error?.message ?? span.status_message ?? "failed without a message";
  // MLflow's client writes the type into the message too.
  const typed = error?.type !== undefined && !message.startsWith(`${error.type}:`);
  return (
    <div className={styles.banner} role="note" aria-label="Error">
      {typed && <strong>{error.type}: </strong>}
      {message}
      {error?.stack && (
        <details open>
          <summary>Stack</summary>
          <pre ref={showCause} tabIndex={0}>
            {error.stack}
          </pre>
        </details>
      )}
    </div>
  );
}

/** A Python stack ends with the call that failed, so its end is what is seen first. */
function showCause(stack: HTMLPreElement | null): void {
  if (stack?.textContent.trimStart().startsWith("Traceback")) stack.scrollTop = stack.scrollHeight;
}
