import { useMutation } from "@tanstack/react-query";
import { deleteTraces } from "../../api/traces";
import { Button } from "../../components/Button";
import { Dialog, DialogActions } from "../../components/Dialog";
import { errorText, useToast } from "../../components/Toasts";
import { formatExactCount } from "../../format/count";

const perRequest = 100;

/** Asks before traces go for good. */
export function DeleteTraces(props: {
  experiment: string;
  traceIds: string[];
  onDeleted: (ids: string[]) => void;
  onClose: () => void;
}) {
  const { experiment, traceIds, onDeleted, onClose } = props;
  const toast = useToast();
  const what = traceIds.length === 1 ? "this trace" : `these ${formatExactCount(traceIds.length)} traces`;
  const remove = useMutation({
    mutationFn: async () => {
      for (let start = 0; start < traceIds.length; start += perRequest) {
        await deleteTraces(experiment, traceIds.slice(start, start + perRequest));
      }
    },
    onSuccess: () => {
      toast({ text: traceIds.length === 1 ? "Trace deleted" : `${formatExactCount(traceIds.length)} traces deleted` });
      onDeleted(traceIds);
      onClose();
    },
  });
  return (
    <Dialog title={`Delete ${what}?`} onClose={onClose}>
      <p>Spans, feedback and tags go with it. This cannot be undone.</p>
      {remove.isError && <p role="alert">{errorText(remove.error)}</p>}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button danger disabled={remove.isPending} onClick={() => remove.mutate()}>
          Delete {what}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
