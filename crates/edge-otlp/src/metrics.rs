//! POST /v1/metrics: metrics are not stored; they are counted, so that the loss is seen, and answered with success, so that
//! exporters that send all signals to one place do not complain.

use axum::extract::{Request, State};
use axum::response::Response;

use crate::OtlpState;
use crate::answer::{self, Rejected};
use crate::intake::Intake;

/// Counts and drops metrics.
pub async fn handler(State(state): State<OtlpState>, request: Request) -> Response {
    let (encoding, body) = match Intake::read(&state, request).await {
        Ok(intake) => (intake.encoding, intake.body),
        Err(response) => return response,
    };
    match count(&state, encoding, &body) {
        Ok(()) => answer::success(encoding, &Rejected::default(), "rejectedDataPoints"),
        Err(error) => answer::failure(encoding, &error),
    }
}

/// Counts the points of a request as dropped.
pub(crate) fn count(
    state: &OtlpState,
    encoding: answer::Encoding,
    body: &bytes::Bytes,
) -> spanwell_model::Result<()> {
    let decoded = match encoding {
        answer::Encoding::Protobuf => spanwell_otlp::decode_metrics_protobuf(body.clone(), &state.limits)?,
        answer::Encoding::Json => spanwell_otlp::decode_metrics_json(body, &state.limits)?,
    };
    state.ingest.losses().count_dropped_metrics(decoded.points);
    Ok(())
}
