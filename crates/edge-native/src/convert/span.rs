//! One span with its payload.

use spanwell_model::{Cost, CostSource, Span, SpanFacts as ModelFacts, StatusCode, TraceId};

use crate::convert::value::{AttributePrinter, WHOLE_VALUE_BYTES, shown};
use crate::wire::assessments::Assessment;
use crate::wire::message::Chat;
use crate::wire::span::{
    Scope, SpanCost, SpanCostSource, SpanDetail, SpanError, SpanEvent, SpanFacts, SpanLink, SpanStatus,
};

/// How much of a span is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Long values cut, for the page.
    Bounded,
    /// Everything, for exports.
    Whole,
}

/// The span with what is said of it. `chat` is its conversation, if it has one.
pub(crate) fn detail(
    trace_id: &TraceId,
    span: Span,
    chat: Option<Chat>,
    assessments: Vec<Assessment>,
    extent: Extent,
) -> SpanDetail {
    let (most, mut printer) = match extent {
        Extent::Bounded => (WHOLE_VALUE_BYTES, AttributePrinter::bounded()),
        Extent::Whole => (usize::MAX, AttributePrinter::unbounded()),
    };
    let inputs = shown(span.facts.inputs.as_deref(), most);
    let outputs = shown(span.facts.outputs.as_deref(), most);
    SpanDetail {
        trace_id: trace_id.to_string(),
        span_id: span.span_id.to_string(),
        parent_span_id: span.parent_span_id.map(|id| id.to_string()),
        duration_ms: span.duration_ns().map(milliseconds),
        span_type: span.facts.span_type.clone(),
        kind: span.kind.name().to_owned(),
        status: status(span.status.code),
        status_message: Some(span.status.message).filter(|message| !message.is_empty()),
        start_ns: span.start_time_ns.to_string(),
        end_ns: span.end_time_ns.map(|end| end.to_string()),
        inputs: inputs.json,
        outputs: outputs.json,
        inputs_bytes: inputs.bytes,
        outputs_bytes: outputs.bytes,
        inputs_truncated: inputs.cut,
        outputs_truncated: outputs.cut,
        chat,
        attributes: printer.print(&span.attributes),
        events: span
            .events
            .iter()
            .map(|event| SpanEvent {
                name: event.name.clone(),
                time_ns: event.time_ns.to_string(),
                attributes: printer.print(&event.attributes),
            })
            .collect(),
        links: span
            .links
            .iter()
            .map(|link| SpanLink {
                trace_id: linked_trace(&link.trace_id),
                span_id: link.span_id.to_string(),
                attributes: printer.print(&link.attributes),
            })
            .collect(),
        resource: printer.print(&span.resource.attributes),
        scope: scope(&span.scope),
        facts: facts(span.facts),
        assessments,
        name: span.name,
    }
}

/// A linked trace as ids are printed; all-zero ids, which no trace has, as they came.
fn linked_trace(bytes: &[u8; 16]) -> String {
    TraceId::from_otlp(bytes).map_or_else(|_| "0".repeat(32), |id| id.to_string())
}

fn scope(scope: &spanwell_model::Scope) -> Option<Scope> {
    (!scope.name.is_empty()).then(|| Scope {
        name: scope.name.clone(),
        version: Some(scope.version.clone()).filter(|version| !version.is_empty()),
    })
}

fn status(code: StatusCode) -> SpanStatus {
    match code {
        StatusCode::Unset => SpanStatus::Unset,
        StatusCode::Ok => SpanStatus::Ok,
        StatusCode::Error => SpanStatus::Error,
    }
}

fn facts(facts: ModelFacts) -> SpanFacts {
    SpanFacts {
        model: facts.model,
        model_request: facts.model_request,
        provider: facts.provider,
        tokens: facts.usage.map(Into::into),
        cost: facts.cost.map(cost),
        finish_reasons: facts.finish_reasons,
        time_to_first_token_ms: facts.time_to_first_token_ns.map(milliseconds),
        session: facts.session_id,
        user: facts.user_id,
        error: facts.error.map(|error| SpanError {
            kind: error.kind,
            message: error.message,
            stack: error.stack,
        }),
        prompt: facts.prompts.into_iter().next().map(Into::into),
        prompt_template: facts.prompt_template,
        prompt_variables: facts.prompt_variables.into_iter().collect(),
        convention: facts.convention.map(str::to_owned),
    }
}

fn cost(cost: Cost) -> SpanCost {
    SpanCost {
        input: cost.input_usd,
        output: cost.output_usd,
        total: cost.total_usd,
        source: match cost.source {
            // Only sums are mixed.
            CostSource::Reported | CostSource::Mixed => SpanCostSource::Reported,
            CostSource::PriceBook => SpanCostSource::PriceBook,
        },
    }
}

fn milliseconds(ns: u64) -> f64 {
    ns as f64 / 1e6
}
