//! Figures over time.

use spanwell_model::ExperimentId;

use super::world::{EPOCH_MS, HOME, SpanExt, header, home, put, span, trace_id, write};
use super::{Engine, Harness};
use crate::{ChartBucket, ChartBuckets, ChartSlice, TraceSelection};

const HOUR_MS: i64 = 3_600_000;

/// The first `hours` hours of the world.
fn hours(hours: i64) -> TraceSelection {
    TraceSelection { start_ms: Some(EPOCH_MS), end_ms: Some(EPOCH_MS + hours * HOUR_MS), ..home() }
}

/// Buckets that are counted from the epoch.
fn buckets(length_ms: i64) -> ChartBuckets {
    ChartBuckets::new(0, length_ms).unwrap()
}

/// Traces 1 to 60, one each 10 minutes, of 10 × n milliseconds; each fifth failed, each tenth runs.
async fn fill(store: &dyn Engine) {
    let writes = (1..=60_u64).map(|number| {
        let start_ms = (number - 1) * 600_000;
        let root = span(1, 0)
            .at(start_ms, start_ms + 10 * number)
            .named(if number % 3 == 0 { "search" } else { "chat" })
            .with("model", if number % 2 == 0 { "large" } else { "small" })
            .with("tokens.in", 10)
            .with("tokens.out", 1)
            .with("cost", 0.5);
        let root = if number % 5 == 0 { root.failed("no") } else { root };
        write(number, vec![if number % 10 == 0 { root.running() } else { root }])
    });
    put(store, writes.collect()).await;
}

/// Engines may keep sketches: within one part in twenty.
fn is_near(found: Option<f64>, expected: f64) -> bool {
    found.is_some_and(|found| (found - expected).abs() <= expected * 0.05 + 1.0)
}

/// Buckets without a trace are left out; the end is exclusive.
pub async fn buckets_count_traces_by_state(harness: Box<dyn Harness>) {
    let store = harness.store();
    fill(&*store).await;
    harness.settle().await;
    let charts = store.charts(hours(2), buckets(HOUR_MS / 2)).await.unwrap();
    let counts: Vec<_> = charts
        .buckets
        .iter()
        .map(|bucket| (bucket.start_ms, bucket.ok, bucket.error, bucket.in_progress))
        .collect();
    let half = HOUR_MS / 2;
    let at = |bucket: i64| EPOCH_MS + bucket * half;
    assert_eq!(counts, [(at(0), 3, 0, 0), (at(1), 2, 1, 0), (at(2), 3, 0, 0), (at(3), 2, 0, 1)]);
    let total = &charts.total;
    assert_eq!((total.start_ms, total.ok, total.error, total.in_progress), (EPOCH_MS, 10, 1, 1));

    let late = TraceSelection {
        start_ms: Some(EPOCH_MS + 30 * HOUR_MS),
        end_ms: Some(EPOCH_MS + 40 * HOUR_MS),
        ..home()
    };
    let charts = store.charts(late, buckets(HOUR_MS)).await.unwrap();
    assert!(charts.buckets.is_empty() && charts.by_model.is_empty() && charts.by_name.is_empty());
    assert_eq!(charts.total, ChartBucket { start_ms: EPOCH_MS + 30 * HOUR_MS, ..ChartBucket::default() });
}

/// Durations of traces that have one.
pub async fn percentiles_and_sums_are_those_of_the_traces(harness: Box<dyn Harness>) {
    let store = harness.store();
    fill(&*store).await;
    harness.settle().await;
    let charts = store.charts(hours(10), buckets(HOUR_MS)).await.unwrap();
    assert_eq!(charts.buckets.len(), 10);
    let total = &charts.total;
    assert_eq!((total.tokens_input, total.tokens_output, total.cost_usd), (600, 60, 30.0));
    // 54 durations: 10 to 590 without the multiples of 100.
    assert!(is_near(total.p50_ms, 300.0) && is_near(total.p95_ms, 570.0), "{total:?}");
    let first = &charts.buckets[0];
    assert_eq!((first.tokens_input, first.tokens_output, first.cost_usd), (60, 6, 3.0));
    // Of six durations the median is 30, 40 or between, whichever definition an engine has.
    assert!(first.p50_ms.is_some_and(|found| (28.0..=42.0).contains(&found)), "{first:?}");
    assert!(first.p95_ms.is_some_and(|found| (47.0..=64.0).contains(&found)), "{first:?}");
}

