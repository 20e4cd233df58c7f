/** Key names: how an event becomes text such as `j`, `Shift+J`, `mod+k`. */

/** Whether the page runs on an Apple system, where `mod` is the command key. */
export const isApple: boolean = /Mac|iPhone|iPad/.test(navigator.platform);

/** The name of a key press; letters keep their case, so `J` is shift and j. */
export function keyName(event: KeyboardEvent): string {
  const mod = isApple ? event.metaKey : event.ctrlKey;
  return mod ? `mod+${event.key.toLowerCase()}` : event.key;
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
