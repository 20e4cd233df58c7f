/** Key names: how an event becomes text such as `j`, `Shift+J`, `mod+k`. */

/** Whether the page runs on an Apple system, where `mod` is the command key. */
export const isApple: boolean = /Mac|iPhone|iPad/.test(navigator.platform);

/** The name of a key press; letters keep their case, so `J` is shift and j. */
export function keyName(event: KeyboardEvent): string {
  const mod = isApple ? event.metaKey : event.ctrlKey;
  if (mod) return `mod+${event.key.toLowerCase()}`;
  return event.key === " " ? "Space" : event.key;
}

/** Whether the key presses the focused control, which comes before what the page does with it. */
export function pressesControl(key: string, target: EventTarget | null): boolean {
  if ((key !== "Enter" && key !== "Space") || !(target instanceof Element)) return false;
  return target.closest("button,a[href],summary,input,[role=tab],[role=option]") !== null;
}

/** Gives the keyboard back to the page: a button that was clicked no longer takes Enter and Space. */
export function leaveControl(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/** How a key is written for people. */
export function keyLabel(keys: string): string[] {
  return keys.split(" ").map((key) =>
    key
      .replace(/^mod\+(.)/, (_, letter: string) => `${isApple ? "⌘" : "Ctrl "}${letter.toUpperCase()}`)
      .replace(/^([A-Z])$/, "Shift $1")
      .replace("ArrowLeft", "←")
      .replace("ArrowRight", "→")
      .replace("ArrowUp", "↑")
      .replace("ArrowDown", "↓")
      .replace("Escape", "Esc"),
  );
}

/** Whether bare keys belong to the focused element, because it takes text. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type);
}
