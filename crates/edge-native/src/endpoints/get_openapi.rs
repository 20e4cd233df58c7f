//! GET /api/v1/openapi.json: this description.

use crate::problem::Problem;

/// This description.
#[utoipa::path(
    get,
    path = "/openapi.json",
    tag = "server",
    responses(
        (status = 200, description = "OpenAPI 3.1", content_type = "application/json", body = serde_json::Value)
    )
)]
pub async fn get_openapi() -> Problem {
    Problem::not_implemented()
}
