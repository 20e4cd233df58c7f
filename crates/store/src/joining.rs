//! Log events joined to their span: the rules every engine shares.
//!
//! Some instrumentations send the messages of a model call as log events. They belong to a span that may come earlier or
//! later. Engines keep them beside the span and join them on reading and whenever the facts are derived.

use spanwell_model::{DeriveFacts, Span, SpanEvent};

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

/// Derives the facts of a span again, after its events changed or it was read. The cost that was computed on arrival
/// stays, unless the span itself reports one: prices may have changed since.
pub fn derive_again(span: &mut Span, derive: &dyn DeriveFacts) {
    let cost = span.facts.cost.take();
    span.facts = derive.derive(span);
    span.facts.cost = span.facts.cost.or(cost);
}
