import { useQueryClient } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { Popover } from "radix-ui";
import { type FormEvent, useState } from "react";
import { patchTags, traceQuery } from "../../api/traces";
import type { TraceDetail } from "../../api/types";
import { Button } from "../../components/Button";
import { errorText, useToast } from "../../components/Toasts";
import { splitTags } from "../../components/tags";
import list from "../traces/traces.module.css";
import styles from "./trace.module.css";

const shownTags = 3;

/** The user's tags of a trace, each removable, and a small form for another. */
export function TagsEditor({ trace }: { trace: TraceDetail }) {
  const client = useQueryClient();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const [all, setAll] = useState(false);
  const { own, resource } = splitTags(trace.tags);
  const shown = all ? [...own, ...resource] : own.slice(0, shownTags);
  const hidden = own.length + resource.length - shown.length;
  const patch = async (tags: Record<string, string | null>): Promise<boolean> => {
    try {
      const next = await patchTags(trace.trace_id, tags);
      client.setQueryData(traceQuery(trace.trace_id).queryKey, (old) =>
        old === undefined ? old : { ...old, ...next },
      );
      return true;
    } catch (error) {
      toast({ kind: "error", text: `The tag was not saved: ${errorText(error)}` });
      return false;
    }
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (key.trim() === "" || !(await patch({ [key.trim()]: value }))) return;
    setOpen(false);
    setKey("");
    setValue("");
  };
  const remove = async (name: string, old: string) => {
    if (await patch({ [name]: null }))
      toast({ text: `Tag ${name} removed`, action: { title: "Undo", run: () => void patch({ [name]: old }) } });
  };
  return (
    <span className={styles.tags}>
      {shown.map(([name, text]) => (
        <span key={name} className={styles.tag} title={`${name}: ${text}`}>
          {name}: {text}
          <Button bare small icon aria-label={`Remove tag ${name}`} onClick={() => void remove(name, text)}>
            <X size={11} />
          </Button>
        </span>
      ))}
      {hidden > 0 && (
        <Button
          bare
          small
          title={[...own.slice(shownTags), ...resource].map(([name, text]) => `${name}: ${text}`).join("\n")}
          onClick={() => setAll(true)}
        >
          +{hidden} {hidden === 1 ? "tag" : "tags"}
        </Button>
      )}
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger asChild>
          <Button bare small>
            <Plus size={12} aria-hidden /> Add tag
          </Button>
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content className={list.popover} align="start" sideOffset={4} aria-label="New tag">
            <form className={styles.tagForm} onSubmit={(event) => void submit(event)}>
              <label>
                Key
                <input value={key} onChange={(event) => setKey(event.target.value)} autoComplete="off" />
              </label>
              <label>
                Value
                <input value={value} onChange={(event) => setValue(event.target.value)} autoComplete="off" />
              </label>
              <Button primary type="submit" disabled={key.trim() === ""}>
                Save
              </Button>
            </form>
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </span>
  );
}
