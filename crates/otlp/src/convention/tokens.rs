//! Token counts in the sender's terms, and the one form they are normalised to.

use spanwell_model::{ModalityTokens, TokenUsage};

/// Counts as found; several keys may name the same count, and the first wins: they are never added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Input tokens, with or without the cached ones.
    pub(crate) input: Option<u64>,
    /// Output tokens, with or without those spent on reasoning.
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
    /// Parts by kind of content.
    pub(crate) by_modality: ModalityTokens,
    /// The provider is known to report input without cached tokens.
    pub(crate) excludes_cache: bool,
    /// The provider is known to report output without reasoning.
    pub(crate) excludes_reasoning: bool,
}

impl Counts {
    /// Takes from `other` what is missing here.
    pub(crate) fn fill(&mut self, other: Self) {
        // What a count leaves out is a property of the count that is kept.
        if self.input.is_none() {
            self.excludes_cache = other.excludes_cache;
        }
        if self.output.is_none() {
            self.excludes_reasoning = other.excludes_reasoning;
        }
        self.input = self.input.or(other.input);
        self.output = self.output.or(other.output);
        self.total = self.total.or(other.total);
        self.cache_read = self.cache_read.or(other.cache_read);
        self.cache_write = self.cache_write.or(other.cache_write);
        self.cache_write_1h = self.cache_write_1h.or(other.cache_write_1h);
        self.reasoning = self.reasoning.or(other.reasoning);
        self.by_modality = self.by_modality.join(other.by_modality, Option::or);
    }

    /// Whether anything is known that counts as usage.
    pub(crate) const fn is_known(&self) -> bool {
        self.input.is_some() || self.output.is_some() || self.total.is_some()
    }

    /// The usage with cached tokens inside the input and reasoning inside the output (the rule of the OTel GenAI
    /// conventions).
    ///
    /// Anthropic's API, and Databricks for Claude, report input without cached tokens; Gemini reports output without
    /// thoughts. That shows when the total is only explained by adding them, or when a part is more than its whole.
    pub(crate) fn usage(self) -> Option<TokenUsage> {
        if !self.is_known() {
            return None;
        }
        let (plain_input, plain_output) = (self.input.unwrap_or(0), self.output.unwrap_or(0));
        let (adds_cache, adds_reasoning) = self.left_out(plain_input, plain_output);
        let output =
            plain_output.saturating_add(if adds_reasoning { self.reasoning.unwrap_or(0) } else { 0 });
        let input = match self.input {
            Some(input) => input.saturating_add(if adds_cache { self.cached() } else { 0 }),
            // Only a total, as embeddings report it.
            None if self.output.is_none() => self.total.unwrap_or(0),
            None => self.total.unwrap_or(0).saturating_sub(output),
        };
        let sum = input.saturating_add(output);
        let total = self.total.filter(|total| *total > 0).unwrap_or(sum);
        Some(TokenUsage {
            input_tokens: input,
            output_tokens: output,
            // A total that was summed before the cached tokens were added is too small.
            total_tokens: if adds_cache || adds_reasoning { total.max(sum) } else { total },
            cache_read_input_tokens: self.cache_read,
            cache_creation_input_tokens: self.cache_write,
            cache_creation_input_tokens_above_1hr: self.cache_write_1h,
            reasoning_output_tokens: self.reasoning,
            by_modality: self.by_modality,
        })
    }

    const fn cached(&self) -> u64 {
        let read = if let Some(read) = self.cache_read { read } else { 0 };
        let written = if let Some(written) = self.cache_write { written } else { 0 };
        read.saturating_add(written)
    }

