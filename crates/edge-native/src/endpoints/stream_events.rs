//! GET /api/v1/experiments/{experiment_id}/events: changes as they happen, as server-sent events: `traces`, `trace`, `reset` and `ping`.

use crate::problem::Problem;

/// Changes as they happen, as server-sent events: `traces`, `trace`, `reset` and `ping`.
#[utoipa::path(
    get,
    path = "/experiments/{experiment_id}/events",
    tag = "events",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number"),
        ("topics" = Option<String>, Query, description = "`traces` (the default) and `trace:{trace_id}`, separated by commas, at most 16"),
        ("last-event-id" = Option<String>, Header, description = "The version of the last message seen: what changed since then comes first")
    ),
    responses(
        (status = 200, description = "The stream", content_type = "text/event-stream", body = String),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody),
        (status = 503, description = "Too many streams are open", body = crate::wire::ErrorBody)
    )
)]
pub async fn stream_events() -> Problem {
    Problem::not_implemented()
}
