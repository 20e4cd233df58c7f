/** Feedback and expectations. */
import { api, dataOf } from "./client";
import type { Assessment, AssessmentChange, AssessmentDraft } from "./types";

/** Adds feedback or an expectation. */
export function addAssessment(trace: string, draft: AssessmentDraft): Promise<Assessment> {
  return dataOf(
    api.POST("/api/v1/traces/{trace_id}/assessments", { params: { path: { trace_id: trace } }, body: draft }),
  );
}

/** Changes value, rationale or name. */
export function changeAssessment(trace: string, assessment: string, change: AssessmentChange): Promise<Assessment> {
  return dataOf(
    api.PATCH("/api/v1/traces/{trace_id}/assessments/{assessment_id}", {
      params: { path: { trace_id: trace, assessment_id: assessment } },
      body: change,
    }),
  );
}

/** Removes an assessment for good. */
export async function removeAssessment(trace: string, assessment: string): Promise<void> {
  await api.DELETE("/api/v1/traces/{trace_id}/assessments/{assessment_id}", {
    params: { path: { trace_id: trace, assessment_id: assessment } },
  });
}
