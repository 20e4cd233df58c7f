import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { Dialog, DialogActions } from "../../components/Dialog";
import { errorText } from "../../components/Toasts";
import styles from "./experiments.module.css";

/** Asks for the name of an experiment; what the server says against it is shown below, and what was typed stays. */
export function NameDialog(props: {
  title: string;
  action: string;
  name?: string;
  onSave: (name: string) => Promise<void>;
  onClose: () => void;
}) {
  const { title, action, name: before = "", onSave, onClose } = props;
  const [name, setName] = useState(before);
  const save = useMutation({ mutationFn: onSave });
  const wanted = name.trim();
  const unusable = wanted === "" || wanted === before || save.isPending;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!unusable) save.mutate(wanted);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit}>
        <label className={styles.field}>
          Name
          <input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" maxLength={500} />
        </label>
        <p className={styles.problem} role="alert">
          {save.isError ? errorText(save.error) : ""}
        </p>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button primary type="submit" disabled={unusable}>
            {action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
