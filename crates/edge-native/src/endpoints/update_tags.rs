//! PATCH /api/v1/traces/{trace_id}/tags: sets and (with null) deletes tags of a trace.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use spanwell_model::{Error, Kind};
use spanwell_tracking::checks;

use crate::endpoints::get_trace::detail;
use crate::extract::{Body, OfTrace};
use crate::problem::{Answer, Problem};
use crate::state::NativeState;
use crate::wire::trace::TraceDetail;

/// Most tags of one call.
const TAGS: usize = 100;

/// Sets and (with null) deletes tags of a trace.
#[utoipa::path(
    patch,
    path = "/traces/{trace_id}/tags",
    tag = "traces",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone")
    ),
    request_body = std::collections::BTreeMap<String, Option<String>>,
    responses(
        (status = 200, description = "Done", body = TraceDetail),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn update_tags(
    State(state): State<NativeState>,
    OfTrace(id): OfTrace,
    Body(tags): Body<BTreeMap<String, Option<String>>>,
) -> Answer<Json<TraceDetail>> {
    let tracking = &state.tracking;
    if tags.len() > TAGS {
        return Err(
            Error::invalid(format!("the body has {} tags, at most {TAGS} are allowed", tags.len())).into()
        );
    }
    for (key, value) in &tags {
        let checked = checks::trace_tag(key, value.as_deref(), tracking.limits());
        checked.map_err(|error| Problem::from(error).in_field(key))?;
    }
    for (key, value) in &tags {
        let done = match value {
            Some(value) => tracking.set_trace_tag(&id, key, value).await,
            None => tracking.delete_trace_tag(&id, key).await,
        };
        match done {
            // A tag that is not there is as good as deleted; a trace that is not there is found out below.
            Err(error) if value.is_none() && error.kind() == Kind::NotFound => {}
            done => done?,
        }
    }
    detail(&state, &id).await.map(Json)
}
