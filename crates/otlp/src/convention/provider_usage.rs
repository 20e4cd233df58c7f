//! Usage objects of providers: OpenAI chat and responses, Anthropic, Databricks, Gemini, Bedrock, LangChain, MLflow.

use serde_json::Value as Json;
use spanwell_model::ModalityTokens;

use super::tokens::Counts;

const INPUT: &[&str] = &[
    "prompt_tokens",
    "input_tokens",
    "inputTokens",
    "promptTokenCount",
    "prompt_token_count",
    "promptTokens",
    "input",
];
const OUTPUT: &[&str] = &[
    "completion_tokens",
    "output_tokens",
    "outputTokens",
    "candidatesTokenCount",
    "candidates_token_count",
    "completionTokens",
    "output",
];
const TOTAL: &[&str] = &["total_tokens", "totalTokens", "totalTokenCount", "total_token_count", "total"];
const CACHE_READ: &[&str] = &[
    "cache_read_input_tokens",
    "cacheReadInputTokens",
    "cacheReadInputTokenCount",
    "cachedContentTokenCount",
    "cached_content_token_count",
    "input_cached_tokens",
    "cached_tokens",
    "cachedInputTokens",
    "prompt_cache_hit_tokens",
];
const CACHE_WRITE: &[&str] = &[
    "cache_creation_input_tokens",
    "cacheWriteInputTokens",
    "cacheCreationInputTokens",
    "cache_write_input_tokens",
];
const REASONING: &[&str] = &[
    "reasoning_tokens",
    "reasoningTokens",
    "thoughtsTokenCount",
    "thoughts_token_count",
    "reasoning_output_tokens",
];
/// Gemini's output without its thoughts.
const CANDIDATES: &[&str] = &["candidatesTokenCount", "candidates_token_count"];
/// Gemini's results of its own tools, which its prompt count leaves out.
const TOOL_PROMPT: &[&str] = &["toolUsePromptTokenCount", "tool_use_prompt_token_count"];
const INPUT_DETAILS: &[&str] = &[
    "prompt_tokens_details",
    "input_tokens_details",
    "input_token_details",
    "inputTokenDetails",
    "promptTokensDetails",
];
const OUTPUT_DETAILS: &[&str] = &[
    "completion_tokens_details",
    "output_tokens_details",
    "output_token_details",
    "outputTokenDetails",
    "candidatesTokensDetails",
    "candidates_tokens_details",
];

impl Counts {
    /// Counts of a provider's usage object, whatever provider.
    pub(crate) fn of_usage(usage: &Json) -> Self {
        let count = |names: &[&str]| names.iter().find_map(|name| number(usage.get(*name)?));
        let input = Details::find(usage, INPUT_DETAILS);
        let output = Details::find(usage, OUTPUT_DETAILS);
        // LangChain counts what it wrote to the cache by how long it is kept; Anthropic says both.
        let lifetimes = Details::find(usage, &["cache_creation"]);
        let kept_1h = lifetimes.or(input).count(&["ephemeral_1h_input_tokens"]);
        let kept_5m = input.count(&["ephemeral_5m_input_tokens"]);
        let by_lifetime =
            lifetimes.0.is_none().then(|| sum(kept_1h, kept_5m)).flatten().filter(|sum| *sum > 0);
        let written = input
            .count(&["cache_creation_tokens", "cache_creation", "cacheWriteTokens"])
            .or_else(|| input.count(&["cache_write_tokens"]));
        Self {
            input: sum(count(INPUT), count(TOOL_PROMPT).filter(|tokens| *tokens > 0)),
            output: count(OUTPUT),
            total: count(TOTAL),
            cache_read: input
                .count(&["cached_tokens", "cache_read", "cacheReadTokens"])
                .or_else(|| count(CACHE_READ)),
            cache_write: written
                .filter(|written| *written > 0)
                .or(by_lifetime)
                .or(written)
                .or_else(|| count(CACHE_WRITE)),
            cache_write_1h: kept_1h.or_else(|| count(&["cache_creation_input_tokens_above_1hr"])),
            reasoning: output
                .count(&["reasoning_tokens", "reasoning", "reasoningTokens"])
                .or_else(|| count(REASONING)),
            by_modality: ModalityTokens {
                text_input_tokens: input.modality("text"),
                text_output_tokens: output.modality("text"),
                audio_input_tokens: input.modality("audio"),
                audio_output_tokens: output.modality("audio"),
                image_input_tokens: input.modality("image"),
                image_output_tokens: output.modality("image"),
                video_input_tokens: input.modality("video"),
                video_output_tokens: output.modality("video"),
            },
            excludes_cache: false,
            excludes_reasoning: count(CANDIDATES).is_some(),
        }
    }
}

/// The parts of a count: an object of counts, or Gemini's list of `{modality, tokenCount}`.
#[derive(Clone, Copy)]
struct Details<'a>(Option<&'a Json>);

impl<'a> Details<'a> {
    fn find(usage: &'a Json, names: &[&str]) -> Self {
        Self(
            names
                .iter()
                .find_map(|name| usage.get(*name).filter(|group| group.is_object() || group.is_array())),
        )
    }

    fn or(self, other: Self) -> Self {
        Self(self.0.or(other.0))
    }

    fn count(self, names: &[&str]) -> Option<u64> {
        names.iter().find_map(|name| number(self.0?.get(*name)?))
    }

    /// Tokens of a kind of content; nobody needs to know that there are none.
    fn modality(self, kind: &str) -> Option<u64> {
        let found = match self.0? {
            Json::Array(entries) => entries.iter().find_map(|entry| {
                let said = entry.get("modality")?.as_str()?;
                let count = entry.get("tokenCount").or_else(|| entry.get("token_count"))?;
                said.eq_ignore_ascii_case(kind).then(|| number(count))?
            }),
            group => [format!("{kind}_tokens"), format!("{kind}Tokens"), kind.to_owned()]
                .iter()
                .find_map(|name| number(group.get(name)?)),
        };
        found.filter(|count| *count > 0)
    }
}

fn sum(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    match (one, other) {
        (None, None) => None,
        (one, other) => Some(one.unwrap_or(0).saturating_add(other.unwrap_or(0))),
    }
}

fn number(value: &Json) -> Option<u64> {
    value
        .as_u64()
        .or_else(|| value.as_f64().filter(|number| *number >= 0.0 && number.fract() == 0.0).map(|n| n as u64))
        .or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()))
}