/// Figures kept apart from the traces are corrected, not only added to.
pub async fn charts_follow_changes_of_a_trace(harness: Box<dyn Harness>) {
    let store = harness.store();
    let figures = async || {
        harness.settle().await;
        let total = store.charts(hours(1), buckets(HOUR_MS)).await.unwrap().total;
        (total.ok, total.error, total.in_progress, total.p50_ms.map(f64::round), total.tokens_input)
    };
    put(&*store, vec![write(1, vec![span(1, 0).running().with("tokens.in", 1)])]).await;
    assert_eq!(figures().await, (0, 0, 1, None, 1));
    put(&*store, vec![write(1, vec![span(1, 0).failed("no").at(0, 7).with("tokens.in", 3)])]).await;
    let (ok, error, in_progress, p50_ms, tokens) = figures().await;
    assert_eq!((ok, error, in_progress, tokens), (0, 1, 0, 3));
    assert!(is_near(p50_ms, 7.0));
    store.put_header(header(1)).await.unwrap();
    let (ok, error, in_progress, p50_ms, tokens) = figures().await;
    assert_eq!((ok, error, in_progress, tokens), (1, 0, 0, 3));
    assert!(is_near(p50_ms, 500.0));
    store.delete_traces(HOME, &[trace_id(1)]).await.unwrap();
    assert_eq!(figures().await, (0, 0, 0, None, 0));
}

/// Largest first; a trace counts in the slice of each of its models, with all its tokens.
pub async fn slices_are_by_model_and_by_name(harness: Box<dyn Harness>) {
    let store = harness.store();
    fill(&*store).await;
    let two = span(2, 1).with("model", "tiny");
    put(&*store, vec![write(1, vec![two])]).await;
    harness.settle().await;
    let charts = store.charts(hours(10), buckets(HOUR_MS)).await.unwrap();
    let slice = |key: &str, traces, errors| ChartSlice {
        key: key.into(),
        traces,
        errors,
        tokens: traces * 11,
        cost_usd: traces as f64 / 2.0,
    };
    assert_eq!(charts.by_name, [slice("chat", 40, 4), slice("search", 20, 2)]);
    assert_eq!(charts.by_model, [slice("large", 30, 0), slice("small", 30, 6), slice("tiny", 1, 0)]);
}

/// The same selection as a search.
pub async fn charts_follow_a_filter(harness: Box<dyn Harness>) {
    let store = harness.store();
    fill(&*store).await;
    let failed = TraceSelection { states: vec![spanwell_model::TraceState::Error], ..hours(10) };
    let charts = store.charts(failed, buckets(HOUR_MS)).await.unwrap();
    assert_eq!((charts.total.ok, charts.total.error), (0, 6));
    let filter = spanwell_query::parse_trace_filter("name = 'search'").unwrap();
    let named = TraceSelection { filter: Some(filter), ..hours(10) };
    let charts = store.charts(named, buckets(HOUR_MS)).await.unwrap();
    assert_eq!(charts.total.ok + charts.total.error + charts.total.in_progress, 20);
    assert_eq!(charts.by_name.len(), 1);
}

/// For the list of experiments.
pub async fn figures_of_experiments(harness: Box<dyn Harness>) {
    let store = harness.store();
    fill(&*store).await;
    harness.settle().await;
    let unknown = ExperimentId::new(77).unwrap();
    let since_ms = EPOCH_MS + 8 * HOUR_MS;
    let figures = store.experiment_figures(&[unknown, HOME], since_ms).await.unwrap();
    assert_eq!(figures.len(), 2);
    assert_eq!((figures[0].trace_count, figures[0].last_trace_ms, figures[0].hours.len()), (0, None, 0));
    let home = &figures[1];
    assert_eq!((home.trace_count, home.last_trace_ms), (60, Some(EPOCH_MS + 59 * 600_000)));
    let hours: Vec<_> =
        home.hours.iter().map(|hour| (hour.start_ms, hour.ok + hour.error + hour.in_progress)).collect();
    assert_eq!(hours, [(since_ms, 6), (since_ms + HOUR_MS, 6)]);
    assert_eq!((home.total.tokens_input, home.total.in_progress), (120, 2));
    assert!(is_near(home.total.p95_ms, 590.0));
}
