//! POST /api/3.0/mlflow/traces (StartTraceV3): a trace's header, merged with what is there.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::assessment::GivenAssessment;
use spanwell_mlflow::header::{GivenTrace, PLACE_TAGS};
use spanwell_mlflow::trace_info::{TraceAnswer, TraceInfo};
use spanwell_model::AssessmentId;
use spanwell_store::TraceHeader;
use spanwell_store::summary::TAG_SPANS_LOCATION;
use spanwell_tracking::{AssessmentDraft, Tracking};

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Started<'a> {
    trace: TraceAnswer<'a>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let given = GivenTrace::read(&fields.message())?;
    let summary = state.tracking.start_trace(header(&state.tracking, given)).await?;
    let mut info = TraceInfo::from(&summary);
    // The client uploads its spans a second time unless this tag says that they are all here: it must not say so
    // while some are missing, for their OTLP request may have failed.
    if summary.expected_spans.is_some_and(|expected| summary.span_count < expected) {
        info = info.without_tag(TAG_SPANS_LOCATION);
    }
    json(&Started { trace: info.into() })
}

fn header(tracking: &Tracking, mut given: GivenTrace) -> TraceHeader {
    given.tags.retain(|key, _| !PLACE_TAGS.contains(&key.as_str()));
    let request_time_ms = given.request_time_ms;
    let assessments = given
        .assessments
        .into_iter()
        .map(|assessment| {
            let mut draft = draft(assessment);
            // A time that is the same when the client repeats the call, so that nothing is stored twice.
            draft.create_time_ms = draft.create_time_ms.or(Some(request_time_ms));
            tracking.assessment_from(&given.trace_id, draft)
        })
        .collect();
    TraceHeader {
        trace_id: given.trace_id,
        experiment_id: given.experiment_id,
        client_request_id: given.client_request_id,
        request_time_ms,
        execution_duration_ms: given.execution_duration_ms,
        state: given.state,
        request_preview: given.request_preview,
        response_preview: given.response_preview,
        metadata: given.metadata,
        tags: given.tags,
        default_tags: Vec::new(),
        assessments,
    }
}

/// The service's words for an assessment of the wire.
pub(crate) fn draft(given: GivenAssessment) -> AssessmentDraft {
    AssessmentDraft {
        name: given.name,
        span_id: given.span_id,
        source: given.source,
        value: given.value,
        rationale: given.rationale,
        metadata: given.metadata,
        overrides: given.overrides.map(AssessmentId::new),
        create_time_ms: given.create_time_ms,
        last_update_time_ms: given.last_update_time_ms,
        valid: given.valid,
    }
}
