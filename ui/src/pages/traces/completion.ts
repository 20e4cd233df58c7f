/** Suggestions of the filter bar: asks the server at the cursor, keeps the highlighted one. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { completeFilter } from "../../api/traces";
import { stretchCompletion } from "./applyCompletion";

const shownItems = 30;

/** The suggestions at a cursor while `open`. */
export function useCompletion(experiment: string, text: string, cursor: number, open: boolean) {
  const [highlighted, setHighlighted] = useState(-1);
  const { data, isPlaceholderData } = useQuery({
    queryKey: ["complete", experiment, text, cursor],
    queryFn: ({ signal }) => completeFilter(experiment, text, cursor, signal),
    enabled: open,
    staleTime: 30_000,
    retry: false,
    placeholderData: (previous) => previous,
  });
  const fits = data !== undefined && data.from <= cursor && data.to <= text.length;
  const fresh = fits && isPlaceholderData ? stretchCompletion(data, text, cursor) : data;
  const current = fits ? fresh : undefined;
  const items = open ? (current?.items.slice(0, shownItems) ?? []) : [];
  const highlight = highlighted < items.length ? highlighted : -1;
  return { completion: current, items, highlight, setHighlighted };
}
