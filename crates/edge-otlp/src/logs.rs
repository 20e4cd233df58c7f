//! POST /v1/logs: log events that carry the content of model calls are joined to their spans; other logs are not stored.

use std::collections::HashMap;

use axum::extract::{Request, State};
use axum::response::Response;
use bytes::Bytes;
use spanwell_model::Result;
use spanwell_store::LogWrite;

use crate::OtlpState;
use crate::answer::{self, Encoding, Rejected};
use crate::intake::Intake;

/// Joins message content to spans.
pub async fn handler(State(state): State<OtlpState>, request: Request) -> Response {
    let intake = match Intake::read(&state, request).await {
        Ok(intake) => intake,
        Err(response) => return response,
    };
    let result = ingest(&state, intake.encoding, intake.body).await;
    drop(intake.memory);
    match result {
        Ok(()) => answer::success(intake.encoding, &Rejected::default(), "rejectedLogRecords"),
        Err(error) => answer::failure(intake.encoding, &error),
    }
}

/// Stores the log events of a body that carry content; others are no concern of ours and count as taken.
pub(crate) async fn ingest(state: &OtlpState, encoding: Encoding, body: Bytes) -> Result<()> {
    let decoded = match encoding {
        Encoding::Protobuf => spanwell_otlp::decode_logs_protobuf(body, &state.limits)?,
        Encoding::Json => spanwell_otlp::decode_logs_json(&body, &state.limits)?,
    };
    let received_ms = state.ingest.tracking().clock().now_ms();
    let mut writes: Vec<LogWrite> = Vec::new();
    let mut places = HashMap::new();
    for content in decoded.contents {
        let place = *places.entry((content.trace_id.clone(), content.span_id)).or_insert(writes.len());
        if place == writes.len() {
            let (trace_id, span_id) = (content.trace_id, content.span_id);
            writes.push(LogWrite { trace_id, span_id, events: Vec::new(), received_ms });
        }
        writes[place].events.push(content.event);
    }
    state.ingest.logs(writes).await
}
