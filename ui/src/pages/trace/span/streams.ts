/** Events of a streamed answer: many of one kind are shown as one strip. */
import type { SpanEvent } from "../../../api/types";

/** Events of the same kind, with the time of each in milliseconds after the span's start. */
export interface StreamStrip {
  name: string;
  offsetsMs: number[];
  events: SpanEvent[];
  /** Longest pause between two of them. */
  stallMs: number;
}

const leastEvents = 8;

/** Splits events into strips (numbered names or many of the same name) and the others. */
export function splitStreams(events: SpanEvent[], startNs: string): { strips: StreamStrip[]; others: SpanEvent[] } {
  const kinds = new Map<string, SpanEvent[]>();
  for (const event of events) {
    const kind = event.name.replace(/[._-]?\d+$/, "");
    kinds.set(kind, [...(kinds.get(kind) ?? []), event]);
  }
  const strips: StreamStrip[] = [];
  const others: SpanEvent[] = [];
  for (const [name, list] of kinds) {
    if (list.length < leastEvents || name === "exception") {
      others.push(...list);
      continue;
    }
    const offsetsMs = list.map((event) => offsetMs(event.time_ns, startNs)).sort((left, right) => left - right);
    const stallMs = offsetsMs.reduce(
      (longest, at, index) => (index === 0 ? 0 : Math.max(longest, at - offsetsMs[index - 1])),
      0,
    );
    strips.push({ name, offsetsMs, events: list, stallMs });
  }
  return { strips, others };
}

/** Milliseconds between two times in nanoseconds given as decimal text. */
export function offsetMs(timeNs: string, startNs: string): number {
  return Number(BigInt(timeNs) - BigInt(startNs)) / 1e6;
}
