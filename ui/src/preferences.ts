/** What this browser remembers: chosen columns, charts shown or not, widths of panes. */

/** Reads a remembered choice. */
export function readPreference(name: string): string | undefined {
  try {
    return localStorage.getItem(`spanwell.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a choice. */
export function writePreference(name: string, value: string): void {
  try {
    localStorage.setItem(`spanwell.${name}`, value);
  } catch {
    // Without storage the choice lives in the URL only.
  }
}
