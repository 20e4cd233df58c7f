//! POST /api/3.0/mlflow/traces/batchGetInfos: several traces without their spans.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::header::trace_ids;
use spanwell_mlflow::trace_info::TraceInfo;
use spanwell_model::Error;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    trace_infos: Vec<TraceInfo<'a>>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    if request.strings("trace_ids")?.is_empty() {
        return Err(request.missing("trace_ids").into());
    }
    let ids = trace_ids(&request, "trace_ids")?;
    let most = state.tracking.limits().traces_per_page;
    if ids.len() > most {
        return Err(Error::invalid(format!(
            "parameter 'trace_ids' has {} ids, at most {most} are allowed in one call",
            ids.len()
        ))
        .into());
    }
    let summaries = state.tracking.traces(&ids).await?;
    json(&Found { trace_infos: summaries.iter().map(TraceInfo::from).collect() })
}