    /// Whether cached tokens and reasoning are to be added to input and output.
    fn left_out(&self, input: u64, output: u64) -> (bool, bool) {
        let (cached, thought) = (self.cached(), self.reasoning.unwrap_or(0));
        let explains = |adds: &(bool, bool)| {
            let cached = if adds.0 { cached } else { 0 };
            let thought = if adds.1 { thought } else { 0 };
            let sum = input.saturating_add(cached).saturating_add(output).saturating_add(thought);
            self.total == Some(sum)
        };
        let ways = [(false, false), (true, false), (false, true), (true, true)];
        let (cache, reasoning) =
            ways.into_iter().find(explains).unwrap_or((self.excludes_cache, self.excludes_reasoning));
        (
            cached > 0 && self.input.is_some() && (cache || input < cached),
            thought > 0 && self.output.is_some() && (reasoning || output < thought),
        )
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

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
    fn thoughts_are_added_where_the_provider_leaves_them_out() {
        let gemini = json!({"promptTokenCount": 10, "candidatesTokenCount": 5, "thoughtsTokenCount": 3,
            "totalTokenCount": 18, "cachedContentTokenCount": 4});
        let usage_of_gemini = usage(gemini);
        assert_eq!((usage_of_gemini.input_tokens, usage_of_gemini.output_tokens), (10, 8));
        assert_eq!(usage_of_gemini.total_tokens, 18);
        // The names of its Python client, without a total.
        let python = usage(json!({"prompt_token_count": 10, "candidates_token_count": 5,
            "thoughts_token_count": 3, "tool_use_prompt_token_count": 2}));
        assert_eq!((python.input_tokens, python.output_tokens, python.total_tokens), (12, 8, 20));
        let only_total = Counts {
            input: Some(10),
            output: Some(5),
            reasoning: Some(3),
            total: Some(18),
            ..Counts::default()
        };
        assert_eq!(only_total.usage().unwrap().output_tokens, 8);
    }

    #[test]
    fn a_total_that_was_summed_without_the_cache_grows_with_it() {
        let summed = usage(json!({"input_tokens": 8, "output_tokens": 4, "total_tokens": 12,
            "cache_read_input_tokens": 16}));
        assert_eq!((summed.input_tokens, summed.total_tokens), (24, 28));
    }

    #[test]
    fn langchain_counts_cache_writes_by_how_long_they_live() {
        let anthropic = usage(json!({"input_tokens": 130, "output_tokens": 5, "total_tokens": 135,
            "input_token_details": {"cache_creation": 0, "ephemeral_1h_input_tokens": 100,
                "ephemeral_5m_input_tokens": 20, "cache_read": 3}}));
        assert_eq!(anthropic.cache_creation_input_tokens, Some(120));
        assert_eq!(anthropic.cache_creation_input_tokens_above_1hr, Some(100));
        assert_eq!(anthropic.input_tokens, 130);
    }

    #[test]
    fn tokens_are_told_apart_by_modality() {
        let audio = ModalityTokens {
            audio_input_tokens: Some(7),
            text_output_tokens: Some(2),
            audio_output_tokens: Some(6),
            ..ModalityTokens::default()
        };
        let openai = usage(json!({"prompt_tokens": 9, "completion_tokens": 8,
            "prompt_tokens_details": {"audio_tokens": 7, "image_tokens": 0},
            "completion_tokens_details": {"audio_tokens": 6, "text_tokens": 2}}));
        assert_eq!(openai.by_modality, audio);
        let gemini = usage(json!({"promptTokenCount": 9, "candidatesTokenCount": 8,
            "promptTokensDetails": [{"modality": "AUDIO", "tokenCount": 7}],
            "candidatesTokensDetails": [{"modality": "TEXT", "tokenCount": 2}, {"modality": "AUDIO", "tokenCount": 6}]}));
        assert_eq!(gemini.by_modality, audio);
        let langchain = usage(json!({"input_tokens": 9, "output_tokens": 8,
            "input_token_details": {"audio": 7}, "output_token_details": {"audio": 6, "text": 2}}));
        assert_eq!(langchain.by_modality, audio);
    }

    #[test]
    fn a_total_alone_is_input() {
        let embedding = usage(json!({"total_tokens": 5}));
        assert_eq!((embedding.input_tokens, embedding.output_tokens, embedding.total_tokens), (5, 0, 5));
        assert_eq!(Counts::default().usage(), None);
    }
}
