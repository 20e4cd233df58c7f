//! GET /api/v1/openapi.json: this description.

use axum::response::IntoResponse;
use http::header::CONTENT_TYPE;

/// This description.
#[utoipa::path(
    get,
    path = "/openapi.json",
    tag = "server",
    responses(
        (status = 200, description = "OpenAPI 3.1", content_type = "application/json", body = serde_json::Value)
    )
)]
pub async fn get_openapi() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], include_str!("../../openapi.json"))
}
