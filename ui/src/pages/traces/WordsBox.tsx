import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import styles from "./filter.module.css";

const typingMs = 350;

/** Free words over everything a trace holds; applied a moment after the last key. */
export function WordsBox({ value, onApply }: { value: string; onApply: (text: string) => void }) {
  const [text, setText] = useState(value);
  const timer = useRef<number>(undefined);
  // A blank at the end is still being typed and must not be taken away.
  useEffect(() => setText((typed) => (typed.trim() === value ? typed : value)), [value]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const apply = (next: string) => {
    window.clearTimeout(timer.current);
    onApply(next.trim());
  };
  return (
    <div className={`${styles.field} ${styles.words}`}>
      <Search size={14} aria-hidden />
      <input
        id="words"
        type="search"
        aria-label="Words in the traces"
        placeholder="Words in the traces"
        value={text}
        onChange={(event) => {
          const next = event.target.value;
          setText(next);
          window.clearTimeout(timer.current);
          timer.current = window.setTimeout(() => onApply(next.trim()), typingMs);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") apply(text);
          else if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
    </div>
  );
}
