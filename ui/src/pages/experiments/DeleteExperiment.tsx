import { useMutation } from "@tanstack/react-query";
import type { ExperimentRow } from "../../api/types";
import { Button } from "../../components/Button";
import { Dialog, DialogActions } from "../../components/Dialog";
import { errorText } from "../../components/Toasts";
import { formatExactCount } from "../../format/count";

/** Asks before an experiment goes out of the list. */
export function DeleteExperiment(props: { row: ExperimentRow; onDelete: () => Promise<void>; onClose: () => void }) {
  const { row, onDelete, onClose } = props;
  const remove = useMutation({ mutationFn: onDelete });
  const count = row.trace_count;
  return (
    <Dialog title={`Delete “${row.name}”?`} onClose={onClose}>
      <p>
        {count === 0
          ? "It has no traces. "
          : `Its ${formatExactCount(count)} ${count === 1 ? "trace stays" : "traces stay"} stored and can be read by their links. `}
        You can restore it from the list of deleted experiments.
      </p>
      {remove.isError && <p role="alert">{errorText(remove.error)}</p>}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button danger disabled={remove.isPending} onClick={() => remove.mutate()}>
          Delete
        </Button>
      </DialogActions>
    </Dialog>
  );
}
