//! GET /api/v1/datasets/{dataset_id}/records: records of an evaluation dataset, in the order in which they came.

use axum::Json;
use axum::extract::State;

use crate::extract::{OfDataset, Query};
use crate::paging::{self, PageAsked};
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::datasets::DatasetRecordPage;

/// Records of an evaluation dataset, in the order in which they came.
#[utoipa::path(
    get,
    path = "/datasets/{dataset_id}/records",
    tag = "datasets",
    params(
        ("dataset_id" = String, Path, description = "The dataset"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<usize>, Query, description = "Most rows of the page, at most 500; 100 when left out")
    ),
    responses(
        (status = 200, description = "Found", body = DatasetRecordPage),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn list_dataset_records(
    State(state): State<NativeState>,
    OfDataset(id): OfDataset,
    Query(asked): Query<PageAsked>,
) -> Answer<Json<DatasetRecordPage>> {
    let limit = paging::limit(asked.limit, 100, 500)?;
    let after = paging::cursor(asked.cursor.as_deref())?;
    let page = state.tracking.dataset_records(&id, limit, after).await?;
    Ok(Json(DatasetRecordPage {
        records: page.items.into_iter().map(Into::into).collect(),
        next_cursor: paging::print_cursor(page.next),
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::World;

    #[tokio::test]
    async fn records_come_by_page_with_their_origin() {
        let world = World::new();
        let records = json!([
            {"inputs": {"q": "one"}, "expectations": {"answer": "1"}, "tags": {"kind": "easy"},
             "source": {"source_type": "TRACE", "source_data": {"trace_id": "tr-1"}}},
            {"inputs": {"q": "x".repeat(70_000)}},
        ]);
        let id = world.put_dataset("questions", &records.to_string()).await;
        let path = format!("/datasets/{id}/records?limit=1");
        let first = world.get(&path).await.good();
        let record = &first["records"][0];
        assert_eq!(record["inputs"], json!({"q": "one"}));
        assert_eq!(
            (&record["expectations"], &record["tags"]["kind"]),
            (&json!({"answer": "1"}), &"easy".into())
        );
        assert_eq!(
            (&record["source"], record.get("cut")),
            (&json!({"kind": "TRACE", "trace_id": "tr-1"}), None)
        );
        let cursor = first["next_cursor"].as_str().unwrap();
        let last = world.get(&format!("{path}&cursor={cursor}")).await.good();
        assert_eq!((&last["records"][0]["cut"], last.get("next_cursor")), (&true.into(), None));
        assert!(last["records"][0]["inputs"].is_string());
        world.get("/datasets/d-none/records").await.refused(404, "NOT_FOUND", None);
        world.get(&format!("{path}0000")).await.refused(400, "INVALID_ARGUMENT", Some("limit"));
    }
}
