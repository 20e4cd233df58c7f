//! POST /api/3.0/mlflow/traces/search.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::header::read_locations;
use spanwell_mlflow::trace_info::TraceInfo;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;
use crate::{page_token, search};

#[derive(Serialize)]
struct Found<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    traces: Vec<TraceInfo<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_page_token: Option<String>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    if request.raw("locations")?.is_none() {
        return Err(request.missing("locations").into());
    }
    let experiments = read_locations(&request, "locations")?;
    let page = search::traces(&state, &request, experiments).await?;
    json(&Found {
        traces: page.items.iter().map(TraceInfo::from).collect(),
        next_page_token: page.next.as_ref().map(page_token::print),
    })
}
