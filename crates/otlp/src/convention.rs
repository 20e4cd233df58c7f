//! Semantic conventions: who finds what in a span.

use spanwell_model::{DeriveFacts, Span, SpanFacts};

/// All translators, in order of precedence.
#[derive(Clone, Copy, Debug, Default)]
pub struct Translators;

impl DeriveFacts for Translators {
    fn derive(&self, _span: &Span) -> SpanFacts {
        SpanFacts::default()
    }
}
