//! GET /api/2.0/mlflow/metrics/get-history: the values of a metric of one run.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::run::{MetricAnswer, run_id};
use spanwell_tracking::runs::RUNS_PER_PAGE;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::page_token;
use crate::search::page_size;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    metrics: Vec<MetricAnswer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_page_token: Option<String>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let key = request.required_string("metric_key")?;
    let limit = page_size(&request, RUNS_PER_PAGE, RUNS_PER_PAGE)?;
    let after = page_token::read(&request)?;
    let page = state.tracking.metric_history(&run_id(&request)?, key, limit, after).await?;
    json(&Found {
        metrics: page.items.iter().map(MetricAnswer::from).collect(),
        next_page_token: page.next.as_ref().map(page_token::print),
    })
}
