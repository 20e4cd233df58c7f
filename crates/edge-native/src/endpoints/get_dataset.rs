//! GET /api/v1/datasets/{dataset_id}: one evaluation dataset without its records.

use axum::Json;
use axum::extract::State;

use crate::extract::OfDataset;
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::datasets::DatasetRow;

/// One evaluation dataset without its records.
#[utoipa::path(
    get,
    path = "/datasets/{dataset_id}",
    tag = "datasets",
    params(
        ("dataset_id" = String, Path, description = "The dataset")
    ),
    responses(
        (status = 200, description = "Found", body = DatasetRow),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn get_dataset(
    State(state): State<NativeState>,
    OfDataset(id): OfDataset,
) -> Answer<Json<DatasetRow>> {
    Ok(Json(state.tracking.dataset(&id).await?.into()))
}

#[cfg(test)]
mod tests {
    use crate::testing::World;

    #[tokio::test]
    async fn a_dataset_has_its_figures() {
        let world = World::new();
        let id = world.put_dataset("questions", r#"[{"inputs": {"q": 1}}]"#).await;
        let row = world.get(&format!("/datasets/{id}")).await.good();
        assert_eq!((&row["name"], &row["record_count"]), (&"questions".into(), &1.into()));
        assert_eq!(row["experiment_ids"], serde_json::json!(["0"]));
        world.get("/datasets/d-none").await.refused(404, "NOT_FOUND", None);
        world.get("/datasets/a%2Fb").await.refused(400, "INVALID_ARGUMENT", Some("dataset_id"));
    }
}
