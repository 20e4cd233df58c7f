import { X } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { Button } from "./Button";
import styles from "./toast.module.css";

/** A short message; it goes away by itself unless it reports an error. */
export interface Toast {
  text: string;
  kind?: "note" | "error";
  action?: { title: string; run: () => void };
}

type Show = (toast: Toast) => void;

const ShowContext = createContext<Show>(() => {});
const visibleMs = 7_000;
let lastNumber = 0;

/** Shows toasts in a live region at the bottom right. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<(Toast & { number: number })[]>([]);
  const remove = useCallback(
    (number: number) => setToasts((all) => all.filter((toast) => toast.number !== number)),
    [],
  );
  const show = useCallback<Show>(
    (toast) => {
      lastNumber += 1;
      const number = lastNumber;
      // The newest replaces the one before, so that there is never a stale way to undo.
      setToasts((all) => [...all.filter((each) => each.kind === "error").slice(-2), { ...toast, number }]);
      if (toast.kind !== "error") window.setTimeout(() => remove(number), visibleMs);
    },
    [remove],
  );
  const list = useMemo(
    () =>
      toasts.map((toast) => (
        <div key={toast.number} className={styles.toast} data-kind={toast.kind ?? "note"}>
          <span className={styles.text}>{toast.text}</span>
          {toast.action && (
            <Button
              small
              onClick={() => {
                toast.action?.run();
                remove(toast.number);
              }}
            >
              {toast.action.title}
            </Button>
          )}
          <Button bare small icon aria-label="Dismiss message" onClick={() => remove(toast.number)}>
            <X size={14} />
          </Button>
        </div>
      )),
    [toasts, remove],
  );
  return (
    <ShowContext value={show}>
      {children}
      <div className={styles.region} role="status" aria-live="polite">
        {list}
      </div>
    </ShowContext>
  );
}

/** The function that shows a toast. */
export function useToast(): Show {
  return useContext(ShowContext);
}

/** The text of an error for a toast. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
