//! Token counts in the sender's terms, and the one form they are normalised to.

use serde_json::Value as Json;
use spanwell_model::TokenUsage;

/// Counts as found; several keys may name the same count, and the first wins: they are never added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Input tokens, with or without the cached ones.
    pub(crate) input: Option<u64>,
    /// Output tokens.
    pub(crate) output: Option<u64>,
    /// Sum as reported.
    pub(crate) total: Option<u64>,
    /// Read from the provider's cache.
    pub(crate) cache_read: Option<u64>,
    /// Written to the provider's cache.
    pub(crate) cache_write: Option<u64>,
    /// The part of `cache_write` that is kept for an hour.
    pub(crate) cache_write_1h: Option<u64>,
    /// Spent on reasoning.
    pub(crate) reasoning: Option<u64>,
    /// The provider is known to report input without cached tokens.
    pub(crate) excludes_cache: bool,
}

impl Counts {
    /// Takes from `other` what is missing here.
    pub(crate) fn fill(&mut self, other: Self) {
        // Whether input excludes the cache is a property of the input that is kept.
        if self.input.is_none() {
            self.excludes_cache = other.excludes_cache;
        }
        self.input = self.input.or(other.input);
        self.output = self.output.or(other.output);
        self.total = self.total.or(other.total);
        self.cache_read = self.cache_read.or(other.cache_read);
        self.cache_write = self.cache_write.or(other.cache_write);
        self.cache_write_1h = self.cache_write_1h.or(other.cache_write_1h);
        self.reasoning = self.reasoning.or(other.reasoning);
    }

    /// Whether anything is known that counts as usage.
    pub(crate) const fn is_known(&self) -> bool {
        self.input.is_some() || self.output.is_some() || self.total.is_some()
    }

    /// The usage with cached tokens inside the input (the rule of the OTel GenAI conventions).
    ///
    /// Anthropic's API, and Databricks for Claude, report input without them. That shows when the total is only
    /// explained by adding them, or when more tokens were cached than read.
    pub(crate) fn usage(self) -> Option<TokenUsage> {
        if !self.is_known() {
            return None;
        }
        let output = self.output.unwrap_or(0);
        let cached = self.cache_read.unwrap_or(0).saturating_add(self.cache_write.unwrap_or(0));
        let plain = self.input.unwrap_or(0);
        let added = plain.saturating_add(cached);
        let explained = self.total == Some(added.saturating_add(output));
        let inclusive = self.total == Some(plain.saturating_add(output));
        let excluded = cached > 0
            && self.input.is_some()
            && (explained || plain < cached || (self.excludes_cache && !inclusive));
        let input = match self.input {
            _ if excluded => added,
            Some(_) => plain,
            // Only a total, as embeddings report it.
            None if self.output.is_none() => self.total.unwrap_or(0),
            None => self.total.unwrap_or(0).saturating_sub(output),
        };
        Some(TokenUsage {
            input_tokens: input,
            output_tokens: output,
            total_tokens: self.total.filter(|total| *total > 0).unwrap_or(input.saturating_add(output)),
            cache_read_input_tokens: self.cache_read,
            cache_creation_input_tokens: self.cache_write,
            cache_creation_input_tokens_above_1hr: self.cache_write_1h,
            reasoning_output_tokens: self.reasoning,
        })
    }

