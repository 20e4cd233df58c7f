//! Headers: MLflow's `StartTraceV3`, before, after and between spans, several times.

use spanwell_model::{PromptReference, TraceState};

use super::Harness;
use super::world::{
    EPOCH_MS, HOME, SpanExt, feedback, get, header, map, put, span, trace_id, unversioned, write,
};
use crate::TraceHeader;
use crate::summary::{
    META_FINALIZED, META_SESSION, META_SIZES, META_USAGE, META_USER, TAG_NAME, TAG_SPANS_LOCATION,
};

fn rich() -> TraceHeader {
    TraceHeader {
        client_request_id: Some("req-1".into()),
        state: TraceState::Error,
        request_preview: Some("asked".into()),
        response_preview: Some("answered".into()),
        metadata: map(&[
            (META_SESSION, "s1"),
            (META_USER, "eve"),
            (META_SIZES, r#"{"total_size_bytes": 9, "num_spans": 2}"#),
            ("mine", "kept"),
        ]),
        tags: map(&[
            (TAG_NAME, "chosen"),
            ("color", "red"),
            ("mlflow.linkedPrompts", r#"[{"name": "greet", "version": "1"}]"#),
        ]),
        assessments: vec![feedback(1, "a-1", "correct", true)],
        ..header(1)
    }
}

/// Readable before its spans are there.
pub async fn a_header_alone_makes_a_trace(harness: Box<dyn Harness>) {
    let store = harness.store();
    let answer = store.put_header(rich()).await.unwrap();
    assert_eq!(get(&*store, 1).await, answer);
    assert_eq!((answer.trace_id.clone(), answer.experiment_id), (trace_id(1), HOME));
    assert_eq!((answer.state, answer.name.as_deref()), (TraceState::Error, Some("chosen")));
    assert_eq!((answer.request_time_ms, answer.execution_duration_ms), (EPOCH_MS, Some(500)));
    assert_eq!(answer.client_request_id.as_deref(), Some("req-1"));
    assert_eq!((answer.session_id.as_deref(), answer.user_id.as_deref()), (Some("s1"), Some("eve")));
    assert_eq!((answer.span_count, answer.expected_spans, answer.finalized), (0, Some(2), true));
    assert_eq!(answer.metadata.get(META_FINALIZED).map(String::as_str), Some("true"));
    assert_eq!(answer.metadata.get("mine").map(String::as_str), Some("kept"));
    assert!(!answer.tags.contains_key(TAG_SPANS_LOCATION), "no span is stored yet");
    assert_eq!(answer.prompts, [PromptReference { name: "greet".into(), version: Some("1".into()) }].into());
    assert_eq!(answer.assessments, [feedback(1, "a-1", "correct", true)]);
    assert!(store.get_spans(&trace_id(1)).await.unwrap().is_empty());
}

/// Times, state, previews and name are those of the header.
pub async fn a_header_after_spans_has_the_last_word(harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, vec![write(1, vec![span(1, 0).at(7, 9).with("in", "raw").with("user", "other")])]).await;
    let answer = store.put_header(rich()).await.unwrap();
    assert_eq!((answer.request_time_ms, answer.execution_duration_ms), (EPOCH_MS, Some(500)));
    assert_eq!((answer.state, answer.name.as_deref()), (TraceState::Error, Some("chosen")));
    assert_eq!(answer.request_preview.as_deref(), Some("asked"));
    assert_eq!((answer.user_id.as_deref(), answer.span_count), (Some("eve"), 1));
    assert!(answer.tags.contains_key(TAG_SPANS_LOCATION), "the client need not upload its spans");
}

/// Header and spans race: the other order gives the same.
pub async fn a_header_before_spans_has_the_last_word(harness: Box<dyn Harness>) {
    let store = harness.store();
    store.put_header(rich()).await.unwrap();
    put(&*store, vec![write(1, vec![span(1, 0).at(7, 9).with("in", "raw").with("user", "other")])]).await;
    let trace = get(&*store, 1).await;
    assert_eq!((trace.request_time_ms, trace.execution_duration_ms), (EPOCH_MS, Some(500)));
    assert_eq!((trace.state, trace.name.as_deref()), (TraceState::Error, Some("chosen")));
    assert_eq!(trace.request_preview.as_deref(), Some("asked"));
    assert_eq!((trace.user_id.as_deref(), trace.span_count), (Some("eve"), 1));
    assert!(trace.tags.contains_key(TAG_SPANS_LOCATION));
}

/// Clients repeat the call, with new ids for the same assessments.
pub async fn a_repeated_header_changes_nothing(harness: Box<dyn Harness>) {
    let store = harness.store();
    let first = store.put_header(rich()).await.unwrap();
    let mut again = rich();
    again.assessments = vec![feedback(1, "a-2", "correct", true)];
    let second = store.put_header(again).await.unwrap();
    assert_eq!(unversioned(second.clone()), unversioned(first));
    let mut more = rich();
    more.assessments = vec![feedback(1, "a-3", "correct", true), feedback(1, "a-4", "polite", false)];
    let third = store.put_header(more).await.unwrap();
    let ids: Vec<_> = third.assessments.iter().map(|known| known.assessment_id.as_str()).collect();
    assert_eq!(ids, ["a-1", "a-4"]);
}

/// What it does not carry stays.
pub async fn a_header_erases_nothing(harness: Box<dyn Harness>) {
    let store = harness.store();
    let mut rich = rich();
    rich.state = TraceState::Ok;
    store.put_header(rich).await.unwrap();
    let mut bare = header(1);
    (bare.execution_duration_ms, bare.state) = (None, TraceState::Unspecified);
    bare.tags = map(&[("color", "blue")]);
    let answer = store.put_header(bare).await.unwrap();
    assert_eq!((answer.execution_duration_ms, answer.state), (Some(500), TraceState::Ok));
    assert_eq!(answer.client_request_id.as_deref(), Some("req-1"));
    assert_eq!(answer.request_preview.as_deref(), Some("asked"));
    assert_eq!((answer.name.as_deref(), answer.session_id.as_deref()), (Some("chosen"), Some("s1")));
    assert_eq!(answer.tags.get("color").map(String::as_str), Some("blue"));
    assert_eq!((answer.assessments.len(), answer.prompts.len()), (1, 1));
}

/// Whatever they say.
pub async fn late_spans_never_change_times_and_state(harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, vec![write(1, vec![span(1, 0)])]).await;
    store.put_header(header(1)).await.unwrap();
    put(&*store, vec![write(1, vec![span(2, 1).at(0, 90_000), span(3, 0).at(1, 80_000).failed("late")])])
        .await;
    let trace = get(&*store, 1).await;
    assert_eq!((trace.request_time_ms, trace.execution_duration_ms), (EPOCH_MS, Some(500)));
    assert_eq!((trace.state, trace.span_count, trace.error_count), (TraceState::Ok, 3, 1));
}

