//! Laws that hold for whatever a stranger sends.

use spanwell_model::{DeriveFacts as _, Limits, Span, SpanFacts};
use spanwell_otlp::{Translators, chat};

/// Small limits, so that the fuzzer reaches them.
pub fn limits() -> Limits {
    Limits {
        spans_per_request: 64,
        attributes_per_span: 16,
        events_per_span: 8,
        links_per_span: 8,
        attribute_value_bytes: 512,
        name_bytes: 64,
        value_depth: 16,
        ..Limits::default()
    }
}

/// Translates a span and checks what must hold for it.
pub fn check_span(translators: &Translators, limits: &Limits, mut span: Span) -> Span {
    assert!(span.attributes.len() <= limits.attributes_per_span, "too many attributes were kept");
    assert!(span.events.len() <= limits.events_per_span, "too many events were kept");
    assert!(span.links.len() <= limits.links_per_span, "too many links were kept");
    for (_, value) in &span.attributes {
        let text = value.to_json();
        serde_json::from_str::<serde_json::Value>(&text).expect("an attribute prints as JSON");
    }
    let facts = translators.derive(&span);
    assert_eq!(facts, translators.derive(&span), "the same span gives the same facts");
    check_facts(&facts, limits);
    span.facts = facts;
    if let Some(chat) = chat(&span) {
        serde_json::to_string(&chat).expect("a chat prints as JSON");
    }
    span
}

fn check_facts(facts: &SpanFacts, limits: &Limits) {
    for json in [&facts.inputs, &facts.outputs, &facts.tools].into_iter().flatten() {
        serde_json::from_str::<serde::de::IgnoredAny>(json).expect("inputs, outputs and tools are JSON");
    }
    for preview in [&facts.request_preview, &facts.response_preview].into_iter().flatten() {
        assert!(preview.chars().count() <= limits.preview_characters, "a preview is too long");
    }
    for id in [&facts.session_id, &facts.user_id].into_iter().flatten() {
        assert!(id.chars().count() <= limits.metadata_value_characters, "an id is too long");
    }
    if let Some(cost) = facts.cost {
        assert!(cost.total_usd.is_finite(), "a cost is no number");
    }
}
