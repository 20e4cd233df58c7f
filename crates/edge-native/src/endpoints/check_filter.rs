//! POST /api/v1/filter/check: whether a filter can be read, and where not.

use axum::Json;
use spanwell_query::parse_trace_filter;

use crate::extract::Body;
use crate::filters::utf16_units;
use crate::wire::filter::{FilterCheck, FilterError, FilterText};

/// Whether a filter can be read, and where not.
#[utoipa::path(
    post,
    path = "/filter/check",
    tag = "filter",
    request_body = FilterText,
    responses(
        (status = 200, description = "Done", body = FilterCheck),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody)
    )
)]
pub async fn check_filter(Body(asked): Body<FilterText>) -> Json<FilterCheck> {
    let error = parse_trace_filter(&asked.filter).err().map(|error| FilterError {
        message: format!("expected {}, found {}", error.expected, error.found),
        position: utf16_units(&asked.filter, error.position.byte),
        expected: Some(error.expected),
        hint: error.hint,
    });
    Json(FilterCheck { ok: error.is_none(), error })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::World;

    #[tokio::test]
    async fn the_place_of_the_fault_is_told() {
        let world = World::new();
        let check = |filter: &str| {
            let world = &world;
            let body = json!({"filter": filter});
            async move { world.post("/filter/check", body).await.good() }
        };
        assert_eq!(check("status = 'OK' AND (name = 'a' OR NOT name = 'b')").await, json!({"ok": true}));
        assert_eq!(check("").await, json!({"ok": true}));
        let fault = check("name = '😀' AND nonsense = 1").await;
        assert_eq!((&fault["ok"], &fault["error"]["position"]), (&false.into(), &16.into()));
        assert!(!fault["error"]["expected"].as_str().unwrap().is_empty());
    }
}
