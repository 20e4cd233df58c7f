/** Renaming, deleting and restoring experiments, each told in a toast. */
import { useQueryClient } from "@tanstack/react-query";
import { deleteExperiment, renameExperiment, restoreExperiment } from "../../api/experiments";
import type { ExperimentRow } from "../../api/types";
import { errorText, useToast } from "../../components/Toasts";

/** The actions; those that ask first throw, so that their dialog can show why. */
export function useExperimentActions() {
  const client = useQueryClient();
  const toast = useToast();
  const changed = async (row: ExperimentRow) => {
    await client.invalidateQueries({ queryKey: ["experiments"] });
    await client.invalidateQueries({ queryKey: ["experiment", row.experiment_id] });
  };
  const rename = async (row: ExperimentRow, name: string) => {
    await renameExperiment(row.experiment_id, name);
    await changed(row);
  };
  const restore = async (row: ExperimentRow) => {
    try {
      await restoreExperiment(row.experiment_id);
      toast({ text: `“${row.name}” is back in the list` });
    } catch (error) {
      toast({ text: errorText(error), kind: "error" });
    }
    await changed(row);
  };
  const remove = async (row: ExperimentRow) => {
    await deleteExperiment(row.experiment_id);
    toast({ text: `“${row.name}” deleted`, action: { title: "Undo", run: () => void restore(row) } });
    await changed(row);
  };
  return { rename, restore, remove };
}
