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
    /// Parts of input and output by kind of content.
    #[serde(flatten)]
    pub by_modality: ModalityTokens,
}

/// Parts of input and output tokens by kind of content, as far as the sender tells them apart. They are inside the
/// totals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ModalityTokens {
    /// Text that was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_input_tokens: Option<u64>,
    /// Text that was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_output_tokens: Option<u64>,
    /// Sound that was heard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio_input_tokens: Option<u64>,
    /// Sound that was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio_output_tokens: Option<u64>,
    /// Images that were seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_input_tokens: Option<u64>,
    /// Images that were made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_output_tokens: Option<u64>,
    /// Video that was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video_input_tokens: Option<u64>,
    /// Video that was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video_output_tokens: Option<u64>,
}

impl ModalityTokens {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Joins two, count by count.
    #[must_use]
    pub fn join(self, other: Self, join: impl Fn(Option<u64>, Option<u64>) -> Option<u64>) -> Self {
        Self {
            text_input_tokens: join(self.text_input_tokens, other.text_input_tokens),
            text_output_tokens: join(self.text_output_tokens, other.text_output_tokens),
            audio_input_tokens: join(self.audio_input_tokens, other.audio_input_tokens),
            audio_output_tokens: join(self.audio_output_tokens, other.audio_output_tokens),
            image_input_tokens: join(self.image_input_tokens, other.image_input_tokens),
            image_output_tokens: join(self.image_output_tokens, other.image_output_tokens),
            video_input_tokens: join(self.video_input_tokens, other.video_input_tokens),
            video_output_tokens: join(self.video_output_tokens, other.video_output_tokens),
        }
    }
}

impl TokenUsage {
    /// Whether only the three totals are known, and no parts of them.
    pub fn is_plain(&self) -> bool {
        let totals = Self {
            input_tokens: self.input_tokens,
            output_tokens: self.output_tokens,
            total_tokens: self.total_tokens,
            ..Self::default()
        };
        *self == totals
    }

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
            by_modality: self.by_modality.join(other.by_modality, both),
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
    /// Both, for different spans: only sums are of this kind.
    Mixed,
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
    /// Adds another cost; a sum of reported and computed parts is mixed.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        fn both(a: Option<f64>, b: Option<f64>) -> Option<f64> {
            match (a, b) {
                (None, None) => None,
                (a, b) => Some(a.unwrap_or(0.0) + b.unwrap_or(0.0)),
            }
        }
        let source = if self.source == other.source { self.source } else { CostSource::Mixed };
        Self {
            input_usd: both(self.input_usd, other.input_usd),
            output_usd: both(self.output_usd, other.output_usd),
            total_usd: self.total_usd + other.total_usd,
            source,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(total_usd: f64, source: CostSource) -> Cost {
        Cost { input_usd: None, output_usd: None, total_usd, source }
    }

    #[test]
    fn a_sum_of_reported_and_computed_costs_is_mixed() {
        let (reported, computed) = (cost(1.0, CostSource::Reported), cost(2.0, CostSource::PriceBook));
        assert_eq!(reported.plus(reported).source, CostSource::Reported);
        assert_eq!(computed.plus(computed).source, CostSource::PriceBook);
        assert_eq!(reported.plus(computed).source, CostSource::Mixed);
        assert_eq!(reported.plus(computed).plus(computed), cost(5.0, CostSource::Mixed));
    }

    #[test]
    fn tokens_by_modality_are_added_and_survive_storage() {
        let heard = TokenUsage {
            input_tokens: 10,
            total_tokens: 10,
            by_modality: ModalityTokens { audio_input_tokens: Some(7), ..ModalityTokens::default() },
            ..TokenUsage::default()
        };
        let twice = heard.plus(heard);
        assert_eq!(twice.by_modality.audio_input_tokens, Some(14));
        let stored = serde_json::to_string(&twice).unwrap();
        assert_eq!(
            stored,
            r#"{"input_tokens":20,"output_tokens":0,"total_tokens":20,"audio_input_tokens":14}"#
        );
        assert_eq!(serde_json::from_str::<TokenUsage>(&stored).unwrap(), twice);
        assert!(!twice.is_plain() && TokenUsage { input_tokens: 1, ..TokenUsage::default() }.is_plain());
    }
}
