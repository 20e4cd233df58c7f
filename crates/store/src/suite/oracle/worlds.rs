//! Random worlds: what clients may send and people may say, in any order.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use spanwell_model::{Assessment, AssessmentId, ExperimentId, PromptReference, Span, TraceState};

use crate::suite::Engine;
use crate::suite::world::{
    EPOCH_MS, HOME, SpanExt, event, expectation, feedback, header, logs, map, span, trace_id, write_to,
};
use crate::summary::{META_SESSION, TAG_NAME};
use crate::{LogWrite, NewExperiment, SpanWrite, TraceHeader};

/// Traces of a world are numbered from 1 to this.
pub(super) const TRACES: u64 = 8;

/// Texts that names, tags and contents are made of.
pub(super) const TEXTS: &[&str] =
    &["alpha", "Alpha", "beta ray", "be_ta", "100%", "größe", "Ärger", "'q\"`", ""];
/// Keys of tags and metadata, names of assessments.
pub(super) const KEYS: &[&str] = &["color", "a.b c", "größe"];
/// Values of feedback that is no text.
pub(super) const NUMBERS: &[f64] = &[0.0, 0.5, 1.0, 2.0];

/// One thing that happens to a store.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Spans(Vec<SpanWrite>),
    Header(Box<TraceHeader>),
    Logs(LogWrite),
    Tag(u64, &'static str, Option<&'static str>),
    Assess(Box<Assessment>),
    Unassess(u64, String),
    LinkRun(Vec<u64>, &'static str),
    LinkPrompt(u64, &'static str),
    Delete(u64),
}

/// Makes an empty store ready for steps.
pub(super) async fn begin(store: &dyn Engine) {
    let new = NewExperiment {
        name: "other".into(),
        artifact_location: None,
        tags: Default::default(),
        now_ms: EPOCH_MS,
    };
    let made = store.create_experiment(new).await.unwrap();
    assert_eq!(made.experiment_id, other(), "experiments are numbered from 1 on");
}

/// Brings a store into the state after further `steps`.
pub(super) async fn apply(store: &dyn Engine, steps: &[Step]) {
    for step in steps {
        apply_step(store, step.clone()).await;
    }
}

async fn apply_step(store: &dyn Engine, step: Step) {
    match step {
        Step::Spans(writes) => store.put_spans(writes).await.unwrap(),
        Step::Header(header) => drop(store.put_header(*header).await.unwrap()),
        Step::Logs(write) => store.put_logs(vec![write]).await.unwrap(),
        Step::Tag(number, key, value) => {
            store.change_trace_tag(&trace_id(number), key, value).await.unwrap();
        }
        Step::Assess(assessment) => {
            store.put_assessment(*assessment).await.unwrap();
        }
        Step::Unassess(number, id) => {
            store.delete_assessment(&trace_id(number), &AssessmentId::new(id)).await.unwrap();
        }
        Step::LinkRun(numbers, run) => {
            let ids: Vec<_> = numbers.into_iter().map(trace_id).collect();
            store.link_run(&ids, run).await.unwrap();
        }
        Step::LinkPrompt(number, name) => {
            let prompt = PromptReference { name: name.into(), version: Some("1".into()) };
            store.link_prompts(&trace_id(number), vec![prompt]).await.unwrap();
        }
        Step::Delete(number) => {
            store.delete_traces(HOME, &[trace_id(number)]).await.unwrap();
        }
    }
}

/// The second experiment of every world.
pub(super) fn other() -> ExperimentId {
    ExperimentId::new(1).unwrap()
}

fn number() -> impl Strategy<Value = u64> {
    1..=TRACES
}

fn text() -> impl Strategy<Value = &'static str> {
    select(TEXTS)
}

fn key() -> impl Strategy<Value = &'static str> {
    select(KEYS)
}

/// Any step, spans most often.
pub(super) fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => vec(span_write(), 1..3).prop_map(Step::Spans),
        3 => trace_header().prop_map(|header| Step::Header(Box::new(header))),
        2 => log_write().prop_map(Step::Logs),
        2 => (number(), key(), option::of(text())).prop_map(|(number, key, value)| Step::Tag(number, key, value)),
        1 => (number(), option::of(text())).prop_map(|(number, name)| Step::Tag(number, TAG_NAME, name)),
        3 => assessment().prop_map(|known| Step::Assess(Box::new(known))),
        1 => (number(), id()).prop_map(|(number, id)| Step::Unassess(number, id)),
        1 => (vec(number(), 1..3), text()).prop_map(|(numbers, run)| Step::LinkRun(numbers, run)),
        1 => (number(), text()).prop_map(|(number, name)| Step::LinkPrompt(number, name)),
        1 => number().prop_map(Step::Delete),
    ]
}

fn span_write() -> impl Strategy<Value = SpanWrite> {
    (number(), any::<bool>(), vec(any_span(), 1..4), option::of(text()), option::of(text())).prop_map(
        |(number, is_other, spans, run, tag)| SpanWrite {
            run_id: run.map(str::to_owned),
            default_tags: tag.map(|value| ("service".to_owned(), value.to_owned())).into_iter().collect(),
            ..write_to(if is_other { other() } else { HOME }, number, spans)
        },
    )
}

