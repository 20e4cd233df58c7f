//! GET /api/3.0/mlflow/datasets/{dataset_id}/records.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::dataset::records_text;
use spanwell_tracking::datasets::RECORDS_PER_PAGE;

use crate::answer::{Answer, json, large};
use crate::fields::Fields;
use crate::page_token;
use crate::path::DatasetInPath;
use crate::search::page_size;
use crate::state::MlflowState;

/// Records of a page when the client does not say (MLflow 3.17).
const DEFAULT_RECORDS_PER_PAGE: usize = 1_000;

#[derive(Serialize)]
struct Found {
    records: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_page_token: Option<String>,
}

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    DatasetInPath(id): DatasetInPath,
    fields: Fields,
) -> Answer {
    let request = fields.message();
    let limit = page_size(&request, DEFAULT_RECORDS_PER_PAGE, RECORDS_PER_PAGE)?;
    let page = state.tracking.dataset_records(&id, limit, page_token::read(&request)?).await?;
    large(move || {
        json(&Found {
            records: records_text(&page.items)?,
            next_page_token: page.next.as_ref().map(page_token::print),
        })
    })
    .await
}
