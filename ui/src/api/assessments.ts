/** Feedback and expectations. */
import { call } from "./client";
import type { Assessment, AssessmentChange, AssessmentDraft } from "./types";

const path = (trace: string, assessment?: string) =>
  `/traces/${encodeURIComponent(trace)}/assessments${assessment === undefined ? "" : `/${encodeURIComponent(assessment)}`}`;

/** Adds feedback or an expectation. */
export function addAssessment(trace: string, draft: AssessmentDraft): Promise<Assessment> {
  return call("POST", path(trace), { body: draft });
}

/** Changes value, rationale or name. */
export function changeAssessment(trace: string, assessment: string, change: AssessmentChange): Promise<Assessment> {
  return call("PATCH", path(trace, assessment), { body: change });
}

/** Removes an assessment for good. */
export function removeAssessment(trace: string, assessment: string): Promise<void> {
  return call("DELETE", path(trace, assessment));
}
