/** Taking a suggestion of the filter bar. */
import type { Completion } from "../../api/types";

/**
 * Suggestions that were asked for before more was typed, as they stand for the text now: what was typed since then belongs
 * to the word that they complete, and those that no longer begin like it are left out.
 */
export function stretchCompletion(completion: Completion, text: string, cursor: number): Completion {
  const typed = text.slice(completion.from, cursor).toLowerCase();
  const items = completion.items.filter((item) => item.text.toLowerCase().startsWith(typed));
  return { ...completion, to: cursor, items };
}

/** Puts an item into the text; gives the new text and cursor. */
export function applyCompletion(text: string, completion: Completion, item: string): { text: string; cursor: number } {
  const tail = text.slice(completion.to);
  const space = tail.startsWith(" ") ? "" : " ";
  const head = text.slice(0, completion.from) + item + space;
  return { text: head + tail, cursor: head.length + (space === "" ? 1 : 0) };
}
