//! POST /api/2.0/mlflow/traces/link-to-run.

use axum::extract::State;
use spanwell_mlflow::header::parse_trace_id;
use spanwell_model::{Result, TraceId};

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let run_id = request.required_string("run_id")?;
    let ids: Vec<TraceId> =
        request.strings("trace_ids")?.into_iter().map(parse_trace_id).collect::<Result<_>>()?;
    if ids.is_empty() {
        return Err(request.missing("trace_ids").into());
    }
    state.tracking.link_traces_to_run(&ids, run_id).await?;
    empty()
}
