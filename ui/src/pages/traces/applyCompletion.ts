/** Taking a suggestion of the filter bar. */
import type { Completion } from "../../api/types";

/** Puts an item into the text; gives the new text and cursor. */
export function applyCompletion(text: string, completion: Completion, item: string): { text: string; cursor: number } {
  const tail = text.slice(completion.to);
  const space = tail.startsWith(" ") ? "" : " ";
  const head = text.slice(0, completion.from) + item + space;
  return { text: head + tail, cursor: head.length + (space === "" ? 1 : 0) };
}
