/** One clock for all relative times, moving every ten seconds. */
import { useSyncExternalStore } from "react";

const stepMs = 10_000;
let nowMs = Date.now();
const listeners = new Set<() => void>();
let timer: number | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    nowMs = Date.now();
    timer = window.setInterval(() => {
      nowMs = Date.now();
      for (const each of listeners) each();
    }, stepMs);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      window.clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The time of the last step, epoch milliseconds. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => nowMs);
}