/// The client counted; without its count, spans are counted also after the header.
pub async fn tokens_of_a_header_stay(harness: Box<dyn Harness>) {
    let store = harness.store();
    let text = r#"{"input_tokens": 1, "output_tokens": 2, "total_tokens": 3}"#;
    let mut counted = header(1);
    counted.metadata = map(&[(META_USAGE, text)]);
    store.put_header(counted).await.unwrap();
    store.put_header(header(2)).await.unwrap();
    for number in [1, 2] {
        put(&*store, vec![write(number, vec![span(1, 0).with("tokens.in", 100)])]).await;
    }
    let trace = get(&*store, 1).await;
    assert_eq!(trace.usage.map(|usage| usage.total_tokens), Some(3));
    assert_eq!(trace.metadata.get(META_USAGE).map(String::as_str), Some(text));
    assert_eq!(get(&*store, 2).await.usage.map(|usage| usage.total_tokens), Some(100));
}

/// A header that gives only one preview leaves the other one to the root.
pub async fn header_and_spans_give_the_same_in_either_order(harness: Box<dyn Harness>) {
    let store = harness.store();
    let spans = |number| {
        let model =
            span(2, 1).with("tokens.in", 4).with("model", "m").with("session", "s").with("prompt", "p");
        write(number, vec![model, span(1, 0).named("root").with("in", "raw in").with("out", "raw out")])
    };
    let head = |number| TraceHeader {
        request_preview: Some("asked".into()),
        metadata: map(&[("mine", "kept")]),
        tags: map(&[("color", "red")]),
        ..header(number)
    };
    put(&*store, vec![spans(1)]).await;
    store.put_header(head(1)).await.unwrap();
    store.put_header(head(2)).await.unwrap();
    put(&*store, vec![spans(2)]).await;
    let (first, mut second) = (unversioned(get(&*store, 1).await), unversioned(get(&*store, 2).await));
    assert_eq!(first.response_preview.as_deref(), Some("raw out"));
    second.trace_id = first.trace_id.clone();
    assert_eq!(second, first);
}

/// Where values come from is kept too.
pub async fn a_header_survives_reopening(mut harness: Box<dyn Harness>) {
    let store = harness.store();
    let before = store.put_header(rich()).await.unwrap();
    drop(store);
    harness.reopen().await;
    let store = harness.store();
    assert_eq!(get(&*store, 1).await, before);
    put(&*store, vec![write(1, vec![span(1, 0).at(3, 4).named("root").with("in", "raw")])]).await;
    let after = get(&*store, 1).await;
    assert_eq!((after.name, after.request_preview), (before.name, before.request_preview));
    assert_eq!((after.request_time_ms, after.state), (before.request_time_ms, before.state));
}
