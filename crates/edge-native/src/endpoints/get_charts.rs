//! POST /api/v1/experiments/{experiment_id}/charts: figures over time: volume, errors, latency, tokens, cost.

use axum::Json;
use axum::extract::State;
use spanwell_store::{ChartBucket as StoreBucket, ChartBuckets};

use crate::convert::figures::HOUR_MS;
use crate::extract::{Body, InExperiment};
use crate::filters;
use crate::problem::{Answer, Problem};
use crate::state::NativeState;
use crate::wire::charts::{ChartBucket, ChartQuery, Charts};
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
    let (buckets, end_ms) = (buckets(&asked)?, asked.end_ms);
    let selection = filters::selection(
        id,
        TraceSelection {
            filter: asked.filter,
            text: asked.text,
            start_ms: Some(asked.start_ms),
            end_ms: Some(end_ms),
            state: asked.state,
        },
    )?;
    state.tracking.experiment(id).await?;
    let charts = state.tracking.trace_store().charts(selection, buckets).await?;
    Ok(Json(Charts {
        start_ms: buckets.origin_ms(),
        bucket_ms: buckets.length_ms(),
        buckets: dense(charts.buckets, buckets, end_ms),
        total: charts.total.into(),
        by_model: charts.by_model.into_iter().map(Into::into).collect(),
        by_name: charts.by_name.into_iter().map(Into::into).collect(),
    }))
}

/// One bucket for each stretch of the time, also where no trace is: empty ones have counts of 0 and no latency.
fn dense(stored: Vec<StoreBucket>, buckets: ChartBuckets, end_ms: i64) -> Vec<ChartBucket> {
    let mut stored = stored.into_iter().peekable();
    let next = |start: &i64| start.checked_add(buckets.length_ms());
    let starts = std::iter::successors(Some(buckets.origin_ms()), next);
    // Whole hours begin before the time, and may be one more.
    let starts = starts.take_while(|start| *start < end_ms).take(BUCKETS as usize + 1);
    let at = |start_ms| {
        stored
            .next_if(|bucket| bucket.start_ms == start_ms)
            .unwrap_or(StoreBucket { start_ms, ..StoreBucket::default() })
    };
    starts.map(at).map(Into::into).collect()
}

/// The time cut into as many buckets as asked for, the length rounded up. Buckets of an hour or more are whole hours that
/// begin with an hour: the store keeps the figures of those.
fn buckets(asked: &ChartQuery) -> Answer<ChartBuckets> {
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
    let bucket_ms = up_to_whole(length, asked.buckets.into());
    if bucket_ms < HOUR_MS {
        return Ok(ChartBuckets::new(asked.start_ms, bucket_ms)?);
    }
    let origin_ms = asked.start_ms.div_euclid(HOUR_MS).saturating_mul(HOUR_MS);
    Ok(ChartBuckets::new(origin_ms, up_to_whole(bucket_ms, HOUR_MS).saturating_mul(HOUR_MS))?)
}

/// A positive number divided by a positive one, rounded up.
const fn up_to_whole(number: i64, by: i64) -> i64 {
    number / by + (number % by > 0) as i64
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use spanwell_store::suite::world::{EPOCH_MS, SpanExt, simple, span, write};

    use crate::testing::World;

    const PATH: &str = "/experiments/0/charts";

    fn asked(start: i64, end: i64, buckets: i64) -> Value {
        json!({"start_ms": start, "end_ms": end, "buckets": buckets})
    }

    #[tokio::test]
    async fn figures_fall_into_buckets() {
        let world = World::new();
        let failed =
            write(3, vec![span(1, 0).with("model", "m").with("tokens.in", 4).at(150, 160).failed("x")]);
        world.put(vec![simple(1, 0), simple(2, 99), failed]).await;
        let charts = world.post(PATH, asked(EPOCH_MS, EPOCH_MS + 999, 10)).await.good();
        assert_eq!((&charts["bucket_ms"], &charts["start_ms"]), (&100.into(), &EPOCH_MS.into()));
        assert_eq!((&charts["buckets"][0]["ok"], &charts["buckets"][1]["error"]), (&2.into(), &1.into()));
        let buckets = charts["buckets"].as_array().unwrap();
        assert_eq!(
            (buckets.len(), &buckets[9]["start_ms"], &buckets[9]["ok"]),
            (10, &(EPOCH_MS + 900).into(), &0.into())
        );
        assert!(buckets[9].get("p50_ms").is_none());
        assert_eq!((&charts["total"]["traces"], &charts["total"]["errors"]), (&3.into(), &1.into()));
        assert_eq!(
            (&charts["by_model"][0]["key"], &charts["by_model"][0]["tokens"]),
            (&"m".into(), &4.into())
        );
    }

    #[tokio::test]
    async fn long_buckets_are_whole_hours() {
        let world = World::new();
        let hour = 3_600_000;
        // 100 hours from 10 minutes past an hour, in 60 buckets: two hours each, from the full hour on.
        let start = EPOCH_MS + hour / 6;
        world.put(vec![simple(1, 1), simple(2, hour as u64 / 6), simple(3, 3 * hour as u64)]).await;
        let charts = world.post(PATH, asked(start, start + 100 * hour, 60)).await.good();
        assert_eq!((&charts["bucket_ms"], &charts["start_ms"]), (&(2 * hour).into(), &EPOCH_MS.into()));
        let buckets = charts["buckets"].as_array().unwrap();
        assert_eq!(buckets.len(), 51);
        // What lies before the asked time does not count.
        assert_eq!((&buckets[0]["ok"], &buckets[1]["ok"]), (&1.into(), &1.into()));
        assert_eq!(charts["total"]["traces"], 2);
    }

    #[tokio::test]
    async fn impossible_ranges_are_refused() {
        let world = World::new();
        for (start, end, buckets, field) in [
            (0, 0, 10, "end_ms"),
            (5, 1, 10, "end_ms"),
            (i64::MIN, i64::MAX, 10, "end_ms"),
            (0, 10, 0, "buckets"),
            (0, 10, 201, "buckets"),
        ] {
            world.post(PATH, asked(start, end, buckets)).await.refused(400, "INVALID_ARGUMENT", Some(field));
        }
    }
}
