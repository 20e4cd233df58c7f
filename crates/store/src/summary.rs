//! How spans and headers become a trace's summary: the rules every engine shares.
//!
//! MLflow's client sends a trace's spans (OTLP) and its header (`StartTraceV3`) in either order, several times, and in
//! parts; other clients send spans only. Both ways in are merged here, idempotently, by rules that follow MLflow 3.17
//! where its client relies on them and mend its server's faults where it does not: a header never erases what it does
//! not carry, and after a header late spans never change times and state.

use serde::{Deserialize, Serialize};
use spanwell_model::time::ns_to_ms;
use spanwell_model::{
    Assessment, ExperimentId, PromptReference, Span, StatusCode, TraceId, TraceState, TraceSummary,
};

use crate::claim::Claim;
pub use crate::metadata_text::{cost_json, cut, parse_cost, parse_usage, usage_json};
use crate::metadata_text::{parse_prompts, spaced_json};
use crate::traces::{SpanWrite, TraceHeader};
use crate::tree::SpanTree;

/// Tag: the trace's name.
pub const TAG_NAME: &str = "mlflow.traceName";
/// Tag: where the spans are.
pub const TAG_SPANS_LOCATION: &str = "mlflow.trace.spansLocation";
/// Value of [`TAG_SPANS_LOCATION`]: in the tracking store, that is, here.
pub const SPANS_IN_STORE: &str = "TRACKING_STORE";
/// Tag: prompts linked to the trace, as a JSON list of `{"name", "version"}`.
pub const TAG_PROMPTS: &str = "mlflow.linkedPrompts";
/// Metadata: the conversation.
pub const META_SESSION: &str = "mlflow.trace.session";
/// Metadata: the user.
pub const META_USER: &str = "mlflow.trace.user";
/// Metadata: tokens, as JSON text.
pub const META_USAGE: &str = "mlflow.trace.tokenUsage";
/// Metadata: cost, as JSON text.
pub const META_COST: &str = "mlflow.trace.cost";
/// Metadata: `true` once a header arrived.
pub const META_FINALIZED: &str = "mlflow.trace.infoFinalized";
/// Metadata: sizes, as JSON text with `num_spans`.
pub const META_SIZES: &str = "mlflow.trace.sizeStats";

/// Where values of a summary come from: decides whether a later one may replace them. Stored beside the summary.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// Of the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Claim>,
    /// Of the preview of the inputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_preview: Option<Claim>,
    /// Of the preview of the outputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_preview: Option<Claim>,
    /// Of the first model call's question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_question: Option<Claim>,
    /// Of the last model call's answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_answer: Option<Claim>,
    /// Of the error text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Claim>,
    /// Of the session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<Claim>,
    /// Of the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Claim>,
    /// Of the state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Claim>,
    /// The header carried the tokens.
    pub usage_from_header: bool,
    /// The header carried the cost.
    pub cost_from_header: bool,
}

/// A trace's summary as an engine stores it.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceRecord {
    /// What everybody sees.
    pub summary: TraceSummary,
    /// Where its values come from.
    pub origin: Origin,
}

impl TraceRecord {
    /// A trace of which nothing is known yet.
    pub fn new(trace_id: TraceId, experiment_id: ExperimentId, request_time_ms: i64) -> Self {
        let summary = TraceSummary {
            trace_id,
            experiment_id,
            client_request_id: None,
            name: None,
            state: TraceState::InProgress,
            request_time_ms,
            execution_duration_ms: None,
            request_preview: None,
            response_preview: None,
            first_question: None,
            last_answer: None,
            error_message: None,
            metadata: Default::default(),
            tags: Default::default(),
            assessments: Vec::new(),
            run_ids: Default::default(),
            prompts: Default::default(),
            span_count: 0,
            error_count: 0,
            usage: None,
            cost: None,
            models: Default::default(),
            session_id: None,
            user_id: None,
            time_to_first_token_ms: None,
            finalized: false,
            expected_spans: None,
            version: 0,
        };
        Self { summary, origin: Origin::default() }
    }

    /// Takes in spans. `tree` holds the trace's spans that are stored, without those of `write`, and has them afterwards.
    pub fn absorb_spans(&mut self, write: &SpanWrite, tree: &mut SpanTree) {
        for (key, value) in &write.default_tags {
            self.summary.tags.entry(key.clone()).or_insert_with(|| value.clone());
        }
        self.summary.run_ids.extend(write.run_id.clone());
        for span in &write.spans {
            tree.insert(span);
        }
        tree.settle();
        for span in &write.spans {
            self.absorb_span(span, tree);
        }
        self.forget_words();
        self.read_tags_and_metadata();
        self.measure(tree);
    }

    /// What the root says is shown; nothing else need be kept.
    fn forget_words(&mut self) {
        let summary = &mut self.summary;
        if summary.request_preview.is_some() {
            summary.first_question = None;
        }
        if summary.response_preview.is_some() {
            summary.last_answer = None;
        }
    }

