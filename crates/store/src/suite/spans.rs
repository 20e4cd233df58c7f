//! Spans: stored, read, counted once, in any order of arrival.

use std::sync::Arc;

use spanwell_model::{
    ExperimentId, Resource, Scope, Span, SpanKind, SpanLink, StatusCode, TokenUsage, TraceState, Value,
};

use super::world::{
    EPOCH_MS, HOME, SpanExt, derived, event, get, header, map, ns, put, simple, span, span_id, trace_id,
    unversioned, write, write_to,
};
use super::{Harness, together};
use crate::summary::{SPANS_IN_STORE, TAG_NAME, TAG_SPANS_LOCATION};
use crate::{NewExperiment, SpanWrite};

/// A client that knows no headers.
pub async fn spans_alone_make_a_trace(harness: Box<dyn Harness>) {
    let store = harness.store();
    let root =
        span(1, 0).named("agent").at(100, 400).with("in", "hello").with("out", "world").with("user", "eve");
    let child = span(2, 1).at(150, 600).with("model", "small").with("session", "s1").failed("no luck");
    put(&*store, vec![write(1, vec![root, child])]).await;
    let trace = get(&*store, 1).await;
    assert_eq!((trace.trace_id.clone(), trace.experiment_id), (trace_id(1), HOME));
    assert_eq!((trace.request_time_ms, trace.execution_duration_ms), (EPOCH_MS + 100, Some(500)));
    assert_eq!((trace.state, trace.span_count, trace.error_count), (TraceState::Ok, 2, 1));
    assert_eq!(trace.name.as_deref(), Some("agent"));
    assert_eq!(
        (trace.request_preview.as_deref(), trace.response_preview.as_deref()),
        (Some("hello"), Some("world"))
    );
    assert_eq!((trace.session_id.as_deref(), trace.user_id.as_deref()), (Some("s1"), Some("eve")));
    assert_eq!(trace.error_message.as_deref(), Some("no luck"));
    assert_eq!(trace.models, ["small".to_owned()].into());
    assert!(!trace.finalized && trace.version > 0);
    assert_eq!(trace.tags.get(TAG_SPANS_LOCATION).map(String::as_str), Some(SPANS_IN_STORE));
    assert_eq!(trace.tags.get(TAG_NAME).map(String::as_str), Some("agent"));
}

/// Every field, whatever it holds.
fn full() -> Span {
    let attributes = vec![
        ("none".into(), Value::Null),
        ("flag".into(), Value::Bool(true)),
        ("whole".into(), Value::Int(i64::MIN)),
        ("half".into(), Value::Double(0.5)),
        ("endless".into(), Value::Double(f64::INFINITY)),
        ("text".into(), Value::from("Größe 😀 \u{0} \"quoted\" \\ \n end")),
        ("bytes".into(), Value::Bytes(vec![0, 255, 1])),
        ("list".into(), Value::Array(vec![Value::Int(1), Value::from("two"), Value::Null])),
        ("map".into(), Value::Map(vec![("z".into(), Value::Int(1)), ("a".into(), Value::Map(Vec::new()))])),
        ("type".into(), Value::from("CHAT_MODEL")),
        ("in".into(), Value::from("question")),
        ("".into(), Value::from("an empty key")),
        ("text".into(), Value::from("a key that repeats")),
    ];
    let link = SpanLink {
        trace_id: [7; 16],
        span_id: span_id(9),
        trace_state: "a=b".into(),
        attributes: vec![("why".into(), Value::from("batch"))],
        flags: 1,
    };
    let mut full = span(3, 1).named("Schritt ☕").failed("went wrong");
    full.kind = SpanKind::Client;
    full.attributes = attributes;
    full.events = vec![event("exception", "boom", 5), event("exception", "boom", 5), event("", "", 1)];
    full.links = vec![link];
    full.trace_state = "vendor=1".into();
    full.flags = 0x103;
    full.dropped = 4;
    full.resource = Arc::new(Resource { attributes: vec![("service.name".into(), Value::from("shop"))] });
    full.scope = Arc::new(Scope {
        name: "scope".into(),
        version: "1.2".into(),
        attributes: vec![("a".into(), Value::Int(1))],
    });
    derived(full)
}

