//! POST /api/{2.0,3.0}/mlflow/traces/delete-traces: by ids, or the oldest up to a time.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::error::wrong_value;
use spanwell_mlflow::header::{experiment_id, trace_ids};
use spanwell_model::Error;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Deleted {
    traces_deleted: u64,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let experiment = experiment_id(&request, "experiment_id")?;
    let by_ids = !request.strings("request_ids")?.is_empty();
    let until_ms = request.int64("max_timestamp_millis")?;
    let most = request.int64("max_traces")?;
    let traces_deleted = match (by_ids, until_ms) {
        (true, Some(_)) => {
            let text = "Only one of `max_timestamp_millis` and `trace_ids` can be specified.";
            return Err(Error::invalid(text).into());
        }
        (false, None) => {
            let text = "Either `max_timestamp_millis` or `trace_ids` must be specified.";
            return Err(Error::invalid(text).into());
        }
        (true, None) if most.is_some() => {
            let text = "`max_traces` can't be specified if `trace_ids` is specified.";
            return Err(Error::invalid(text).into());
        }
        (true, None) => {
            state.tracking.delete_traces(experiment, &trace_ids(&request, "request_ids")?).await?
        }
        (false, Some(until_ms)) => {
            let most = most.map(positive).transpose()?;
            state.tracking.delete_traces_until(experiment, until_ms, most).await?
        }
    };
    json(&Deleted { traces_deleted })
}

fn positive(most: i64) -> Result<u64, Error> {
    u64::try_from(most).ok().filter(|most| *most > 0).ok_or_else(|| {
        wrong_value("max_traces", &serde_json::Value::from(most), "It must be a positive number.")
    })
}
