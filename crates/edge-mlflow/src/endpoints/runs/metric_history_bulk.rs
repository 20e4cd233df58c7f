//! GET /ajax-api/2.0/mlflow/metrics/get-history-bulk: the values of a metric of several runs.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::run::MetricAnswer;
use spanwell_model::{Error, Result, RunId};

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::search::page_size;
use crate::state::MlflowState;

/// Most runs of one question.
const RUNS: usize = 100;
/// Most values of one answer.
const VALUES: usize = 25_000;

#[derive(Serialize)]
struct Found<'a> {
    metrics: Vec<MetricAnswer<'a>>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let mut ids = request.strings("run_id")?.into_iter().map(RunId::parse).collect::<Result<Vec<_>>>()?;
    if ids.is_empty() {
        return Err(Error::invalid("GetMetricHistoryBulk request must specify at least one run_id.").into());
    }
    if ids.len() > RUNS {
        return Err(Error::invalid(format!(
            "GetMetricHistoryBulk request cannot specify more than {RUNS} run_ids. Received {} run_ids.",
            ids.len()
        ))
        .into());
    }
    ids.sort_unstable();
    let key = request.required_string("metric_key")?;
    let most = page_size(&request, VALUES, usize::MAX)?.min(VALUES);
    let mut found = Vec::new();
    let mut room = most;
    for id in &ids {
        if room == 0 {
            break;
        }
        let page = state.tracking.metric_history(id, key, room, None).await?;
        room -= page.items.len();
        found.push((id, page.items));
    }
    let values =
        found.iter().flat_map(|(id, values)| values.iter().map(|value| MetricAnswer::of_run(value, id)));
    json(&Found { metrics: values.collect() })
}
