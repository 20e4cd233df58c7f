import { useQueryClient } from "@tanstack/react-query";
import { createExperiment } from "../../api/experiments";
import { useGo } from "../../components/Anchor";
import { tracesHref } from "../../links";
import { NameDialog } from "./NameDialog";

/** Asks for a name, creates the experiment and opens it. */
export function CreateExperiment({ onClose }: { onClose: () => void }) {
  const go = useGo();
  const client = useQueryClient();
  const create = async (name: string) => {
    const row = await createExperiment(name);
    void client.invalidateQueries({ queryKey: ["experiments"] });
    onClose();
    go(tracesHref(row.experiment_id));
  };
  return <NameDialog title="New experiment" action="Create" onSave={create} onClose={onClose} />;
}
