//! Facts of spans with their cost: what a store needs when log events change a span after it was taken in.

use std::sync::Arc;

use spanwell_model::{DeriveFacts, Span, SpanFacts};

use crate::PriceBook;

/// Translators that know prices.
pub struct PricedFacts {
    translators: Arc<dyn DeriveFacts>,
    prices: Arc<PriceBook>,
}

impl PricedFacts {
    /// The facts of `translators`, priced by `prices`.
    pub fn new(translators: Arc<dyn DeriveFacts>, prices: Arc<PriceBook>) -> Self {
        Self { translators, prices }
    }
}

impl DeriveFacts for PricedFacts {
    fn derive(&self, span: &Span) -> SpanFacts {
        self.translators.derive(span)
    }

    fn fill_in_cost(&self, facts: &mut SpanFacts) {
        self.prices.fill_in(facts);
    }
}
