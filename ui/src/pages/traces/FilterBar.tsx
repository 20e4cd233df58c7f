import { Filter, X } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from "react";
import { Button } from "../../components/Button";
import { applyCompletion } from "./applyCompletion";
import { useCompletion } from "./completion";
import styles from "./filter.module.css";

/** The filter in MLflow's grammar with suggestions; Enter applies, Tab takes a suggestion, Esc closes them. */
export function FilterBar(props: {
  experiment: string;
  value: string;
  invalid: boolean;
  input: RefObject<HTMLInputElement | null>;
  onApply: (text: string) => void;
}) {
  const { experiment, value, input, onApply } = props;
  const [text, setText] = useState(value);
  const [cursor, setCursor] = useState(value.length);
  const [open, setOpen] = useState(false);
  const listId = useId();
  const { completion, items, highlight, setHighlighted } = useCompletion(experiment, text, cursor, open);
  useEffect(() => setText(value), [value]);

  const take = (index: number) => {
    const item = items[index];
    if (completion === undefined || item === undefined) return;
    const next = applyCompletion(text, completion, item.text);
    setText(next.text);
    setCursor(next.cursor);
    setHighlighted(-1);
    requestAnimationFrame(() => input.current?.setSelectionRange(next.cursor, next.cursor));
  };
  const apply = (next: string) => {
    setOpen(false);
    setHighlighted(-1);
    onApply(next.trim());
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const count = items.length;
    if (event.key === "ArrowDown" && count > 0) setHighlighted((highlight + 1) % count);
    else if (event.key === "ArrowUp" && count > 0) setHighlighted((highlight - 1 + count) % count);
    else if (event.key === "Tab" && !event.shiftKey && count > 0 && open) take(Math.max(0, highlight));
    else if (event.key === "Enter") {
      if (highlight >= 0) take(highlight);
      else apply(text);
    } else if (event.key === "Escape") {
      if (open && count > 0) setOpen(false);
      else input.current?.blur();
    } else return;
    event.preventDefault();
  };
  return (
    <div className={styles.bar}>
      <div className={`${styles.field} ${styles.code}`} data-invalid={props.invalid || undefined}>
        <Filter size={14} aria-hidden />
        <input
          ref={input}
          role="combobox"
          aria-label="Filter"
          aria-expanded={items.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={highlight >= 0 ? `${listId}-${highlight}` : undefined}
          aria-invalid={props.invalid}
          placeholder="status = 'ERROR' AND execution_time_ms > 1000"
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setCursor(event.target.selectionStart ?? event.target.value.length);
            setHighlighted(-1);
            setOpen(true);
          }}
          onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? 0)}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        {text !== "" && (
          <Button
            bare
            small
            icon
            aria-label="Clear filter"
            onClick={() => {
              setText("");
              apply("");
            }}
          >
            <X size={13} />
          </Button>
        )}
      </div>
      <div
        id={listId}
        role="listbox"
        aria-label="Suggestions"
        className={items.length > 0 ? styles.popup : "visually-hidden"}
      >
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox input handles the keys
          <div
            key={`${item.kind} ${item.text}`}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === highlight}
            className={styles.option}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(index)}
          >
            {item.text}
            <span>{item.detail ?? item.kind}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
