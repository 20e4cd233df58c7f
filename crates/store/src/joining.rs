//! Log events joined to their span: the rules every engine shares.
//!
//! Some instrumentations send the messages of a model call as log events, and its tokens with them. They belong to a span
//! that may come earlier or later. Engines keep them beside the span and join them on reading and whenever the facts are
//! derived.

use spanwell_model::{Cost, CostSource, DeriveFacts, Span, SpanEvent, SpanFacts};

/// Joins log events to a span: after its own events, in order of time, those that are already there left out.
pub fn join_events<'a>(span: &mut Span, logged: impl IntoIterator<Item = &'a SpanEvent>) {
    let own = span.events.len();
    for event in logged {
        if !span.events.contains(event) {
            span.events.push(event.clone());
        }
    }
    if let Some(joined) = span.events.get_mut(own..) {
        joined.sort_by_key(|event| event.time_ns);
    }
}

/// Derives the facts of a span again after it was read. The cost that was computed on arrival stays, unless the span
/// itself reports another one: prices may have changed since.
pub fn derive_again(span: &mut Span, derive: &dyn DeriveFacts) {
    let cost = span.facts.cost.take();
    span.facts = derive.derive(span);
    span.facts.cost = reported_or_stored(span.facts.cost, cost);
}

/// Joins log events to a span as it is stored, and derives its facts and its cost. The cost that is stored stays unless
/// the events tell of other tokens or another model.
pub fn join_and_price<'a>(
    span: &mut Span,
    logged: impl IntoIterator<Item = &'a SpanEvent>,
    derive: &dyn DeriveFacts,
) {
    let stored = span.facts.cost.take();
    let alone = derive.derive(span);
    join_events(span, logged);
    span.facts = derive.derive(span);
    let is_news = !costs_alike(&alone, &span.facts);
    if is_news || stored.is_none() {
        derive.fill_in_cost(&mut span.facts);
    }
    span.facts.cost = match (span.facts.cost, stored) {
        (Some(computed), Some(_)) if is_news => Some(computed),
        (found, stored) => reported_or_stored(found, stored),
    };
}

/// A stored cost is the reported one split into its parts, when both are the same.
fn reported_or_stored(reported: Option<Cost>, stored: Option<Cost>) -> Option<Cost> {
    match (reported, stored) {
        (Some(reported), Some(stored))
            if stored.source == CostSource::Reported
                && reported.input_usd.is_none()
                && reported.output_usd.is_none()
                && stored.total_usd.to_bits() == reported.total_usd.to_bits() =>
        {
            Some(stored)
        }
        (reported, stored) => reported.or(stored),
    }
}

fn costs_alike(one: &SpanFacts, other: &SpanFacts) -> bool {
    one.usage == other.usage
        && one.cost == other.cost
        && one.model == other.model
        && one.model_request == other.model_request
        && one.provider == other.provider
}
