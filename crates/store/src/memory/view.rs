//! A stored trace as a filter sees it.

use std::borrow::Cow;

use spanwell_model::{Assessment, AssessmentValue, DeriveFacts, Span, TraceSummary};
use spanwell_query::{FieldValue, SpanField, SpanView, TraceField, TraceView};

use super::State;
use crate::summary::META_SESSION;
use crate::text::{assessed_text, span_content, value_text};

/// Metadata: the run a trace was made in.
pub(super) const META_RUN: &str = "mlflow.sourceRun";

/// A trace with its spans and the assessments that count for it.
pub(super) struct StoredTrace<'a> {
    summary: &'a TraceSummary,
    /// Its own and those of its session; only valid ones.
    assessments: Vec<&'a Assessment>,
    spans: Vec<StoredSpan>,
}

struct StoredSpan {
    span: Span,
    content: String,
}

impl<'a> StoredTrace<'a> {
    pub(super) fn new(state: &'a State, summary: &'a TraceSummary, derive: &dyn DeriveFacts) -> Self {
        let session = summary.session_id.as_ref();
        let of_session = state
            .traces
            .values()
            .map(|entry| &entry.record.summary)
            .filter(|other| other.trace_id != summary.trace_id)
            .flat_map(|other| &other.assessments)
            .filter(|assessment| session.is_some() && assessment.metadata.get(META_SESSION) == session);
        let assessments = summary.assessments.iter().chain(of_session).filter(|known| known.valid).collect();
        let spans = state.read_spans(&summary.trace_id, derive).into_iter();
        let spans = spans.map(|span| StoredSpan { content: span_content(&span), span }).collect();
        Self { summary, assessments, spans }
    }

    /// The searchable texts of its spans.
    pub(super) fn contents(&self) -> impl Iterator<Item = &str> {
        self.spans.iter().map(|span| span.content.as_str())
    }

    fn assessed(&self, name: &str, is_feedback: bool) -> Vec<FieldValue<'_>> {
        let of_name = self.assessments.iter().filter(|known| known.name == name);
        let values = of_name.filter_map(|known| match &known.value {
            AssessmentValue::Feedback { value, .. } if is_feedback => Some(value),
            AssessmentValue::Expectation { value, .. } if !is_feedback => Some(value),
            _ => None,
        });
        let values = values.map(assessed_text);
        values.map(|(text, number)| FieldValue::Assessed { text, number }).collect()
    }
}

fn text(text: Option<&String>) -> Vec<FieldValue<'_>> {
    text.map(|text| FieldValue::text(text.as_str())).into_iter().collect()
}

fn number(number: Option<f64>) -> Vec<FieldValue<'static>> {
    number.map(FieldValue::Number).into_iter().collect()
}

impl TraceView for StoredTrace<'_> {
    fn values(&self, field: &TraceField) -> Vec<FieldValue<'_>> {
        let summary = self.summary;
        match field {
            TraceField::Timestamp => number(Some(summary.request_time_ms as f64)),
            TraceField::ExecutionTime => number(summary.execution_duration_ms.map(|ms| ms as f64)),
            TraceField::EndTime => number(end_time_ms(summary).map(|ms| ms as f64)),
            TraceField::Status => vec![FieldValue::text(summary.state.name())],
            TraceField::TraceId => vec![FieldValue::text(summary.trace_id.as_str())],
            TraceField::ClientRequestId => text(summary.client_request_id.as_ref()),
            TraceField::Name => text(summary.name.as_ref()),
            TraceField::RunId => summary
                .metadata
                .get(META_RUN)
                .into_iter()
                .chain(&summary.run_ids)
                .map(|run| FieldValue::text(run.as_str()))
                .collect(),
            TraceField::Prompt => {
                let prompts = summary.prompts.iter();
                prompts
                    .map(|prompt| {
                        format!("{}/{}", prompt.name, prompt.version.as_deref().unwrap_or_default())
                    })
                    .map(FieldValue::text)
                    .collect()
            }
            TraceField::IssueId => {
                let issues = self
                    .assessments
                    .iter()
                    .filter(|known| matches!(known.value, AssessmentValue::Issue { .. }));
                issues.map(|issue| FieldValue::text(issue.name.as_str())).collect()
            }
            TraceField::Text => self.contents().map(FieldValue::text).collect(),
            TraceField::Session => text(summary.session_id.as_ref()),
            TraceField::User => text(summary.user_id.as_ref()),
            TraceField::Model => {
                summary.models.iter().map(|model| FieldValue::text(model.as_str())).collect()
            }
            TraceField::Provider => {
                let providers = self.spans.iter().filter_map(|span| span.span.facts.provider.as_deref());
                providers.map(FieldValue::text).collect()
            }
            TraceField::InputTokens => number(summary.usage.map(|usage| usage.input_tokens as f64)),
            TraceField::OutputTokens => number(summary.usage.map(|usage| usage.output_tokens as f64)),
            TraceField::TotalTokens => number(summary.usage.map(|usage| usage.total_tokens as f64)),
            TraceField::Cost => number(summary.cost.map(|cost| cost.total_usd)),
            TraceField::Error => text(summary.error_message.as_ref()),
            TraceField::Tag(key) => text(summary.tags.get(key)),
            TraceField::Metadata(key) => text(summary.metadata.get(key)),
            TraceField::Feedback(name) => self.assessed(name, true),
            TraceField::Expectation(name) => self.assessed(name, false),
        }
    }

    fn spans(&self) -> Vec<&dyn SpanView> {
        self.spans.iter().map(|span| span as &dyn SpanView).collect()
    }
}

impl SpanView for StoredSpan {
    fn value(&self, field: &SpanField) -> Option<Cow<'_, str>> {
        let span = &self.span;
        match field {
            SpanField::Name => Some(Cow::Borrowed(&span.name)),
            SpanField::Type => span.facts.span_type.as_deref().map(Cow::Borrowed),
            SpanField::Status => Some(Cow::Borrowed(span.status.code.name())),
            SpanField::Content => Some(Cow::Borrowed(&self.content)),
            SpanField::Attribute(key) => span.attribute(key).and_then(value_text),
        }
    }
}

/// When the trace ended, in milliseconds since the epoch.
pub(super) fn end_time_ms(summary: &TraceSummary) -> Option<i64> {
    summary.execution_duration_ms.map(|duration| summary.request_time_ms.saturating_add(duration))
}
