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
      try {
        const made = await addAssessment(traceId, draft);
        edit((list) =>
          list
            .filter((each) => each.assessment_id !== made.assessment_id)
            .map((each) => (each === placeholder ? made : each)),
        );
        edit((list) => (list.some((each) => each.assessment_id === made.assessment_id) ? list : [...list, made]));
        const undo = () => {
          edit((list) => list.filter((each) => each.assessment_id !== made.assessment_id));
          removeAssessment(traceId, made.assessment_id).catch(failed);
        };
        toast({ text: `${draft.name}: ${valueText(draft.value)}`, action: { title: "Undo", run: undo } });
        return true;
      } catch (error) {
        edit((list) => list.filter((each) => each !== placeholder));
        failed(error);
        return false;
      }
    },
    [edit, failed, toast, traceId],
  );

  const change = useCallback(
    async (old: Assessment, next: AssessmentChange): Promise<boolean> => {
      edit((list) => list.map((each) => (each.assessment_id === old.assessment_id ? { ...each, ...next } : each)));
      try {
        await changeAssessment(traceId, old.assessment_id, next);
        const undo = () => {
          edit((list) => list.map((each) => (each.assessment_id === old.assessment_id ? old : each)));
          changeAssessment(traceId, old.assessment_id, { value: old.value, rationale: old.rationale ?? "" }).catch(
            failed,
          );
        };
        toast({
          text: `${next.name ?? old.name}: ${valueText(next.value ?? old.value)}`,
          action: { title: "Undo", run: undo },
        });
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
      edit((list) => list.filter((each) => each.assessment_id !== old.assessment_id));
      try {
        await removeAssessment(traceId, old.assessment_id);
        const undo = () => {
          addAssessment(traceId, draftOf(old)).then((made) => edit((list) => [...list, made]), failed);
        };
        // A judge's own verdict cannot be given again in its name, so only a person's is offered back.
        toast({
          text: `${old.name} removed`,
          action: old.source.type === "HUMAN" ? { title: "Undo", run: undo } : undefined,
        });
      } catch (error) {
        failed(error);
      }
    },
    [edit, failed, toast, traceId],
  );

  return { add, change, remove };
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
