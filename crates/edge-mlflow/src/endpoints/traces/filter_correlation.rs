//! POST /api/3.0/mlflow/traces/calculate-filter-correlation: how two conditions on traces go together.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::Message;
use spanwell_mlflow::header::experiment_ids;
use spanwell_mlflow::run::Double;
use spanwell_model::Result;
use spanwell_query::{TraceFilter, parse_trace_filter};

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::search::filter_error;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found {
    npmi: Double,
    npmi_smoothed: Double,
    filter1_count: u64,
    filter2_count: u64,
    joint_count: u64,
    total_count: u64,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    if request.strings("experiment_ids")?.is_empty() {
        return Err(request.missing("experiment_ids").into());
    }
    let ids = experiment_ids(&request, "experiment_ids")?;
    let first = required_filter(&request, "filter_string1")?;
    let second = required_filter(&request, "filter_string2")?;
    let base =
        parse_trace_filter(request.string("base_filter")?.unwrap_or_default()).map_err(filter_error)?;
    let found = state.tracking.filter_correlation(&ids, &first, &second, &base).await?;
    json(&Found {
        npmi: Double(found.npmi),
        npmi_smoothed: Double(found.npmi_smoothed),
        filter1_count: found.first,
        filter2_count: found.second,
        joint_count: found.both,
        total_count: found.total,
    })
}

fn required_filter(request: &Message<'_>, name: &str) -> Result<TraceFilter> {
    parse_trace_filter(request.required_string(name)?).map_err(filter_error)
}
