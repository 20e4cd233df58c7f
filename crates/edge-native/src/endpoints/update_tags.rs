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

#[cfg(test)]
mod tests {
    use serde_json::json;
    use spanwell_store::suite::world::{simple, trace_id};

    use crate::testing::World;

    #[tokio::test]
    async fn tags_are_set_and_deleted() {
        let world = World::new();
        world.put(vec![simple(1, 0)]).await;
        let path = format!("/traces/{}/tags", trace_id(1));
        let detail = world.patch(&path, json!({"team": "a", "stage": "test"})).await.good();
        assert_eq!(detail["tags"], json!({"team": "a", "stage": "test"}));
        let detail = world.patch(&path, json!({"team": null, "none": null})).await.good();
        assert_eq!(detail["tags"], json!({"stage": "test"}));
        // All or nothing: the good tag is not set when another one is refused.
        let refused = world.patch(&path, json!({"a": "b", "mlflow.user": "x"})).await;
        refused.refused(400, "INVALID_ARGUMENT", Some("mlflow.user"));
        assert_eq!(
            world.get(&format!("/traces/{}", trace_id(1))).await.good()["tags"],
            json!({"stage": "test"})
        );
        world.patch("/traces/none/tags", json!({"a": null})).await.refused(404, "NOT_FOUND", None);
    }
}