/// Span 1 is the root, 2 its child, the parent of 3 is 2, and of 4 it is the unknown 9.
fn any_span() -> impl Strategy<Value = Span> {
    let times = (0..8_u64, option::weighted(0.9, 0..5_u64));
    let texts = (text(), option::of(text()), option::of(text()), option::of(text()));
    let facts = (
        option::of(select(&["TOOL", "LLM", ""])),
        option::of(text()),
        option::of(text()),
        option::of(text()),
        option::of(0..5_i64),
        option::of(select(NUMBERS)),
    );
    (1..5_u64, times, texts, facts, option::weighted(0.2, text())).prop_map(
        |(
            id,
            (start, took),
            (name, input, output, note),
            (kind, model, session, user, tokens, cost),
            failed,
        )| {
            let parent = [0, 1, 2, 9][id as usize - 1];
            let mut span =
                span(id, parent).named(name).at(start * 500, start * 500 + took.unwrap_or(0) * 300);
            let texts = [
                ("in", input),
                ("out", output),
                ("note", note),
                ("type", kind),
                ("model", model),
                ("user", user),
            ];
            for (key, value) in texts {
                if let Some(value) = value {
                    span = span.with(key, value);
                }
            }
            // An empty session is none that anybody can look for.
            if let Some(session) = session.filter(|session| !session.is_empty()) {
                span = span.with("session", session);
            }
            if let Some(tokens) = tokens {
                span = span.with("tokens.in", tokens).with("tokens.out", tokens * 2);
            }
            if let Some(cost) = cost {
                span = span.with("cost", cost);
            }
            match (took, failed) {
                (None, _) => span.running(),
                (_, Some(message)) => span.failed(message),
                _ => span,
            }
        },
    )
}

fn trace_header() -> impl Strategy<Value = TraceHeader> {
    let states =
        select(&[TraceState::Ok, TraceState::Error, TraceState::InProgress, TraceState::Unspecified][..]);
    let maps = (btree_map(key(), text(), 0..3), btree_map(key(), text(), 0..3));
    (
        (number(), any::<bool>(), 0..8_i64, option::of(0..3_000_i64), states),
        maps,
        (option::of(text()), option::of(text()), option::of(text()), option::of(text())),
        vec(assessment(), 0..2),
    )
        .prop_map(
            |(
                (number, is_other, start, took, state),
                (tags, metadata),
                (name, session, run, preview),
                assessments,
            )| {
                let owned = |entries: std::collections::BTreeMap<&str, &str>| {
                    map(&entries.into_iter().collect::<Vec<_>>())
                };
                let mut header = TraceHeader {
                    experiment_id: if is_other { other() } else { HOME },
                    request_time_ms: EPOCH_MS + start * 500,
                    execution_duration_ms: took,
                    state,
                    client_request_id: name.map(str::to_owned),
                    request_preview: preview.map(str::to_owned),
                    tags: owned(tags),
                    metadata: owned(metadata),
                    ..header(number)
                };
                header.tags.extend(name.map(|name| (TAG_NAME.to_owned(), name.to_owned())));
                let session = session.filter(|session| !session.is_empty());
                header.metadata.extend(session.map(|session| (META_SESSION.to_owned(), session.to_owned())));
                header.metadata.extend(run.map(|run| ("mlflow.sourceRun".to_owned(), run.to_owned())));
                let of_header = |(at, known): (usize, Assessment)| Assessment {
                    assessment_id: AssessmentId::new(format!("a-{number}-h{at}")),
                    trace_id: trace_id(number),
                    ..known
                };
                header.assessments = assessments.into_iter().enumerate().map(of_header).collect();
                header
            },
        )
}

fn log_write() -> impl Strategy<Value = LogWrite> {
    let events = vec((select(&["answer", "note"][..]), text(), 0..4_u64), 1..3);
    (number(), 1..5_u64, events).prop_map(|(number, span, events)| {
        logs(number, span, events.into_iter().map(|(name, text, at)| event(name, text, at)).collect())
    })
}

/// Ids are unique in a store, as made by the service: the trace's number is part of them.
fn id() -> impl Strategy<Value = String> {
    (number(), 0..3_u64).prop_map(|(number, at)| format!("a-{number}-{at}"))
}

fn assessment() -> impl Strategy<Value = Assessment> {
    let value = prop_oneof![
        text().prop_map(serde_json::Value::from),
        select(NUMBERS).prop_map(serde_json::Value::from),
        any::<bool>().prop_map(serde_json::Value::from),
    ];
    (number(), 0..3_u64, key(), value, any::<bool>(), option::weighted(0.3, 0..3_u64), 0..4_i64).prop_map(
        |(number, unique, name, value, is_feedback, overrides, at)| {
            let id = format!("a-{number}-{unique}");
            let made = if is_feedback {
                feedback(number, &id, name, value)
            } else {
                expectation(number, &id, name, value)
            };
            Assessment {
                overrides: overrides.map(|old| AssessmentId::new(format!("a-{number}-{old}"))),
                create_time_ms: EPOCH_MS + at,
                ..made
            }
        },
    )
}
