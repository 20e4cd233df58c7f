/** Light, dark or as the system says; kept in localStorage and read before paint by the script in index.html. */
import { useSyncExternalStore } from "react";

/** The viewer's choice. */
export type Theme = "system" | "light" | "dark";

const storageKey = "spanwell.theme";
const listeners = new Set<() => void>();

/** The current choice. */
export function readTheme(): Theme {
  const value = document.documentElement.dataset.theme;
  return value === "light" || value === "dark" ? value : "system";
}

/** Changes the choice for this browser. */
export function setTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, theme);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

/** The choice after this one, for the key. */
export function nextTheme(theme: Theme): Theme {
  return theme === "system" ? "light" : theme === "light" ? "dark" : "system";
}

/** The current choice, re-rendering on change. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, readTheme);
}

/** Whether the page is dark now, whatever the reason; used where a canvas must be drawn again. */
export function useDark(): boolean {
  return useSyncExternalStore(subscribeWithSystem, () => {
    const theme = readTheme();
    return theme === "dark" || (theme === "system" && systemDark().matches);
  });
}

function systemDark(): MediaQueryList {
  return window.matchMedia("(prefers-color-scheme: dark)");
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function subscribeWithSystem(listener: () => void): () => void {
  const query = systemDark();
  query.addEventListener("change", listener);
  const stop = subscribe(listener);
  return () => {
    query.removeEventListener("change", listener);
    stop();
  };
}
