/** The live stream: one EventSource per page and topic list, closed while the tab is hidden. */
import { useEffect, useRef, useState } from "react";
import { apiUrl } from "./client";
import type { TraceEvent, TracesEvent } from "./types";

/** What a page wants to hear. */
export interface LiveHandlers {
  onTraces?: (event: TracesEvent) => void;
  onTrace?: (event: TraceEvent) => void;
  /** Called when the stream opens and when changes were missed, so that the page can catch up. */
  onResume?: () => void;
}

/** Whether the stream is open. */
export type LiveStatus = "connecting" | "live" | "offline";

const hiddenCloseMs = 15_000;
const retryMs = 4_000;

/** Opens the stream of an experiment for `topics`; undefined topics keep it closed. */
export function useLiveEvents(experiment: string | undefined, topics: string | undefined, handlers: LiveHandlers) {
  const [status, setStatus] = useState<LiveStatus>("connecting");
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });

  useEffect(() => {
    if (experiment === undefined || topics === undefined) return;
    const url = `${apiUrl(`/experiments/${encodeURIComponent(experiment)}/events`)}?topics=${encodeURIComponent(topics)}`;
    let source: EventSource | undefined;
    let timer: number | undefined;

    const open = () => {
      source = new EventSource(url);
      source.onopen = () => {
        setStatus("live");
        // What happened between the page's first question and this moment was not heard either.
        latest.current.onResume?.();
      };
      source.onerror = () => {
        setStatus("offline");
        if (source?.readyState === EventSource.CLOSED) {
          window.clearTimeout(timer);
          timer = window.setTimeout(open, retryMs);
        }
      };
      source.addEventListener("traces", (event) => latest.current.onTraces?.(JSON.parse(event.data)));
      source.addEventListener("reset", () => latest.current.onResume?.());
      source.addEventListener("trace", (event) => latest.current.onTrace?.(JSON.parse(event.data)));
    };
    const close = () => {
      source?.close();
      source = undefined;
    };
    const onVisibility = () => {
      window.clearTimeout(timer);
      if (document.hidden) {
        timer = window.setTimeout(close, hiddenCloseMs);
      } else if (source === undefined) {
        open();
      }
    };
    open();
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      window.clearTimeout(timer);
      close();
    };
  }, [experiment, topics]);

  return status;
}
