//! POST /api/v1/traces/{trace_id}/assessments: adds feedback or an expectation of a person.

use axum::Json;
use axum::extract::State;
use spanwell_model::{AssessmentId, AssessmentSource, AssessmentValue, SourceKind, SpanId};

use crate::extract::{Body, OfTrace};
use crate::problem::{Answer, Problem};
use crate::state::NativeState;
use crate::wire::assessments::{Assessment, AssessmentDraft, DraftKind};

/// Adds feedback or an expectation of a person.
#[utoipa::path(
    post,
    path = "/traces/{trace_id}/assessments",
    tag = "assessments",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone")
    ),
    request_body = AssessmentDraft,
    responses(
        (status = 200, description = "Done", body = Assessment),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn add_assessment(
    State(state): State<NativeState>,
    OfTrace(id): OfTrace,
    Body(draft): Body<AssessmentDraft>,
) -> Answer<Json<Assessment>> {
    let added = state.tracking.add_assessment(&id, into_draft(draft)?).await?;
    Ok(Json(added.into()))
}

/// Who speaks when nobody says so.
const DEFAULT_SOURCE: &str = "default";

fn into_draft(draft: AssessmentDraft) -> Answer<spanwell_tracking::AssessmentDraft> {
    if draft.name.trim().is_empty() {
        return Err(Problem::field(
            "name",
            "`name` must not be empty: say what is assessed, such as `correctness`",
        ));
    }
    if draft.value.is_null() {
        return Err(Problem::field("value", "`value` must not be null"));
    }
    let span_id = draft.span_id.as_deref().map(SpanId::parse).transpose();
    let value = match draft.kind {
        DraftKind::Feedback => AssessmentValue::Feedback { value: draft.value, error: None },
        DraftKind::Expectation => AssessmentValue::Expectation { value: draft.value, serialized: false },
    };
    let source =
        draft.source_id.filter(|id| !id.trim().is_empty()).unwrap_or_else(|| DEFAULT_SOURCE.to_owned());
    Ok(spanwell_tracking::AssessmentDraft {
        name: draft.name,
        span_id: span_id.map_err(|error| Problem::from(error).in_field("span_id"))?,
        source: AssessmentSource { kind: SourceKind::Human, id: source },
        value,
        rationale: draft.rationale.filter(|text| !text.is_empty()),
        metadata: Default::default(),
        overrides: draft.overrides.map(AssessmentId::new),
        create_time_ms: None,
        last_update_time_ms: None,
        valid: true,
    })
}
