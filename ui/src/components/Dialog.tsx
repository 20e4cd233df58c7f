import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "./Button";
import styles from "./dialog.module.css";

/** A modal dialog on the browser's own element: focus stays inside, Esc closes, focus returns. */
export function Dialog(props: {
  title: string;
  onClose: () => void;
  children: ReactNode;
  wide?: boolean;
  /** No visible heading and no padding, for the palette. */
  plain?: boolean;
}) {
  const { title, onClose, children, wide, plain } = props;
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    if (dialog && !dialog.open) dialog.showModal();
    // What is typed comes before what is pressed.
    dialog?.querySelector<HTMLElement>("input,textarea,select")?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the backdrop is a second way to close; Esc is the keyboard's
    <dialog
      ref={element}
      aria-label={title}
      className={`${styles.dialog} ${wide ? styles.wide : ""} ${plain ? styles.high : ""}`}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current) onClose();
      }}
    >
      {plain ? (
        children
      ) : (
        <>
          <div className={styles.head}>
            <h2>{title}</h2>
            <Button bare icon aria-label="Close" onClick={onClose}>
              <X size={16} />
            </Button>
          </div>
          <div className={styles.body}>{children}</div>
        </>
      )}
    </dialog>
  );
}

/** The row of buttons at the bottom of a dialog. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
