import type { SpanDetail, SpanEvent } from "../../../api/types";
import { JsonView } from "../../../components/json/JsonView";
import { EmptyState } from "../../../components/States";
import { formatDuration } from "../../../format/duration";
import { PairTable } from "./PairTable";
import { StripView } from "./StripView";
import styles from "./span.module.css";
import { offsetMs, splitStreams } from "./streams";

/** Events of a span in time; chunks of a stream as a strip, exceptions with their stack. */
export function EventsTab({ span }: { span: SpanDetail }) {
  if (span.events.length === 0) return <EmptyState title="No events" />;
  const { strips, others } = splitStreams(span.events, span.start_ns);
  return (
    <>
      {strips.map((strip) => (
        <StripView key={strip.name} strip={strip} />
      ))}
      {others.map((event, index) => (
        <EventView key={index} event={event} startNs={span.start_ns} />
      ))}
    </>
  );
}

function EventView({ event, startNs }: { event: SpanEvent; startNs: string }) {
  const stack = event.attributes.find((each) => each.key === "exception.stacktrace")?.value;
  const rest = event.attributes.filter((each) => each.key !== "exception.stacktrace");
  return (
    <details className={styles.event} open={event.name === "exception" || event.attributes.length < 4}>
      <summary>
        <span className={styles.offset}>{formatDuration(Math.max(0, offsetMs(event.time_ns, startNs)))}</span>
        <b>{event.name}</b>
      </summary>
      <div>
        <PairTable pairs={rest} />
        {typeof stack === "string" ? (
          <pre>{stack}</pre>
        ) : (
          stack !== undefined && <JsonView value={stack} label="stack" />
        )}
      </div>
    </details>
  );
}
