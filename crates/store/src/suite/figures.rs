//! Size and state of a store.

use std::time::Duration;

use super::Harness;
use super::world::{HOME, put, simple, span, trace_id, write};

/// Exactly; the index catches up.
pub async fn figures_count_traces_and_spans(harness: Box<dyn Harness>) {
    let store = harness.store();
    assert_eq!(store.figures().await.unwrap().traces, 0);
    put(&*store, vec![write(1, vec![span(1, 0), span(2, 1)]), simple(2, 0)]).await;
    harness.settle().await;
    let figures = store.figures().await.unwrap();
    assert_eq!((figures.traces, figures.spans), (2, 3));
    let caught_up = async { while store.figures().await.unwrap().index_lag_ms > 0 {} };
    let waited = tokio::time::timeout(Duration::from_secs(60), caught_up).await;
    assert!(waited.is_ok(), "the index never catches up");
    store.delete_traces(HOME, &[trace_id(1)]).await.unwrap();
    let figures = store.figures().await.unwrap();
    assert_eq!((figures.traces, figures.spans), (1, 1));
}

/// In steps; there is an end, and the store works on.
pub async fn space_is_given_back(harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, (1..=500).map(|number| simple(number, number)).collect()).await;
    while store.delete_until(None, i64::MAX, 100, false).await.unwrap() > 0 {}
    let mut steps = 0;
    while store.give_space_back().await.unwrap() > 0 {
        steps += 1;
        assert!(steps < 10_000, "giving space back comes to no end");
    }
    put(&*store, vec![simple(1, 0)]).await;
    assert_eq!(store.figures().await.unwrap().traces, 1);
}
