//! Log events that carry the messages of a span, in either order of arrival.

use spanwell_model::{CostSource, SpanEvent, Value};

use super::Harness;
use super::world::{SpanExt, event, get, home, logs, put, span, span_id, trace_id, write};
use crate::TraceSelection;

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

/// Its words are found when the span is there.
pub async fn words_of_logs_count_once_their_span_is_there(harness: Box<dyn Harness>) {
    let store = harness.store();
    let selection = TraceSelection { words: Some("forty".to_owned()), ..home() };
    put(&*store, vec![write(1, vec![span(1, 0)])]).await;
    store.put_logs(vec![logs(1, 2, vec![event("answer", "forty-two", 9)])]).await.unwrap();
    assert_eq!(store.count_traces(selection.clone(), 10).await.unwrap().count, 0);
    put(&*store, vec![write(1, vec![span(2, 1)])]).await;
    assert_eq!(store.count_traces(selection, 10).await.unwrap().count, 1);
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

/// Tokens that are told by log events are priced, whichever comes first, and span, skeleton and trace agree; what the
/// application reports stays.
pub async fn tokens_of_logs_are_priced(harness: Box<dyn Harness>) {
    let store = harness.store();
    let told = |tokens: i64, after_ms: u64| -> SpanEvent {
        let mut told = event("answer", "forty-two", after_ms);
        told.attributes.push(("tokens.out".to_owned(), Value::Int(tokens)));
        told
    };
    put(&*store, vec![write(1, vec![span(1, 0)]), write(3, vec![span(1, 0).with("cost", 0.5)])]).await;
    let first =
        vec![logs(1, 1, vec![told(4, 1)]), logs(2, 1, vec![told(4, 1)]), logs(3, 1, vec![told(4, 1)])];
    store.put_logs(first).await.unwrap();
    put(&*store, vec![write(2, vec![span(1, 0)])]).await;
    for (number, total_usd, source) in
        [(1, 0.5, CostSource::PriceBook), (2, 0.5, CostSource::PriceBook), (3, 0.5, CostSource::Reported)]
    {
        let of_trace = get(&*store, number).await.cost.unwrap();
        let of_span =
            store.get_span(&trace_id(number), span_id(1)).await.unwrap().unwrap().facts.cost.unwrap();
        let of_row = store.get_skeleton(&trace_id(number)).await.unwrap()[0].cost.unwrap();
        for cost in [of_trace, of_span, of_row] {
            assert_eq!((cost.total_usd, cost.source), (total_usd, source), "trace {number}");
        }
    }
}

/// A trace whose spans partly report their cost says so.
pub async fn costs_of_both_sources_are_mixed(mut harness: Box<dyn Harness>) {
    let store = harness.store();
    let mut told = event("answer", "forty-two", 1);
    told.attributes.push(("tokens.out".to_owned(), Value::Int(4)));
    put(&*store, vec![write(1, vec![span(1, 0), span(2, 1).with("cost", 0.25), span(3, 1)])]).await;
    store.put_logs(vec![logs(1, 3, vec![told])]).await.unwrap();
    drop(store);
    harness.reopen().await;
    let cost = get(&*harness.store(), 1).await.cost.unwrap();
    assert_eq!((cost.total_usd, cost.source), (0.75, CostSource::Mixed));
}
