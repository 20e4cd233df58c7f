import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { deletePromptAlias, setPromptAlias } from "../../api/prompts";
import type { PromptRow } from "../../api/types";
import { Button } from "../../components/Button";
import { Dialog, DialogActions } from "../../components/Dialog";
import { errorText } from "../../components/Toasts";
import styles from "./prompt.module.css";

/** Points an alias to a version: what programs load by that alias is another text from then on, so it says which. */
export function AliasDialog(props: { prompt: PromptRow; version: number; onClose: () => void }) {
  const { prompt, version, onClose } = props;
  const [alias, setAlias] = useState("");
  const client = useQueryClient();
  const done = async () => {
    await client.invalidateQueries({ queryKey: ["prompt", prompt.name] });
    void client.invalidateQueries({ queryKey: ["prompts"] });
  };
  const set = useMutation({
    mutationFn: (name: string) => setPromptAlias(prompt.name, name, version),
    onSuccess: () => done().then(onClose),
  });
  const remove = useMutation({ mutationFn: (name: string) => deletePromptAlias(prompt.name, name), onSuccess: done });
  const wanted = alias.trim();
  const from = prompt.aliases[wanted];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wanted !== "" && from !== version) set.mutate(wanted);
  };
  const failed = set.error ?? remove.error;
  return (
    <Dialog title={`Aliases of ${prompt.name}`} onClose={onClose}>
      <form onSubmit={submit} className={styles.form}>
        <label>
          Alias to point to version {version}
          <input
            value={alias}
            list="aliases"
            placeholder="production"
            autoComplete="off"
            maxLength={255}
            onChange={(event) => setAlias(event.target.value)}
          />
        </label>
        <datalist id="aliases">
          {Object.keys(prompt.aliases).map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <p>
          {from !== undefined && from !== version && `${wanted} points to version ${from} now and moves to ${version}.`}
          {from === version && `${wanted} points to version ${version} already.`}
        </p>
        {Object.entries(prompt.aliases).map(([name, to]) => (
          <p key={name} className={styles.line}>
            <span className={styles.chip}>{name}</span> points to version {to}
            <Button small aria-label={`Delete alias ${name}`} onClick={() => remove.mutate(name)}>
              Delete
            </Button>
          </p>
        ))}
        <p role="alert">{failed === null ? "" : errorText(failed)}</p>
        <DialogActions>
          <Button onClick={onClose}>Close</Button>
          <Button primary type="submit" disabled={wanted === "" || from === version || set.isPending}>
            {from === undefined ? "Set alias" : "Move alias"}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