/// Lossless, facts derived; roots first, then by start time and id.
pub async fn spans_come_back_as_they_came(harness: Box<dyn Harness>) {
    let store = harness.store();
    let root = derived(span(5, 0).at(50, 60));
    let twins = [derived(span(7, 5).at(20, 30)), derived(span(6, 5).at(20, 40))];
    put(&*store, vec![write(1, vec![full(), twins[0].clone(), root.clone(), twins[1].clone()])]).await;
    let [later, earlier] = twins;
    assert_eq!(store.get_spans(&trace_id(1)).await.unwrap(), [root, full(), earlier, later]);
    assert_eq!(store.get_span(&trace_id(1), span_id(3)).await.unwrap(), Some(full()));
    assert_eq!(store.get_span(&trace_id(1), span_id(99)).await.unwrap(), None);
    assert_eq!(store.get_span(&trace_id(2), span_id(3)).await.unwrap(), None);
}

/// MLflow's client sends spans in the order they end.
pub async fn children_may_come_before_the_root(harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, vec![write(1, vec![span(3, 2).named("leaf")])]).await;
    let trace = get(&*store, 1).await;
    assert_eq!((trace.state, trace.name.as_deref()), (TraceState::InProgress, Some("leaf")));
    put(&*store, vec![write(1, vec![span(2, 1).named("middle")])]).await;
    assert_eq!(get(&*store, 1).await.name.as_deref(), Some("middle"));
    put(&*store, vec![write(1, vec![span(1, 0).named("root").failed("broken").at(0, 100)])]).await;
    let trace = get(&*store, 1).await;
    assert_eq!((trace.state, trace.name.as_deref()), (TraceState::Error, Some("root")));
    assert_eq!(trace.error_message.as_deref(), Some("broken"));
    assert_eq!((trace.request_time_ms, trace.execution_duration_ms), (EPOCH_MS, Some(100)));
    let order: Vec<_> =
        store.get_spans(&trace_id(1)).await.unwrap().iter().map(|span| span.span_id).collect();
    assert_eq!(order, [span_id(1), span_id(2), span_id(3)]);
}

/// The last one counts, within one write too.
pub async fn a_span_sent_again_is_counted_once(harness: Box<dyn Harness>) {
    let store = harness.store();
    let first = span(2, 1).with("tokens.in", 7).failed("first try");
    let again = span(2, 1).with("tokens.in", 5).named("again");
    put(&*store, vec![write(1, vec![span(1, 0), first.clone()])]).await;
    let before = get(&*store, 1).await;
    put(&*store, vec![write(1, vec![span(1, 0), first.clone()])]).await;
    assert_eq!(unversioned(get(&*store, 1).await), unversioned(before));
    put(&*store, vec![write(1, vec![first, again.clone()])]).await;
    let trace = get(&*store, 1).await;
    assert_eq!((trace.span_count, trace.error_count), (2, 0));
    assert_eq!(trace.usage.map(|usage| usage.total_tokens), Some(5));
    assert_eq!(store.get_span(&trace_id(1), span_id(2)).await.unwrap(), Some(again));
    assert_eq!(store.figures().await.unwrap().spans, 2);
}

/// The caller's side of a distributed trace may never send its spans.
pub async fn a_span_whose_parent_never_comes_stands_in_for_the_root(harness: Box<dyn Harness>) {
    let store = harness.store();
    let orphan = span(2, 77).named("handler").with("in", "ask").with("out", "answer");
    put(&*store, vec![write(1, vec![orphan, span(3, 2).named("inner")])]).await;
    let trace = get(&*store, 1).await;
    assert_eq!(trace.name.as_deref(), Some("handler"));
    assert_eq!((trace.state, trace.execution_duration_ms), (TraceState::InProgress, Some(11)));
    put(&*store, vec![write(1, vec![span(1, 0).named("caller")])]).await;
    let trace = get(&*store, 1).await;
    assert_eq!((trace.state, trace.name.as_deref()), (TraceState::Ok, Some("caller")));
}

/// A trace is visible while it runs.
pub async fn a_running_trace_is_visible_and_ends_later(harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, vec![write(1, vec![span(1, 0).running().with("in", "hello")])]).await;
    let trace = get(&*store, 1).await;
    assert_eq!((trace.state, trace.execution_duration_ms), (TraceState::InProgress, None));
    assert_eq!(store.get_spans(&trace_id(1)).await.unwrap()[0].end_time_ns, None);
    put(&*store, vec![write(1, vec![span(1, 0).with("in", "hello").with("out", "bye").at(1, 301)])]).await;
    let trace = get(&*store, 1).await;
    assert_eq!((trace.state, trace.execution_duration_ms), (TraceState::Ok, Some(300)));
    assert_eq!((trace.span_count, trace.response_preview.as_deref()), (1, Some("bye")));
}

