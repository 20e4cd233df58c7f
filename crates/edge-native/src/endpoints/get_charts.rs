//! POST /api/v1/experiments/{experiment_id}/charts: figures over time: volume, errors, latency, tokens, cost.

use axum::Json;
use axum::extract::State;

use crate::extract::{Body, InExperiment};
use crate::filters;
use crate::problem::{Answer, Problem};
use crate::state::NativeState;
use crate::wire::charts::{ChartQuery, Charts};
use crate::wire::search::TraceSelection;

/// Most buckets of one answer.
const BUCKETS: u32 = 200;

/// Figures over time: volume, errors, latency, tokens, cost.
#[utoipa::path(
    post,
    path = "/experiments/{experiment_id}/charts",
    tag = "traces",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number")
    ),
    request_body = ChartQuery,
    responses(
        (status = 200, description = "Done", body = Charts),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn get_charts(
    State(state): State<NativeState>,
    InExperiment(id): InExperiment,
    Body(asked): Body<ChartQuery>,
) -> Answer<Json<Charts>> {
    let bucket_ms = bucket_ms(&asked)?;
    let start_ms = asked.start_ms;
    let selection = filters::selection(
        id,
        TraceSelection {
            filter: asked.filter,
            text: asked.text,
            start_ms: Some(start_ms),
            end_ms: Some(asked.end_ms),
            state: asked.state,
        },
    )?;
    state.tracking.experiment(id).await?;
    let charts = state.tracking.trace_store().charts(selection, bucket_ms).await?;
    Ok(Json(Charts {
        start_ms,
        bucket_ms,
        buckets: charts.buckets.into_iter().map(Into::into).collect(),
        total: charts.total.into(),
        by_model: charts.by_model.into_iter().map(Into::into).collect(),
        by_name: charts.by_name.into_iter().map(Into::into).collect(),
    }))
}

/// Length of a bucket: the time cut into as many as asked for, rounded up.
fn bucket_ms(asked: &ChartQuery) -> Answer<i64> {
    if !(1..=BUCKETS).contains(&asked.buckets) {
        return Err(Problem::field(
            "buckets",
            format!("`buckets` is {}, it must be 1 to {BUCKETS}", asked.buckets),
        ));
    }
    let length = asked.end_ms.checked_sub(asked.start_ms).filter(|length| *length > 0).ok_or_else(|| {
        let text =
            format!("`end_ms` is {}, it must be after `start_ms`, which is {}", asked.end_ms, asked.start_ms);
        Problem::field("end_ms", text)
    })?;
    let buckets = i64::from(asked.buckets);
    Ok(length / buckets + i64::from(length % buckets > 0))
}
