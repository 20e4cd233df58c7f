/** The state of the trace page that lives in the URL; the list's parameters ride along. */
import { one, type RawSearch } from "../../search";
import { type ListSearch, readListSearch } from "../traces/listSearch";

/** Tabs of the span pane. */
export const tabs = ["chat", "io", "attributes", "events", "feedback", "raw"] as const;

/** One tab of the span pane. */
export type Tab = (typeof tabs)[number];

/** URL parameters that belong to the trace itself. */
export interface SpanSearch {
  /** Chosen span id; absent means the one that tells most. */
  span?: string;
  tab?: Tab;
  /** Words of the tree's filter. */
  find?: string;
}

/** All URL parameters of the trace page. */
export type TraceSearchParams = ListSearch & SpanSearch;

/** Reads the parameters out of a query string. */
export function readTraceSearch(raw: RawSearch): TraceSearchParams {
  const tab = one(raw.tab);
  return {
    ...readListSearch(raw),
    span: one(raw.span),
    tab: tabs.find((each) => each === tab),
    find: one(raw.find),
  };
}
