//! Log events that carry the messages of a span, in either order of arrival.

use super::Harness;
use super::world::{SpanExt, event, get, logs, put, span, span_id, trace_id, write};

/// Facts and the trace's preview follow.
pub async fn logs_after_their_span_are_joined(harness: Box<dyn Harness>) {
    let store = harness.store();
    let own = event("own", "first", 50);
    let mut root = span(1, 0).with("cost", 0.5);
    root.events = vec![own.clone()];
    put(&*store, vec![write(1, vec![root])]).await;
    let before = get(&*store, 1).await;
    let (late, early) = (event("answer", "forty-two", 9), event("note", "x", 3));
    store.put_logs(vec![logs(1, 1, vec![late.clone(), early.clone()])]).await.unwrap();
    let joined = store.get_span(&trace_id(1), span_id(1)).await.unwrap().unwrap();
    assert_eq!(joined.events, [own, early, late], "its own events first, then logs in order of time");
    assert_eq!(joined.facts.outputs.as_deref(), Some("\"forty-two\""));
    assert_eq!(store.get_spans(&trace_id(1)).await.unwrap(), [joined]);
    let trace = get(&*store, 1).await;
    assert_eq!(trace.response_preview.as_deref(), Some("forty-two"));
    assert_eq!((trace.span_count, trace.cost), (1, before.cost));
    assert!(trace.version > before.version);
}

/// They make no trace of their own.
pub async fn logs_before_their_span_are_joined(harness: Box<dyn Harness>) {
    let store = harness.store();
    let answer = event("answer", "forty-two", 9);
    store.put_logs(vec![logs(1, 1, vec![answer.clone()]), logs(1, 2, vec![])]).await.unwrap();
    assert_eq!(store.get_traces(&[trace_id(1)]).await.unwrap(), [None]);
    assert!(store.get_spans(&trace_id(1)).await.unwrap().is_empty());
    put(&*store, vec![write(1, vec![span(1, 0), span(2, 1)])]).await;
    let spans = store.get_spans(&trace_id(1)).await.unwrap();
    assert_eq!((&spans[0].events, spans[1].events.len()), (&vec![answer], 0));
    assert_eq!(get(&*store, 1).await.response_preview.as_deref(), Some("forty-two"));
}

/// Exporters send again what was not acknowledged in time.
pub async fn the_same_log_is_kept_once(harness: Box<dyn Harness>) {
    let store = harness.store();
    let (one, two) = (event("answer", "a", 1), event("answer", "b", 1));
    let twice = || vec![logs(1, 1, vec![one.clone(), two.clone(), one.clone()])];
    store.put_logs(twice()).await.unwrap();
    put(&*store, vec![write(1, vec![span(1, 0)])]).await;
    store.put_logs(twice()).await.unwrap();
    let joined = store.get_span(&trace_id(1), span_id(1)).await.unwrap().unwrap();
    assert_eq!(joined.events, [one, two]);
}

/// The span is replaced, its logs are not.
pub async fn logs_survive_a_span_sent_again(mut harness: Box<dyn Harness>) {
    let store = harness.store();
    let answer = event("answer", "forty-two", 9);
    put(&*store, vec![write(1, vec![span(1, 0).running()])]).await;
    store.put_logs(vec![logs(1, 1, vec![answer.clone()])]).await.unwrap();
    put(&*store, vec![write(1, vec![span(1, 0)])]).await;
    drop(store);
    harness.reopen().await;
    let joined = harness.store().get_span(&trace_id(1), span_id(1)).await.unwrap().unwrap();
    assert_eq!(joined.events, [answer]);
    assert!(joined.end_time_ns.is_some());
}
