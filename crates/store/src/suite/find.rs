//! Text in the spans of one trace.

use super::Harness;
use super::world::{SpanExt, event, logs, put, span, span_id, trace_id, write};

/// In any case, in names, inputs, outputs, attributes, events and joined logs; also parts of words.
pub async fn text_is_found_in_the_spans_of_a_trace(harness: Box<dyn Harness>) {
    let store = harness.store();
    let mut eventful = span(3, 1);
    eventful.events = vec![event("note", "a Heron stands", 1)];
    let spans = vec![
        span(1, 0).named("watch herons").with("in", "nothing"),
        span(2, 1).with("out", "GREY HERON, 100% sure_"),
        eventful,
        span(4, 1).with("note", "heronry"),
        span(5, 1).with("in", "sparrow"),
    ];
    put(&*store, vec![write(1, spans), write(2, vec![span(1, 0).with("in", "heron")])]).await;
    store.put_logs(vec![logs(1, 5, vec![event("answer", "no hErOn", 2)])]).await.unwrap();
    let find = async |text: &str, limit| {
        let mut found = store.find_in_trace(&trace_id(1), text, limit).await.unwrap();
        found.sort();
        found
    };
    assert_eq!(find("heron", 10).await, [1, 2, 3, 4, 5].map(span_id));
    assert_eq!(find("ERONS", 10).await, [span_id(1)]);
    assert_eq!(find("100% sure_", 10).await, [span_id(2)], "no wildcards");
    assert_eq!(find("heron", 3).await.len(), 3);
    assert!(find("eagle", 10).await.is_empty());
    assert!(store.find_in_trace(&trace_id(9), "heron", 10).await.unwrap().is_empty());
}
