import { Popover } from "radix-ui";
import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { formatRelative } from "../../format/time";
import { readRange, relativeRanges } from "./listSearch";
import styles from "./traces.module.css";

/** Quick time ranges and a custom one. */
export function RangePicker({
  range,
  onRange,
}: {
  range: string | undefined;
  onRange: (range: string | undefined) => void;
}) {
  const custom = range !== undefined && relativeRanges.every((entry) => entry.id !== range);
  return (
    <div className={styles.segments} role="group" aria-label="Time range">
      {relativeRanges.map((entry) => (
        <Button
          key={entry.id}
          small
          aria-pressed={range === entry.id}
          title={entry.long}
          onClick={() => onRange(entry.id)}
        >
          {entry.title}
        </Button>
      ))}
      <Button small aria-pressed={range === undefined} onClick={() => onRange(undefined)}>
        All
      </Button>
      <CustomRange range={custom ? range : undefined} onRange={onRange} />
    </div>
  );
}

function CustomRange({ range, onRange }: { range: string | undefined; onRange: (range: string) => void }) {
  const [open, setOpen] = useState(false);
  const now = Date.now();
  const current = range === undefined ? undefined : readRange(range, now);
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const onOpen = (next: boolean) => {
    setFrom(localText(current?.startMs ?? now - 86_400_000));
    setTo(localText(current?.endMs ?? now));
    setOpen(next);
  };
  const startMs = new Date(from).getTime();
  const endMs = new Date(to).getTime();
  const valid = startMs < endMs;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!valid) return;
    onRange(`${startMs}-${endMs}`);
    setOpen(false);
  };
  return (
    <Popover.Root open={open} onOpenChange={onOpen}>
      <Popover.Trigger asChild>
        <Button small aria-pressed={range !== undefined}>
          {current?.endMs === undefined
            ? "Custom"
            : `${formatRelative(current.startMs, now)} – ${formatRelative(current.endMs, now)}`}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={styles.popover} align="start" sideOffset={4} aria-label="Custom time range">
          <form onSubmit={submit} className={styles.form}>
            <label>
              From
              <input type="datetime-local" step="1" value={from} onChange={(event) => setFrom(event.target.value)} />
            </label>
            <label>
              To
              <input type="datetime-local" step="1" value={to} onChange={(event) => setTo(event.target.value)} />
            </label>
            <p role="alert">{valid ? "" : "the end must lie after the start"}</p>
            <Button primary type="submit" disabled={!valid}>
              Show
            </Button>
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function localText(timeMs: number): string {
  const date = new Date(timeMs - new Date(timeMs).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 19);
}
