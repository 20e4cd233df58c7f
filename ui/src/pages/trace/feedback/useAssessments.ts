/** Adds, changes and removes assessments; the page shows the result at once and every step can be undone. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { addAssessment, changeAssessment, removeAssessment } from "../../../api/assessments";
import { traceQuery } from "../../../api/traces";
import type { Assessment, AssessmentChange, AssessmentDraft } from "../../../api/types";
import { valueText } from "../../../components/AssessmentChip";
import { errorText, useToast } from "../../../components/Toasts";

/** The actions on the assessments of one trace. */
export function useAssessments(traceId: string) {
  const client = useQueryClient();
  const toast = useToast();
  const key = traceQuery(traceId).queryKey;

  const edit = useCallback(
    (update: (list: Assessment[]) => Assessment[]) =>
      client.setQueryData(key, (old) => (old === undefined ? old : { ...old, assessments: update(old.assessments) })),
    [client, key],
  );
  const failed = useCallback(
    (error: unknown) => {
      toast({ kind: "error", text: `Feedback was not saved: ${errorText(error)}` });
      void client.invalidateQueries({ queryKey: key });
    },
    [client, key, toast],
  );

  const add = useCallback(
    async (draft: AssessmentDraft): Promise<boolean> => {
      const placeholder = placeholderOf(draft);
      edit((list) => [...list, placeholder]);
      const saving = addAssessment(traceId, draft);
      beingSaved.set(placeholder.assessment_id, saving);
      try {
        const made = await saving;
        edit((list) => settle(list, placeholder.assessment_id, made));
        const undo = () => {
          edit((list) => without(list, made.assessment_id));
          removeAssessment(traceId, made.assessment_id).catch(failed);
        };
        toast({ text: `${draft.name}: ${valueText(draft.value)}`, action: { title: "Undo", run: undo } });
        return true;
      } catch (error) {
        edit((list) => without(list, placeholder.assessment_id));
        failed(error);
        return false;
      } finally {
        beingSaved.delete(placeholder.assessment_id);
      }
    },
    [edit, failed, toast, traceId],
  );

  const change = useCallback(
    async (old: Assessment, next: AssessmentChange): Promise<boolean> => {
      edit((list) => list.map((each) => (each.assessment_id === old.assessment_id ? { ...each, ...next } : each)));
      try {
        const { assessment_id } = await saved(old);
        const made = await changeAssessment(traceId, assessment_id, next);
        edit((list) => list.map((each) => (each.assessment_id === assessment_id ? made : each)));
        const undo = () => {
          const before = { value: old.value, rationale: old.rationale ?? "" };
          edit((list) => list.map((each) => (each.assessment_id === assessment_id ? { ...each, ...before } : each)));
          changeAssessment(traceId, assessment_id, before).catch(failed);
        };
        const text = `${next.name ?? old.name}: ${valueText(next.value ?? old.value)}`;
        toast({ text, action: { title: "Undo", run: undo } });
        return true;
      } catch (error) {
        failed(error);
        return false;
      }
    },
    [edit, failed, toast, traceId],
  );

  const remove = useCallback(
    async (old: Assessment) => {
      edit((list) => without(list, old.assessment_id));
      try {
        const { assessment_id } = await saved(old);
        await removeAssessment(traceId, assessment_id);
        edit((list) => without(list, assessment_id));
        const undo = () => {
          addAssessment(traceId, draftOf(old)).then((made) => edit((list) => [...list, made]), failed);
        };
        // A judge's own verdict cannot be given again in its name, so only a person's is offered back.
        const action = old.source.type === "HUMAN" ? { title: "Undo", run: undo } : undefined;
        toast({ text: `${old.name} removed`, action });
      } catch (error) {
        failed(error);
      }
    },
    [edit, failed, toast, traceId],
  );

  return { add, change, remove };
}

/** Assessments on their way to the server, by the id of their placeholder: the next key may come before the answer. */
const beingSaved = new Map<string, Promise<Assessment>>();

/** The assessment as the server knows it, waiting for it when it is on its way. */
function saved(assessment: Assessment): Promise<Assessment> {
  return beingSaved.get(assessment.assessment_id) ?? Promise.resolve(assessment);
}

function without(list: Assessment[], id: string): Assessment[] {
  return list.filter((each) => each.assessment_id !== id);
}

/** Puts the saved assessment in its placeholder's place, with what was changed meanwhile, unless it is there already. */
function settle(list: Assessment[], placeholderId: string, made: Assessment): Assessment[] {
  if (list.some((each) => each.assessment_id === made.assessment_id)) return without(list, placeholderId);
  return list.map((each) =>
    each.assessment_id === placeholderId ? { ...made, value: each.value, rationale: each.rationale } : each,
  );
}

let placeholderNumber = 0;

function placeholderOf(draft: AssessmentDraft): Assessment {
  placeholderNumber += 1;
  const nowMs = Date.now();
  return {
    assessment_id: `saving-${placeholderNumber}`,
    name: draft.name,
    kind: draft.kind,
    value: draft.value,
    rationale: draft.rationale,
    span_id: draft.span_id,
    source: { type: "HUMAN", id: "saving" },
    valid: true,
    created_at: nowMs,
    updated_at: nowMs,
  };
}

function draftOf(old: Assessment): AssessmentDraft {
  return {
    name: old.name,
    kind: old.kind === "expectation" ? "expectation" : "feedback",
    value: old.value ?? null,
    rationale: old.rationale,
    span_id: old.span_id,
    source_id: old.source.id,
  };
}
