//! GET /api/3.0/mlflow/traces/{trace_id}: a trace without its spans.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::trace_info::{TraceAnswer, TraceInfo};

use crate::answer::{Answer, json};
use crate::path::TraceInPath;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found<'a> {
    trace: TraceAnswer<'a>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, TraceInPath(id): TraceInPath) -> Answer {
    let summary = state.tracking.trace(&id).await?;
    json(&Found { trace: TraceInfo::from(&summary).into() })
}
