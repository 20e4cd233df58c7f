//! What the behaviours write: short ways to make spans, headers and assessments, with facts in plain attributes.

use std::sync::Arc;

use spanwell_model::time::NS_PER_MS;
use spanwell_model::{
    Assessment, AssessmentId, AssessmentSource, AssessmentValue, Cost, CostSource, DeriveFacts, ExperimentId,
    PromptReference, Resource, Scope, SourceKind, Span, SpanError, SpanEvent, SpanFacts, SpanId, SpanKind,
    SpanStatus, StatusCode, TokenUsage, TraceId, TraceState, TraceSummary, Value,
};

use super::Engine;
use crate::{LogWrite, Page, SpanWrite, TraceHeader, TraceQuery, TraceSelection};

/// When the worlds of the suite begin, in milliseconds since the epoch: a whole hour.
pub const EPOCH_MS: i64 = 1_800_000_000_000;

/// The default experiment.
pub const HOME: ExperimentId = ExperimentId::DEFAULT;

/// Finds facts in attributes of plain names (`type`, `model`, `in`, `out`, `tokens.in`, …) and the answer also in an
/// event `answer`: all that engines need to know of a convention.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainFacts;

impl DeriveFacts for PlainFacts {
    fn derive(&self, span: &Span) -> SpanFacts {
        let text = |key: &str| span.attribute(key).and_then(Value::as_str).map(str::to_owned);
        let number = |key: &str| span.attribute(key).and_then(Value::as_u64);
        let answer = span.events.iter().rev().find(|event| event.name == "answer").and_then(|event| {
            event.attributes.iter().find(|(key, _)| key == "text").and_then(|(_, value)| value.as_str())
        });
        let answer = text("out").or(answer.map(str::to_owned));
        let tokens_out = number("tokens.out").or_else(|| {
            let told = span.events.iter().flat_map(|event| &event.attributes);
            told.filter(|(key, _)| key == "tokens.out").find_map(|(_, value)| value.as_u64())
        });
        let json = |text: &str| serde_json::Value::from(text).to_string();
        let usage = (number("tokens.in").is_some() || tokens_out.is_some()).then(|| {
            let (input, output) = (number("tokens.in").unwrap_or(0), tokens_out.unwrap_or(0));
            TokenUsage {
                input_tokens: input,
                output_tokens: output,
                total_tokens: input.saturating_add(output),
                ..TokenUsage::default()
            }
        });
        let cost = span.attribute("cost").and_then(Value::as_f64);
        let is_shown = span.parent_span_id.is_none() || text("type").as_deref() == Some("LLM");
        SpanFacts {
            span_type: text("type"),
            inputs: text("in").as_deref().map(json),
            outputs: answer.as_deref().map(json),
            model: text("model"),
            usage,
            cost: cost.map(|total_usd| Cost {
                input_usd: None,
                output_usd: None,
                total_usd,
                source: CostSource::Reported,
            }),
            session_id: text("session"),
            user_id: text("user"),
            prompts: text("prompt")
                .map(|name| PromptReference { name, version: text("prompt.version") })
                .into_iter()
                .collect(),
            error: text("error").map(|message| SpanError { message: Some(message), ..SpanError::default() }),
            time_to_first_token_ns: number("first_token_ns"),
            request_preview: text("in").filter(|_| is_shown),
            response_preview: answer.filter(|_| is_shown),
            trace_tags: text("trace_tag").map(|value| ("from_span".to_owned(), value)).into_iter().collect(),
            ..SpanFacts::default()
        }
    }

    /// A token costs an eighth of a dollar.
    fn fill_in_cost(&self, facts: &mut SpanFacts) {
        if let (None, Some(usage)) = (facts.cost, facts.usage) {
            facts.cost = Some(Cost {
                input_usd: None,
                output_usd: None,
                total_usd: usage.total_tokens as f64 / 8.0,
                source: CostSource::PriceBook,
            });
        }
    }
}

/// The id of trace `number`.
pub fn trace_id(number: u64) -> TraceId {
    let mut bytes = [0xab; 16];
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    TraceId::from_otlp(&bytes).unwrap()
}

/// The id of span `number`, which is not 0.
pub fn span_id(number: u64) -> SpanId {
    SpanId::from_u64(number)
}

/// Milliseconds after the worlds' beginning as nanoseconds since the epoch.
pub fn ns(after_ms: u64) -> u64 {
    (EPOCH_MS as u64 + after_ms) * NS_PER_MS
}

/// A span named `step` that starts `number` milliseconds after the beginning and takes 10 ms; a parent of 0 makes a root.
pub fn span(number: u64, parent: u64) -> Span {
    Span {
        span_id: span_id(number),
        parent_span_id: (parent != 0).then(|| span_id(parent)),
        name: "step".into(),
        kind: SpanKind::Internal,
        start_time_ns: ns(number),
        end_time_ns: Some(ns(number + 10)),
        status: SpanStatus { code: StatusCode::Ok, message: String::new() },
        attributes: Vec::new(),
        events: Vec::new(),
        links: Vec::new(),
        trace_state: String::new(),
        flags: 0,
        dropped: 0,
        resource: Arc::new(Resource::default()),
        scope: Arc::new(Scope::default()),
        facts: SpanFacts::default(),
    }
}

/// Changes of a span in a row of calls.
pub trait SpanExt: Sized {
    /// Its name.
    fn named(self, name: &str) -> Self;
    /// An attribute; the facts follow.
    fn with(self, key: &str, value: impl Into<Given>) -> Self;
    /// Its times, in milliseconds after the beginning.
    fn at(self, start_ms: u64, end_ms: u64) -> Self;
    /// It runs.
    fn running(self) -> Self;
    /// It failed.
    fn failed(self, message: &str) -> Self;
}