    /// Counts of a provider's usage object, whatever provider: OpenAI chat and responses, Anthropic, Databricks,
    /// Gemini, Bedrock, LangChain, MLflow.
    pub(crate) fn of_usage(usage: &Json) -> Self {
        let count = |names: &[&str]| names.iter().find_map(|name| number(usage.get(*name)?));
        let detail = |groups: &[&str], names: &[&str]| {
            let group =
                groups.iter().find_map(|group| usage.get(*group).filter(|group| group.is_object()))?;
            names.iter().find_map(|name| number(group.get(*name)?))
        };
        let own_cache_read =
            count(&["cache_read_input_tokens", "cacheReadInputTokens", "cacheReadInputTokenCount"]);
        let own_cache_write =
            count(&["cache_creation_input_tokens", "cacheWriteInputTokens", "cache_write_input_tokens"]);
        const INPUT_DETAILS: &[&str] =
            &["prompt_tokens_details", "input_tokens_details", "input_token_details", "inputTokenDetails"];
        const OUTPUT_DETAILS: &[&str] = &[
            "completion_tokens_details",
            "output_tokens_details",
            "output_token_details",
            "outputTokenDetails",
        ];
        Self {
            input: count(&[
                "prompt_tokens",
                "input_tokens",
                "inputTokens",
                "promptTokenCount",
                "promptTokens",
                "input",
            ]),
            output: count(&[
                "completion_tokens",
                "output_tokens",
                "outputTokens",
                "candidatesTokenCount",
                "completionTokens",
                "output",
            ]),
            total: count(&["total_tokens", "totalTokens", "totalTokenCount", "total"]),
            cache_read: detail(INPUT_DETAILS, &["cached_tokens", "cache_read", "cacheReadTokens"])
                .or(own_cache_read)
                .or_else(|| count(&["cachedContentTokenCount", "input_cached_tokens", "cached_tokens"])),
            cache_write: detail(
                INPUT_DETAILS,
                &["cache_creation_tokens", "cache_creation", "cacheWriteTokens"],
            )
            .or_else(|| detail(INPUT_DETAILS, &["cache_write_tokens"]))
            .or(own_cache_write),
            cache_write_1h: detail(&["cache_creation"], &["ephemeral_1h_input_tokens"])
                .or_else(|| count(&["cache_creation_input_tokens_above_1hr"])),
            reasoning: detail(OUTPUT_DETAILS, &["reasoning_tokens", "reasoning", "reasoningTokens"])
                .or_else(|| count(&["reasoning_tokens", "thoughtsTokenCount", "reasoning_output_tokens"])),
            excludes_cache: false,
        }
    }
}

fn number(value: &Json) -> Option<u64> {
    value
        .as_u64()
        .or_else(|| value.as_f64().filter(|number| *number >= 0.0 && number.fract() == 0.0).map(|n| n as u64))
        .or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn usage(usage: Json) -> TokenUsage {
        Counts::of_usage(&usage).usage().unwrap()
    }

    #[test]
    fn cached_tokens_are_added_where_the_provider_leaves_them_out() {
        // Claude on Databricks.
        let claude = usage(json!({
            "prompt_tokens": 8, "completion_tokens": 40, "total_tokens": 64,
            "cache_read_input_tokens": 16, "cache_creation_input_tokens": 0
        }));
        assert_eq!((claude.input_tokens, claude.output_tokens, claude.total_tokens), (24, 40, 64));
        // Anthropic's own API has no total; more cached than read cannot be inclusive.
        let anthropic = usage(json!({"input_tokens": 8, "output_tokens": 4, "cache_read_input_tokens": 16}));
        assert_eq!((anthropic.input_tokens, anthropic.total_tokens), (24, 28));
        let known = Counts {
            excludes_cache: true,
            ..Counts::of_usage(&json!({"input_tokens": 20, "cache_read_input_tokens": 16}))
        };
        assert_eq!(known.usage().unwrap().input_tokens, 36);
    }

    #[test]
    fn cached_tokens_are_not_added_twice() {
        let openai = usage(json!({
            "prompt_tokens": 24, "completion_tokens": 8, "total_tokens": 32,
            "prompt_tokens_details": {"cached_tokens": 16},
            "completion_tokens_details": {"reasoning_tokens": 3}
        }));
        assert_eq!((openai.input_tokens, openai.total_tokens), (24, 32));
        assert_eq!(openai.cache_read_input_tokens, Some(16));
        assert_eq!(openai.reasoning_output_tokens, Some(3));
    }

    #[test]
    fn a_total_alone_is_input() {
        let embedding = usage(json!({"total_tokens": 5}));
        assert_eq!((embedding.input_tokens, embedding.output_tokens, embedding.total_tokens), (5, 0, 5));
        assert_eq!(Counts::default().usage(), None);
    }
}
