//! Deletion of traces, by id and by time.

use std::time::Duration;

use spanwell_model::{ExperimentId, TraceId};

use super::world::{
    EPOCH_MS, HOME, SpanExt, all_of, event, expectation, feedback, header, home, ids, logs, map, put, simple,
    span, trace_id, write,
};
use super::{Engine, Harness};
use crate::{NewExperiment, SuggestField, TraceSelection};

/// Ids of the traces that are left, newest first.
async fn left(store: &dyn Engine) -> Vec<TraceId> {
    ids(&store.search_traces(all_of(home())).await.unwrap())
}

async fn other(store: &dyn Engine) -> ExperimentId {
    let new = NewExperiment {
        name: "other".into(),
        artifact_location: None,
        tags: Default::default(),
        now_ms: EPOCH_MS,
    };
    store.create_experiment(new).await.unwrap().experiment_id
}

/// Unknown ones and those of other experiments are not counted.
pub async fn traces_are_deleted_by_id(harness: Box<dyn Harness>) {
    let store = harness.store();
    let other = other(&*store).await;
    put(&*store, vec![simple(1, 1), simple(2, 2), simple(3, 3)]).await;
    let wanted = [trace_id(1), trace_id(9), trace_id(3), trace_id(3)];
    assert_eq!(store.delete_traces(other, &wanted).await.unwrap(), 0);
    assert_eq!(store.delete_traces(HOME, &wanted).await.unwrap(), 2);
    assert_eq!(store.delete_traces(HOME, &wanted).await.unwrap(), 0);
    assert_eq!(store.delete_traces(HOME, &[]).await.unwrap(), 0);
    assert_eq!(left(&*store).await, [trace_id(2)]);
}

/// And its id can be used again.
pub async fn a_deleted_trace_leaves_nothing_behind(harness: Box<dyn Harness>) {
    let store = harness.store();
    let mut head = header(1);
    head.tags = map(&[("color", "red")]);
    head.assessments = vec![feedback(1, "a", "correct", true)];
    let root = span(1, 0).with("in", "pelican").with("session", "s").with("prompt", "p");
    put(&*store, vec![write(1, vec![root])]).await;
    store.put_header(head).await.unwrap();
    store.put_logs(vec![logs(1, 1, vec![event("answer", "x", 1)])]).await.unwrap();
    harness.settle().await;
    assert_eq!(store.delete_traces(HOME, &[trace_id(1)]).await.unwrap(), 1);

    assert_eq!(store.get_traces(&[trace_id(1)]).await.unwrap(), [None]);
    assert!(store.get_spans(&trace_id(1)).await.unwrap().is_empty());
    assert!(store.get_skeleton(&trace_id(1)).await.unwrap().is_empty());
    let words = TraceSelection { words: Some("pelican".into()), ..home() };
    assert!(store.search_traces(all_of(words.clone())).await.unwrap().items.is_empty());
    assert_eq!(store.count_traces(words, 10).await.unwrap().count, 0);
    let keys = store.suggest(HOME, SuggestField::TagValues("color".into()), "", 10).await.unwrap();
    assert!(keys.is_empty(), "{keys:?}");

    put(&*store, vec![simple(1, 1)]).await;
    let trace = super::world::get(&*store, 1).await;
    assert!(trace.assessments.is_empty() && !trace.finalized && !trace.tags.contains_key("color"));
    let span = store.get_span(&trace_id(1), super::world::span_id(1)).await.unwrap().unwrap();
    assert!(span.events.is_empty());
}

/// Oldest first, in bounded steps, of one experiment or all.
pub async fn the_oldest_are_deleted_until_a_time(harness: Box<dyn Harness>) {
    let store = harness.store();
    let other = other(&*store).await;
    put(&*store, (1..=5).map(|number| simple(number, number * 100)).collect()).await;
    put(&*store, vec![super::world::write_to(other, 6, vec![span(1, 0).at(50, 60)])]).await;
    let until_ms = EPOCH_MS + 300;
    assert_eq!(store.delete_until(Some(HOME), until_ms, 2, false).await.unwrap(), 2);
    assert_eq!(left(&*store).await, [5, 4, 3].map(trace_id));
    assert_eq!(store.delete_until(Some(HOME), until_ms, 2, false).await.unwrap(), 1, "the time is inclusive");
    assert_eq!(store.delete_until(Some(HOME), until_ms, 2, false).await.unwrap(), 0);
    assert_eq!(left(&*store).await, [5, 4].map(trace_id));
    assert_eq!(store.delete_until(None, EPOCH_MS + 400, 10, false).await.unwrap(), 2);
    assert_eq!(store.figures().await.unwrap().traces, 1);
}

/// They were worth somebody's time.
pub async fn assessed_traces_can_be_kept(harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, (1..=4).map(|number| simple(number, number)).collect()).await;
    store.put_assessment(feedback(1, "a", "correct", true)).await.unwrap();
    store.put_assessment(expectation(3, "b", "expected", "x")).await.unwrap();
    assert_eq!(store.delete_until(None, i64::MAX, 1, true).await.unwrap(), 1);
    assert_eq!(left(&*store).await, [4, 3, 1].map(trace_id));
    assert_eq!(store.delete_until(None, i64::MAX, 10, true).await.unwrap(), 1);
    assert_eq!(store.delete_until(None, i64::MAX, 10, true).await.unwrap(), 0);
    assert_eq!(left(&*store).await, [3, 1].map(trace_id));
    assert_eq!(store.delete_until(None, i64::MAX, 10, false).await.unwrap(), 2);
}

/// What was deleted does not come back from an index or a log.
pub async fn deletion_survives_reopening(mut harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, (1..=3).map(|number| write(number, vec![span(1, 0).with("in", "pelican")])).collect()).await;
    harness.settle().await;
    store.delete_traces(HOME, &[trace_id(2)]).await.unwrap();
    drop(store);
    harness.reopen().await;
    let store = harness.store();
    let words = TraceSelection { words: Some("pelican".into()), ..home() };
    let search = store.search_traces(all_of(words));
    let found = tokio::time::timeout(Duration::from_secs(30), search).await.unwrap().unwrap();
    assert_eq!(ids(&found), [trace_id(1), trace_id(3)], "same time: the id breaks ties");
    assert_eq!(store.figures().await.unwrap().traces, 2);
}
