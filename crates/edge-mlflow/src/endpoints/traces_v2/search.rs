//! GET /api/2.0/mlflow/traces.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::header::experiment_ids;
use spanwell_mlflow::trace_info_v2::TraceInfoV2;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;
use crate::{page_token, search};

#[derive(Serialize)]
struct Found<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    traces: Vec<TraceInfoV2<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_page_token: Option<String>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    if request.strings("experiment_ids")?.is_empty() {
        return Err(request.missing("experiment_ids").into());
    }
    let experiments = experiment_ids(&request, "experiment_ids")?;
    let page = search::traces(&state, &request, experiments).await?;
    json(&Found {
        traces: page.items.iter().map(TraceInfoV2::from).collect(),
        next_page_token: page.next.as_ref().map(page_token::print),
    })
}