/// An agent span with totals hides its model calls.
pub async fn tokens_are_counted_once_in_any_order_of_arrival(harness: Box<dyn Harness>) {
    let store = harness.store();
    let tokens = |number, parent, tokens: i64| {
        span(number, parent).with("tokens.in", tokens).with("tokens.out", 1).with("cost", tokens as f64 / 4.0)
    };
    let spans =
        [tokens(2, 1, 30), span(3, 2), tokens(4, 3, 10), tokens(5, 3, 20), span(1, 0), tokens(6, 1, 4)];
    for (number, order) in [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [2, 4, 0, 5, 3, 1]].iter().enumerate() {
        let number = number as u64 + 1;
        for at in order {
            put(&*store, vec![write(number, vec![spans[*at].clone()])]).await;
        }
        let trace = get(&*store, number).await;
        let expected =
            TokenUsage { input_tokens: 34, output_tokens: 2, total_tokens: 36, ..TokenUsage::default() };
        assert_eq!(trace.usage, Some(expected));
        assert_eq!(trace.cost.map(|cost| cost.total_usd), Some(8.5));
        assert_eq!(
            trace.metadata.get("mlflow.trace.tokenUsage").map(String::as_str),
            Some(r#"{"input_tokens": 34, "output_tokens": 2, "total_tokens": 36}"#)
        );
    }
}

/// Spans of another process, with another experiment, do not move it.
pub async fn a_trace_stays_in_its_first_experiment(harness: Box<dyn Harness>) {
    let store = harness.store();
    let other = NewExperiment {
        name: "other".into(),
        artifact_location: None,
        tags: Default::default(),
        now_ms: EPOCH_MS,
    };
    let other = store.create_experiment(other).await.unwrap().experiment_id;
    put(&*store, vec![write(1, vec![span(1, 0)])]).await;
    put(&*store, vec![write_to(other, 1, vec![span(2, 1)]), write_to(other, 2, vec![span(1, 0)])]).await;
    let mut late = header(2);
    late.experiment_id = HOME;
    store.put_header(late).await.unwrap();
    let experiments: [ExperimentId; 2] =
        [get(&*store, 1).await.experiment_id, get(&*store, 2).await.experiment_id];
    assert_eq!(experiments, [HOME, other]);
}

/// OTLP's header `x-mlflow-run-id`.
pub async fn a_run_is_linked_by_spans(harness: Box<dyn Harness>) {
    let store = harness.store();
    let in_run = |run: &str| SpanWrite { run_id: Some(run.into()), ..write(1, vec![span(1, 0)]) };
    put(&*store, vec![in_run("r1")]).await;
    put(&*store, vec![in_run("r2"), write(1, vec![span(2, 1)])]).await;
    assert_eq!(get(&*store, 1).await.run_ids, ["r1".to_owned(), "r2".to_owned()].into());
}

/// Resource attributes are set when the trace does not have the tag.
pub async fn default_tags_do_not_replace_tags(harness: Box<dyn Harness>) {
    let store = harness.store();
    let with_tag = |value: &str| SpanWrite {
        default_tags: vec![("service.name".into(), value.into())],
        ..write(1, vec![span(1, 0)])
    };
    put(&*store, vec![with_tag("first")]).await;
    put(&*store, vec![with_tag("second")]).await;
    assert_eq!(get(&*store, 1).await.tags.get("service.name").map(String::as_str), Some("first"));
    let mut with_header = header(1);
    with_header.tags = map(&[("service.name", "third")]);
    with_header.default_tags =
        vec![("service.name".into(), "fourth".into()), ("other".into(), "fifth".into())];
    let tags = store.put_header(with_header).await.unwrap().tags;
    assert_eq!(tags.get("service.name").map(String::as_str), Some("third"));
    assert_eq!(tags.get("other").map(String::as_str), Some("fifth"));
}

/// Whoever writes next reads what was written; a trace may occur twice in a call.
pub async fn a_write_of_many_traces_is_read_at_once(harness: Box<dyn Harness>) {
    let store = harness.store();
    let writes =
        (1..=300).flat_map(|number| [simple(number, number), write(number, vec![span(2, 1)])]).collect();
    put(&*store, writes).await;
    let wanted: Vec<_> = (1..=300).map(trace_id).collect();
    let found = store.get_traces(&wanted).await.unwrap();
    assert!(found.iter().all(|trace| trace.as_ref().is_some_and(|trace| trace.span_count == 2)));
}

/// Without reading payloads, in the order of the spans.
pub async fn a_skeleton_has_what_the_spans_have(harness: Box<dyn Harness>) {
    let store = harness.store();
    let model = span(2, 1)
        .named("call")
        .with("type", "CHAT_MODEL")
        .with("model", "large")
        .with("tokens.in", 3)
        .with("cost", 0.25)
        .with("first_token_ns", 2_000_000)
        .failed("late");
    put(&*store, vec![write(1, vec![span(3, 1).running(), model.clone(), span(1, 0)])]).await;
    let spans = store.get_spans(&trace_id(1)).await.unwrap();
    let skeleton = store.get_skeleton(&trace_id(1)).await.unwrap();
    assert_eq!(skeleton.len(), 3);
    for (span, bone) in spans.iter().zip(&skeleton) {
        assert_eq!(
            (span.span_id, span.parent_span_id, &span.name),
            (bone.span_id, bone.parent_span_id, &bone.name)
        );
        assert_eq!((span.start_time_ns, span.end_time_ns), (bone.start_time_ns, bone.end_time_ns));
        assert_eq!((span.status.code, &span.facts.span_type), (bone.status, &bone.span_type));
        assert_eq!(
            (span.facts.usage, span.facts.cost, &span.facts.model),
            (bone.usage, bone.cost, &bone.model)
        );
        assert_eq!(span.facts.time_to_first_token_ns, bone.time_to_first_token_ns);
    }
    assert_eq!(skeleton[1].status, StatusCode::Error);
    assert_eq!(get(&*store, 1).await.time_to_first_token_ms, Some(3), "counted from the trace's start");
    assert!(store.get_skeleton(&trace_id(2)).await.unwrap().is_empty());
}

/// And unknown ones have no spans.
pub async fn unknown_traces_are_none_in_the_order_asked_for(harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, vec![simple(1, 0), simple(2, 0)]).await;
    let found = store.get_traces(&[trace_id(2), trace_id(9), trace_id(1), trace_id(2)]).await.unwrap();
    let found: Vec<_> = found.into_iter().map(|trace| trace.map(|trace| trace.trace_id)).collect();
    assert_eq!(found, [Some(trace_id(2)), None, Some(trace_id(1)), Some(trace_id(2))]);
    assert!(store.get_traces(&[]).await.unwrap().is_empty());
    assert!(store.get_spans(&trace_id(9)).await.unwrap().is_empty());
}