    /// Brings counts, times, tokens and cost up to date with the tree.
    pub fn measure(&mut self, tree: &SpanTree) {
        let summary = &mut self.summary;
        summary.span_count = tree.len();
        summary.error_count = tree.failed();
        if tree.is_empty() {
            return;
        }
        summary.tags.insert(TAG_SPANS_LOCATION.into(), SPANS_IN_STORE.into());
        if let Some(start) = tree.earliest_start_ns() {
            if !summary.finalized {
                // Both ends are cut to whole milliseconds before they are subtracted, as MLflow does.
                summary.request_time_ms = ns_to_ms(start);
                summary.execution_duration_ms =
                    tree.latest_end_ns().map(|end| (ns_to_ms(end) - ns_to_ms(start)).max(0));
            }
            summary.time_to_first_token_ms =
                tree.first_token_ns().map(|first| ns_to_ms(first.saturating_sub(start)));
        }
        let (usage, cost) = tree.totals();
        if !self.origin.usage_from_header {
            summary.usage = usage;
            set_or_remove(&mut summary.metadata, META_USAGE, usage.as_ref().map(usage_json));
        }
        if !self.origin.cost_from_header {
            summary.cost = cost;
            set_or_remove(&mut summary.metadata, META_COST, cost.as_ref().map(cost_json));
        }
    }

    fn absorb_span(&mut self, span: &Span, tree: &SpanTree) {
        let facts = &span.facts;
        let claim = Claim::of(span);
        // A span whose parent is not here stands in for the root until that one comes: the caller's side of a
        // distributed trace may never send its spans.
        if span.parent_span_id.is_none_or(|parent| !tree.contains(parent)) {
            self.absorb_name(span, claim);
        }
        match span.parent_span_id {
            None => self.absorb_previews(span, claim),
            Some(_) => self.absorb_words(span),
        }
        if span.parent_span_id.is_none() && !self.summary.finalized && claim.takes(&mut self.origin.state) {
            self.summary.state = state_of_root(span);
        }
        self.absorb_error(span, claim);
        let (summary, origin) = (&mut self.summary, &mut self.origin);
        summary.models.extend(facts.model.clone().or_else(|| facts.model_request.clone()));
        summary.prompts.extend(facts.prompts.iter().cloned());
        for (key, value) in &facts.trace_tags {
            summary.tags.insert(key.clone(), value.clone());
        }
        for (key, value) in &facts.trace_metadata {
            summary.metadata.entry(key.clone()).or_insert_with(|| value.clone());
        }
        if let Some(session) = facts.session_id.as_ref().filter(|_| claim.takes(&mut origin.session)) {
            summary.metadata.insert(META_SESSION.into(), session.clone());
        }
        if let Some(user) = facts.user_id.as_ref().filter(|_| claim.takes(&mut origin.user)) {
            summary.metadata.insert(META_USER.into(), user.clone());
        }
        if !facts.prompts.is_empty() {
            self.write_prompts_tag();
        }
    }

    fn absorb_name(&mut self, span: &Span, claim: Claim) {
        if claim.takes(&mut self.origin.name) {
            let name = span.facts.trace_name.clone().unwrap_or_else(|| span.name.clone());
            self.summary.tags.insert(TAG_NAME.into(), name);
        }
    }

    /// MLflow's previews: of the root only.
    fn absorb_previews(&mut self, span: &Span, claim: Claim) {
        let (summary, origin) = (&mut self.summary, &mut self.origin);
        if let Some(preview) = &span.facts.request_preview
            && claim.takes(&mut origin.request_preview)
        {
            summary.request_preview = Some(preview.clone());
        }
        if let Some(preview) = &span.facts.response_preview
            && claim.takes(&mut origin.response_preview)
        {
            summary.response_preview = Some(preview.clone());
        }
    }

    /// What a list shows of a trace whose root says nothing: a function that was only timed, say.
    fn absorb_words(&mut self, span: &Span) {
        let (summary, origin) = (&mut self.summary, &mut self.origin);
        if let Some(asked) = &span.facts.request_preview
            && Claim::of_first(span).takes(&mut origin.first_question)
        {
            summary.first_question = Some(asked.clone());
        }
        if let Some(answered) = &span.facts.response_preview
            && Claim::of_last(span).takes(&mut origin.last_answer)
        {
            summary.last_answer = Some(answered.clone());
        }
    }

    fn absorb_error(&mut self, span: &Span, claim: Claim) {
        if span.status.code != StatusCode::Error {
            return;
        }
        let from_facts =
            span.facts.error.as_ref().and_then(|error| error.message.clone().or(error.kind.clone()));
        let message = (!span.status.message.is_empty()).then(|| span.status.message.clone()).or(from_facts);
        if let Some(message) = message.filter(|_| claim.takes(&mut self.origin.error)) {
            self.summary.error_message = Some(cut(&message, 1_000));
        }
    }

