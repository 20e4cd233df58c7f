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

#[cfg(test)]
mod tests {
    use crate::testing::World;

    #[tokio::test]
    async fn the_description_is_served() {
        let document = World::new().get("/openapi.json").await.good();
        assert_eq!(document["openapi"], "3.1.0");
        assert!(document["paths"]["/api/v1/openapi.json"]["get"].is_object());
    }
}
