//! Figures of experiments, charts and conversations.

use spanwell_model::Experiment;
use spanwell_model::Lifecycle as ModelLifecycle;
use spanwell_store::{ChartBucket as StoreBucket, ChartSlice, ExperimentFigures, SessionRow as StoreSession};

use crate::convert::rows::plain;
use crate::wire::charts::{ChartBucket, ChartTotal, Slice};
use crate::wire::experiments::{DayFigures, ExperimentRow, Lifecycle};
use crate::wire::sessions::SessionRow;

/// Hours whose figures an experiment shows.
pub(crate) const HOURS: usize = 24;
/// Milliseconds in an hour.
pub(crate) const HOUR_MS: i64 = 3_600_000;

/// Start of the oldest of the 24 hours that end with the current one.
pub(crate) fn day_start_ms(now_ms: i64) -> i64 {
    now_ms.div_euclid(HOUR_MS) * HOUR_MS - (HOURS as i64 - 1) * HOUR_MS
}

impl From<ModelLifecycle> for Lifecycle {
    fn from(lifecycle: ModelLifecycle) -> Self {
        match lifecycle {
            ModelLifecycle::Active => Self::Active,
            ModelLifecycle::Deleted => Self::Deleted,
        }
    }
}

/// An experiment with its figures since `since_ms`.
pub(crate) fn experiment_row(
    experiment: Experiment,
    figures: &ExperimentFigures,
    since_ms: i64,
) -> ExperimentRow {
    let total = &figures.total;
    let mut hourly = vec![0; HOURS];
    for bucket in &figures.hours {
        let hour = usize::try_from((bucket.start_ms - since_ms).div_euclid(HOUR_MS)).ok();
        if let Some(count) = hour.and_then(|hour| hourly.get_mut(hour)) {
            *count += traces(bucket);
        }
    }
    ExperimentRow {
        experiment_id: experiment.experiment_id.to_string(),
        name: experiment.name,
        lifecycle: experiment.lifecycle.into(),
        created_at: experiment.creation_time_ms,
        updated_at: experiment.last_update_time_ms,
        tags: experiment.tags,
        last_trace_at: figures.last_trace_ms,
        trace_count: figures.trace_count,
        day: DayFigures {
            traces: traces(total),
            errors: total.error,
            p50_ms: total.p50_ms,
            p95_ms: total.p95_ms,
            tokens: total.tokens_input.saturating_add(total.tokens_output),
            cost_usd: total.cost_usd,
            hourly,
        },
    }
}

const fn traces(bucket: &StoreBucket) -> u64 {
    bucket.ok.saturating_add(bucket.error).saturating_add(bucket.in_progress)
}

impl From<StoreBucket> for ChartBucket {
    fn from(bucket: StoreBucket) -> Self {
        Self {
            start_ms: bucket.start_ms,
            ok: bucket.ok,
            error: bucket.error,
            in_progress: bucket.in_progress,
            p50_ms: bucket.p50_ms,
            p95_ms: bucket.p95_ms,
            tokens_input: bucket.tokens_input,
            tokens_output: bucket.tokens_output,
            cost_usd: bucket.cost_usd,
        }
    }
}

impl From<StoreBucket> for ChartTotal {
    fn from(bucket: StoreBucket) -> Self {
        Self {
            traces: traces(&bucket),
            errors: bucket.error,
            p50_ms: bucket.p50_ms,
            p95_ms: bucket.p95_ms,
            tokens_input: bucket.tokens_input,
            tokens_output: bucket.tokens_output,
            cost_usd: bucket.cost_usd,
        }
    }
}

impl From<ChartSlice> for Slice {
    fn from(slice: ChartSlice) -> Self {
        Self {
            key: slice.key,
            traces: slice.traces,
            errors: slice.errors,
            tokens: slice.tokens,
            cost_usd: slice.cost_usd,
        }
    }
}

impl From<StoreSession> for SessionRow {
    fn from(row: StoreSession) -> Self {
        Self {
            session: row.session_id,
            trace_count: row.trace_count,
            error_count: row.error_count,
            first_at: row.first_ms,
            last_at: row.last_ms,
            user: row.user_id,
            tokens: row.tokens,
            cost_usd: row.cost_usd,
            first_input: row.first_input.map(plain),
            last_output: row.last_output.map(plain),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_fall_into_their_places() {
        let now = 1_764_000_000_000 + 1;
        let since = day_start_ms(now);
        assert_eq!(since % HOUR_MS, 0);
        assert!(now - since < 24 * HOUR_MS && now - since >= 23 * HOUR_MS);
        let bucket = |start_ms, ok| StoreBucket { start_ms, ok, ..StoreBucket::default() };
        let figures = ExperimentFigures {
            hours: vec![bucket(since, 1), bucket(since + 23 * HOUR_MS, 2), bucket(since - 1, 9)],
            ..ExperimentFigures::default()
        };
        let experiment = Experiment {
            experiment_id: spanwell_model::ExperimentId::DEFAULT,
            name: "Default".into(),
            artifact_location: String::new(),
            lifecycle: ModelLifecycle::Active,
            creation_time_ms: 0,
            last_update_time_ms: 0,
            tags: Default::default(),
        };
        let hourly = experiment_row(experiment, &figures, since).day.hourly;
        assert_eq!((hourly.len(), hourly[0], hourly[23], hourly.iter().sum::<u64>()), (24, 1, 2, 3));
    }
}