    /// Takes in a header. It overwrites times and state, and what else it carries; it erases nothing.
    pub fn absorb_header(&mut self, header: &TraceHeader) {
        self.claim_for_header(header);
        let summary = &mut self.summary;
        for (key, value) in &header.default_tags {
            summary.tags.entry(key.clone()).or_insert_with(|| value.clone());
        }
        summary.request_time_ms = header.request_time_ms;
        summary.execution_duration_ms = header.execution_duration_ms.or(summary.execution_duration_ms);
        if header.state != TraceState::Unspecified || summary.state == TraceState::InProgress {
            summary.state = header.state;
        }
        replace_if_given(&mut summary.client_request_id, &header.client_request_id);
        replace_if_given(&mut summary.request_preview, &header.request_preview);
        replace_if_given(&mut summary.response_preview, &header.response_preview);
        summary.tags.extend(header.tags.iter().map(|(key, value)| (key.clone(), value.clone())));
        summary.metadata.extend(header.metadata.iter().map(|(key, value)| (key.clone(), value.clone())));
        summary.metadata.insert(META_FINALIZED.into(), "true".into());
        summary.finalized = true;

        if let Some(usage) = header.metadata.get(META_USAGE).and_then(|text| parse_usage(text)) {
            summary.usage = Some(usage);
            self.origin.usage_from_header = true;
        }
        if let Some(cost) = header.metadata.get(META_COST).and_then(|text| parse_cost(text)) {
            summary.cost = Some(cost);
            self.origin.cost_from_header = true;
        }
        self.forget_words();
        for assessment in &header.assessments {
            if !self.summary.assessments.iter().any(|known| is_same_assessment(known, assessment)) {
                self.put_assessment(assessment.clone());
            }
        }
        self.read_tags_and_metadata();
    }

    /// What a header gives is chosen: no span replaces it.
    fn claim_for_header(&mut self, header: &TraceHeader) {
        let origin = &mut self.origin;
        for (given, held) in [
            (header.tags.contains_key(TAG_NAME), &mut origin.name),
            (header.request_preview.is_some(), &mut origin.request_preview),
            (header.response_preview.is_some(), &mut origin.response_preview),
            (header.metadata.contains_key(META_SESSION), &mut origin.session),
            (header.metadata.contains_key(META_USER), &mut origin.user),
        ] {
            if given {
                *held = Some(Claim::CHOSEN);
            }
        }
    }

    /// Brings the fields that mirror tags and metadata (name, session, user, prompts, expected spans) up to date after
    /// those were changed.
    pub fn read_tags_and_metadata(&mut self) {
        let summary = &mut self.summary;
        summary.name = summary.tags.get(TAG_NAME).cloned();
        summary.session_id = summary.metadata.get(META_SESSION).cloned();
        summary.user_id = summary.metadata.get(META_USER).cloned();
        summary.expected_spans = summary.metadata.get(META_SIZES).and_then(|text| {
            let sizes: serde_json::Value = serde_json::from_str(text).ok()?;
            u32::try_from(sizes.get("num_spans")?.as_u64()?).ok()
        });
        if let Some(prompts) = summary.tags.get(TAG_PROMPTS).and_then(|text| parse_prompts(text)) {
            summary.prompts.extend(prompts);
        }
    }

    /// Links prompts to the trace and writes them into its tag.
    pub fn link_prompts(&mut self, prompts: Vec<PromptReference>) {
        self.summary.prompts.extend(prompts);
        self.write_prompts_tag();
    }

    fn write_prompts_tag(&mut self) {
        let list: Vec<_> = self
            .summary
            .prompts
            .iter()
            .map(|prompt| serde_json::json!({"name": prompt.name, "version": prompt.version.as_deref().unwrap_or("")}))
            .collect();
        self.summary.tags.insert(TAG_PROMPTS.into(), spaced_json(&serde_json::Value::Array(list)));
    }
}

/// Whether a client that repeats its header speaks of the same assessment: it gives no ids there.
fn is_same_assessment(known: &Assessment, new: &Assessment) -> bool {
    known.assessment_id == new.assessment_id
        || (known.name == new.name
            && known.source == new.source
            && known.span_id == new.span_id
            && known.value.kind_name() == new.value.kind_name()
            && known.create_time_ms == new.create_time_ms)
}

fn replace_if_given(field: &mut Option<String>, given: &Option<String>) {
    if given.is_some() {
        field.clone_from(given);
    }
}

fn state_of_root(root: &Span) -> TraceState {
    match (root.end_time_ns, root.status.code) {
        (None, _) => TraceState::InProgress,
        (Some(_), StatusCode::Error) => TraceState::Error,
        (Some(_), StatusCode::Ok | StatusCode::Unset) => TraceState::Ok,
    }
}

fn set_or_remove(map: &mut std::collections::BTreeMap<String, String>, key: &str, value: Option<String>) {
    match value {
        Some(value) => map.insert(key.into(), value),
        None => map.remove(key),
    };
}
