//! GET /api/v1/traces/{trace_id}/spans/{span_id}: one span with its payload.

use axum::Json;
use axum::extract::State;
use spanwell_model::{Error, Span, SpanId, TraceSummary};

use crate::convert::message;
use crate::convert::span::{Extent, detail};
use crate::extract::{OfSpan, OfTrace};
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::assessments::Assessment;
use crate::wire::span::SpanDetail;

/// One span with its payload.
#[utoipa::path(
    get,
    path = "/traces/{trace_id}/spans/{span_id}",
    tag = "spans",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone"),
        ("span_id" = String, Path, description = "The span, 16 hexadecimal digits")
    ),
    responses(
        (status = 200, description = "Found", body = SpanDetail),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn get_span(
    State(state): State<NativeState>,
    OfTrace(id): OfTrace,
    OfSpan(span_id): OfSpan,
) -> Answer<Json<SpanDetail>> {
    let trace = state.tracking.trace(&id).await?;
    let span = span_of(&state, &trace, span_id).await?;
    let assessments = assessments_of(&trace, span_id);
    let chat = message::chat(&span, Extent::Bounded);
    Ok(Json(detail(&id, span, chat, assessments, Extent::Bounded)))
}

/// One span of the trace.
pub async fn span_of(state: &NativeState, trace: &TraceSummary, span_id: SpanId) -> Answer<Span> {
    let found = state.tracking.trace_store().get_span(&trace.trace_id, span_id).await?;
    found.ok_or_else(|| {
        let id = &trace.trace_id;
        Error::not_found(format!("trace `{id}` has no span `{span_id}` (it has {} spans)", trace.span_count))
            .into()
    })
}

/// What is said of the span.
pub fn assessments_of(trace: &TraceSummary, span_id: SpanId) -> Vec<Assessment> {
    let own = trace.assessments.iter().filter(|assessment| assessment.span_id == Some(span_id));
    own.cloned().map(Into::into).collect()
}
