import { formatExact, formatRelative } from "../format/time";
import { useNow } from "./now";

/** A time as people say it, with the exact one on hover. */
export function Time({ at }: { at: number }) {
  const now = useNow();
  // A trace may be newer than the last step of the clock.
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExact(at)}>
      {formatRelative(at, Math.max(now, Math.min(at, now + 10_000)))}
    </time>
  );
}
