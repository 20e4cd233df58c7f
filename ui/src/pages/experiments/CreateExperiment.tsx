import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { createExperiment } from "../../api/experiments";
import { useGo } from "../../components/Anchor";
import { Button } from "../../components/Button";
import { Dialog, DialogActions } from "../../components/Dialog";
import { errorText } from "../../components/Toasts";
import { tracesHref } from "../../links";
import styles from "./experiments.module.css";

/** Asks for a name, creates the experiment and opens it. */
export function CreateExperiment({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const go = useGo();
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: createExperiment,
    onSuccess: (row) => {
      void client.invalidateQueries({ queryKey: ["experiments"] });
      onClose();
      go(tracesHref(row.experiment_id));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") create.mutate(name.trim());
  };
  return (
    <Dialog title="New experiment" onClose={onClose}>
      <form onSubmit={submit}>
        <label className={styles.field}>
          Name
          <input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" maxLength={500} />
        </label>
        <p className={styles.problem} role="alert">
          {create.isError ? errorText(create.error) : ""}
        </p>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button primary type="submit" disabled={name.trim() === "" || create.isPending}>
            Create
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
