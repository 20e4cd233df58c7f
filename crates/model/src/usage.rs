//! Tokens and money.

use serde::{Deserialize, Serialize};

/// Tokens of one model call or of a whole trace. `input_tokens` includes cached tokens, `output_tokens` includes
/// reasoning tokens (the rule of the OTel GenAI conventions and of OpenAI's API).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenUsage {
    /// Tokens read by the model, cached ones included.
    pub input_tokens: u64,
    /// Tokens written by the model, reasoning included.
    pub output_tokens: u64,
    /// Sum as reported, else input + output.
    pub total_tokens: u64,
    /// Input tokens served from the provider's cache.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache_read_input_tokens: Option<u64>,
    /// Input tokens written to the provider's cache.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache_creation_input_tokens: Option<u64>,
    /// The part of `cache_creation_input_tokens` that is kept for more than an hour (priced apart).
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        rename = "cache_creation_input_tokens_above_1hr"
    )]
    pub cache_creation_input_tokens_above_1hr: Option<u64>,
    /// Output tokens spent on reasoning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasoning_output_tokens: Option<u64>,
}

impl TokenUsage {
    /// Adds another usage, count by count, saturating: hostile counts must not overflow.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        fn both(a: Option<u64>, b: Option<u64>) -> Option<u64> {
            match (a, b) {
                (None, None) => None,
                (a, b) => Some(a.unwrap_or(0).saturating_add(b.unwrap_or(0))),
            }
        }
        Self {
            input_tokens: self.input_tokens.saturating_add(other.input_tokens),
            output_tokens: self.output_tokens.saturating_add(other.output_tokens),
            total_tokens: self.total_tokens.saturating_add(other.total_tokens),
            cache_read_input_tokens: both(self.cache_read_input_tokens, other.cache_read_input_tokens),
            cache_creation_input_tokens: both(
                self.cache_creation_input_tokens,
                other.cache_creation_input_tokens,
            ),
            cache_creation_input_tokens_above_1hr: both(
                self.cache_creation_input_tokens_above_1hr,
                other.cache_creation_input_tokens_above_1hr,
            ),
            reasoning_output_tokens: both(self.reasoning_output_tokens, other.reasoning_output_tokens),
        }
    }
}

/// Who says what a call cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CostSource {
    /// The application or its instrumentation.
    Reported,
    /// Our price book.
    PriceBook,
}

/// Cost in US dollars.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// Cost of the input, when known apart.
    pub input_usd: Option<f64>,
    /// Cost of the output, when known apart.
    pub output_usd: Option<f64>,
    /// The whole.
    pub total_usd: f64,
    /// Who says so.
    pub source: CostSource,
}

impl Cost {
    /// Adds another cost; a sum with any reported part counts as reported.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        fn both(a: Option<f64>, b: Option<f64>) -> Option<f64> {
            match (a, b) {
                (None, None) => None,
                (a, b) => Some(a.unwrap_or(0.0) + b.unwrap_or(0.0)),
            }
        }
        let reported = self.source == CostSource::Reported || other.source == CostSource::Reported;
        Self {
            input_usd: both(self.input_usd, other.input_usd),
            output_usd: both(self.output_usd, other.output_usd),
            total_usd: self.total_usd + other.total_usd,
            source: if reported { CostSource::Reported } else { CostSource::PriceBook },
        }
    }
}