/// Nothing is lost and nothing is counted twice.
pub async fn many_tasks_write_parts_of_the_same_trace(harness: Box<dyn Harness>) {
    let store = harness.store();
    let parts = (0..40_u64).map(|part| {
        let spans = (0..5).map(|at| {
            let number = 1 + part * 5 + at;
            span(number, u64::from(number != 1)).with("tokens.in", 1)
        });
        let mut spans: Vec<_> = spans.collect();
        spans.push(span(201, 1).with("tokens.in", 1));
        let store = store.clone();
        async move { store.put_spans(vec![write(1, spans), simple(2 + part, part)]).await }
    });
    let answers = together(parts).await;
    assert!(answers.iter().all(Result::is_ok));
    let trace = get(&*store, 1).await;
    assert_eq!(trace.span_count, 201);
    assert_eq!(trace.usage.map(|usage| usage.total_tokens), Some(1), "the root's tokens hide those below it");
    assert_eq!(store.get_spans(&trace_id(1)).await.unwrap().len(), 201);
    let figures = store.figures().await.unwrap();
    assert_eq!((figures.traces, figures.spans), (41, 241));
}

/// The size of the trace that other products cannot show, sent in parts as clients do.
pub async fn a_trace_of_32843_spans_has_a_skeleton(harness: Box<dyn Harness>) {
    const SPANS: u64 = 32_843;
    let store = harness.store();
    let numbers: Vec<u64> = (1..=SPANS).rev().collect();
    for part in numbers.chunks(4_096) {
        let spans = part.iter().map(|number| span(*number, number / 3).with("tokens.in", 1)).collect();
        put(&*store, vec![write(1, spans)]).await;
    }
    let skeleton = store.get_skeleton(&trace_id(1)).await.unwrap();
    assert_eq!(skeleton.len() as u64, SPANS);
    assert!(skeleton[..2].iter().all(|span| span.parent_span_id.is_none()), "roots first");
    assert!(skeleton[2..].windows(2).all(|pair| pair[0].start_time_ns <= pair[1].start_time_ns));
    let trace = get(&*store, 1).await;
    assert_eq!(u64::from(trace.span_count), SPANS);
    assert_eq!(trace.execution_duration_ms, Some(SPANS as i64 - 1 + 10));
    let one = store.get_span(&trace_id(1), span_id(20_000)).await.unwrap().unwrap();
    assert_eq!(one.start_time_ns, ns(20_000));
}