/// A value in short form.
pub struct Given(pub Value);

impl From<&str> for Given {
    fn from(text: &str) -> Self {
        Self(Value::from(text))
    }
}

impl From<i64> for Given {
    fn from(number: i64) -> Self {
        Self(Value::Int(number))
    }
}

impl From<f64> for Given {
    fn from(number: f64) -> Self {
        Self(Value::Double(number))
    }
}

impl SpanExt for Span {
    fn named(mut self, name: &str) -> Self {
        self.name = name.into();
        self
    }

    fn with(mut self, key: &str, value: impl Into<Given>) -> Self {
        self.attributes.push((key.into(), value.into().0));
        derived(self)
    }

    fn at(mut self, start_ms: u64, end_ms: u64) -> Self {
        self.start_time_ns = ns(start_ms);
        self.end_time_ns = Some(ns(end_ms));
        self
    }

    fn running(mut self) -> Self {
        self.end_time_ns = None;
        self.status = SpanStatus::default();
        self
    }

    fn failed(mut self, message: &str) -> Self {
        self.status = SpanStatus { code: StatusCode::Error, message: message.into() };
        self
    }
}

/// The span with its facts.
pub fn derived(mut span: Span) -> Span {
    span.facts = PlainFacts.derive(&span);
    span
}

/// An event of a name with one attribute `text`.
pub fn event(name: &str, text: &str, after_ms: u64) -> SpanEvent {
    SpanEvent {
        name: name.into(),
        time_ns: ns(after_ms),
        attributes: vec![("text".into(), Value::from(text))],
        dropped_attributes: 0,
    }
}

/// A write of spans of trace `number` in the default experiment.
pub fn write(number: u64, spans: Vec<Span>) -> SpanWrite {
    write_to(HOME, number, spans)
}

/// A write of spans of trace `number`.
pub fn write_to(experiment_id: ExperimentId, number: u64, spans: Vec<Span>) -> SpanWrite {
    SpanWrite {
        trace_id: trace_id(number),
        experiment_id,
        run_id: None,
        spans: spans.into_iter().map(derived).collect(),
        default_tags: Vec::new(),
        received_ms: EPOCH_MS,
    }
}

/// A write of log events of a span.
pub fn logs(number: u64, span: u64, events: Vec<SpanEvent>) -> LogWrite {
    LogWrite { trace_id: trace_id(number), span_id: span_id(span), events, received_ms: EPOCH_MS }
}

/// A trace of one span, `after_ms` after the beginning and 10 ms long.
pub fn simple(number: u64, after_ms: u64) -> SpanWrite {
    write(number, vec![span(1, 0).at(after_ms, after_ms + 10)])
}

/// A header of trace `number` that says it began at the beginning, took 500 ms and ended well.
pub fn header(number: u64) -> TraceHeader {
    TraceHeader {
        trace_id: trace_id(number),
        experiment_id: HOME,
        client_request_id: None,
        request_time_ms: EPOCH_MS,
        execution_duration_ms: Some(500),
        state: TraceState::Ok,
        request_preview: None,
        response_preview: None,
        metadata: Default::default(),
        tags: Default::default(),
        default_tags: Vec::new(),
        assessments: Vec::new(),
    }
}

/// A map of texts.
pub fn map(entries: &[(&str, &str)]) -> std::collections::BTreeMap<String, String> {
    entries.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// Feedback by a person on the whole trace.
pub fn feedback(number: u64, id: &str, name: &str, value: impl Into<serde_json::Value>) -> Assessment {
    Assessment {
        assessment_id: AssessmentId::new(id),
        trace_id: trace_id(number),
        span_id: None,
        name: name.into(),
        source: AssessmentSource { kind: SourceKind::Human, id: "ada".into() },
        value: AssessmentValue::Feedback { value: value.into(), error: None },
        rationale: None,
        metadata: Default::default(),
        overrides: None,
        valid: true,
        create_time_ms: EPOCH_MS,
        last_update_time_ms: EPOCH_MS,
    }
}

/// The same as an expectation.
pub fn expectation(number: u64, id: &str, name: &str, value: impl Into<serde_json::Value>) -> Assessment {
    let value = AssessmentValue::Expectation { value: value.into(), serialized: false };
    Assessment { value, ..feedback(number, id, name, true) }
}

/// Stores spans.
pub async fn put(store: &dyn Engine, writes: Vec<SpanWrite>) {
    store.put_spans(writes).await.unwrap();
}

/// The summary of trace `number`, which must be there.
pub async fn get(store: &dyn Engine, number: u64) -> TraceSummary {
    let found = store.get_traces(&[trace_id(number)]).await.unwrap();
    found.into_iter().next().flatten().unwrap_or_else(|| panic!("trace {number} is not there"))
}

/// All traces of the default experiment.
pub fn home() -> TraceSelection {
    TraceSelection { experiment_ids: vec![HOME], ..TraceSelection::default() }
}

/// A search in the default experiment with one large page.
pub fn all_of(selection: TraceSelection) -> TraceQuery {
    TraceQuery { selection, order: Vec::new(), limit: 500, after: None }
}

/// The ids of a page.
pub fn ids(page: &Page<TraceSummary>) -> Vec<TraceId> {
    page.items.iter().map(|summary| summary.trace_id.clone()).collect()
}

/// The summary without its version, to compare what two stores or two moments have.
pub fn unversioned(mut summary: TraceSummary) -> TraceSummary {
    summary.version = 0;
    summary
}
