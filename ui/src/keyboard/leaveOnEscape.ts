import type { KeyboardEvent } from "react";

/** Gives the keyboard back to the page at Escape; what was typed stays, which the browser would delete. */
export function leaveOnEscape(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key !== "Escape") return;
  event.preventDefault();
  event.currentTarget.blur();
}