/// Times of the far past and future, an end before the start, ids with the highest bit, no name.
pub async fn hostile_values_come_back(harness: Box<dyn Harness>) {
    let store = harness.store();
    let mut early = span(1, 0).named("");
    (early.span_id, early.start_time_ns, early.end_time_ns) = (span_id(u64::MAX), 0, Some(0));
    let mut late = span(2, u64::MAX);
    (late.span_id, late.start_time_ns) = (span_id(1 << 63), spanwell_model::time::LATEST_NS);
    late.end_time_ns = Some(1);
    let own_parent = span(7, 7).with("tokens.in", i64::MAX);
    let mut numbers = span(8, u64::MAX).with("tokens.in", i64::MAX).with("cost", 1e308);
    numbers.name = "x".repeat(4_096);
    let spans = vec![early, late, own_parent, numbers];
    put(&*store, vec![write(1, spans.clone())]).await;
    for sent in spans {
        let found = store.get_span(&trace_id(1), sent.span_id).await.unwrap();
        assert_eq!(found, Some(derived(sent)));
    }
    let trace = get(&*store, 1).await;
    assert_eq!((trace.span_count, trace.request_time_ms), (4, 0));
    assert_eq!(trace.usage.map(|usage| usage.input_tokens), Some(u64::MAX - 1));
}

/// Acknowledged means on disk.
pub async fn spans_survive_reopening(mut harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, vec![write(1, vec![span(1, 0), full()]), simple(2, 5)]).await;
    let before = (get(&*store, 1).await, get(&*store, 2).await, store.get_spans(&trace_id(1)).await.unwrap());
    drop(store);
    harness.reopen().await;
    let store = harness.store();
    let after = (get(&*store, 1).await, get(&*store, 2).await, store.get_spans(&trace_id(1)).await.unwrap());
    assert_eq!(after, before);
    put(&*store, vec![write(1, vec![span(4, 1)])]).await;
    let trace = get(&*store, 1).await;
    assert_eq!(trace.span_count, 3);
    assert!(trace.version > before.1.version, "versions go on after a restart");
}

/// A root may only have been timed: what its model calls were asked first and answered last is kept, whatever the order of
/// arrival, until the root says something itself. MLflow's previews are the root's alone.
pub async fn model_calls_speak_for_a_silent_root(mut harness: Box<dyn Harness>) {
    let store = harness.store();
    let call = |number: u64, asked: &str, answered: &str| {
        span(number, 1).with("type", "LLM").with("in", asked).with("out", answered)
    };
    put(&*store, vec![write(1, vec![call(4, "third", "end"), call(3, "second", "middle")])]).await;
    put(
        &*store,
        vec![write(1, vec![call(2, "first", "begin"), span(5, 1).with("in", "x").with("out", "x")])],
    )
    .await;
    put(&*store, vec![write(1, vec![span(1, 0)])]).await;
    drop(store);
    harness.reopen().await;
    let store = harness.store();
    let silent = get(&*store, 1).await;
    assert_eq!(
        (silent.first_question.as_deref(), silent.last_answer.as_deref()),
        (Some("first"), Some("end"))
    );
    assert_eq!((silent.request_preview, silent.response_preview), (None, None));
    put(&*store, vec![write(1, vec![span(1, 0).with("in", "asked").with("out", "said")])]).await;
    let spoken = get(&*store, 1).await;
    assert_eq!((spoken.first_question, spoken.last_answer), (None, None));
    let previews = (spoken.request_preview.as_deref(), spoken.response_preview.as_deref());
    assert_eq!(previews, (Some("asked"), Some("said")));
}
