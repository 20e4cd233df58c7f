//! Traces as lists and headers show them.

use std::collections::BTreeMap;

use spanwell_model::{CostSource, PromptReference, TokenUsage, TraceState, TraceSummary};

use crate::wire::trace::{
    CostSource as WireCostSource, ModalityTokens, Prompt, State, Tokens, TraceDetail, TracePrompt, TraceRow,
};

/// Tags that begin so are MLflow's own and not shown in lists.
const RESERVED_TAG_PREFIX: &str = "mlflow.";

impl From<TraceState> for State {
    fn from(state: TraceState) -> Self {
        match state {
            TraceState::Ok => Self::Ok,
            TraceState::Error => Self::Error,
            TraceState::InProgress => Self::InProgress,
            TraceState::Unspecified => Self::StateUnspecified,
        }
    }
}

impl From<State> for TraceState {
    fn from(state: State) -> Self {
        match state {
            State::Ok => Self::Ok,
            State::Error => Self::Error,
            State::InProgress => Self::InProgress,
            State::StateUnspecified => Self::Unspecified,
        }
    }
}

impl From<TokenUsage> for Tokens {
    fn from(usage: TokenUsage) -> Self {
        Self {
            input: usage.input_tokens,
            output: usage.output_tokens,
            total: usage.total_tokens,
            cache_read: usage.cache_read_input_tokens,
            cache_write: usage.cache_creation_input_tokens,
            reasoning: usage.reasoning_output_tokens,
            by_modality: (!usage.by_modality.is_empty()).then(|| usage.by_modality.into()),
        }
    }
}

impl From<spanwell_model::ModalityTokens> for ModalityTokens {
    fn from(tokens: spanwell_model::ModalityTokens) -> Self {
        Self {
            text_input: tokens.text_input_tokens,
            text_output: tokens.text_output_tokens,
            audio_input: tokens.audio_input_tokens,
            audio_output: tokens.audio_output_tokens,
            image_input: tokens.image_input_tokens,
            image_output: tokens.image_output_tokens,
            video_input: tokens.video_input_tokens,
            video_output: tokens.video_output_tokens,
        }
    }
}

impl From<PromptReference> for Prompt {
    fn from(prompt: PromptReference) -> Self {
        Self { name: prompt.name, version: prompt.version }
    }
}

impl From<TraceSummary> for TraceRow {
    fn from(trace: TraceSummary) -> Self {
        let (input_preview, output_preview) = (asked(&trace), answered(&trace));
        let tags = trace.tags.into_iter().filter(|(key, _)| !key.starts_with(RESERVED_TAG_PREFIX)).collect();
        Self {
            trace_id: trace.trace_id.to_string(),
            experiment_id: trace.experiment_id.to_string(),
            name: trace.name,
            state: trace.state.into(),
            request_time: trace.request_time_ms,
            duration_ms: trace.execution_duration_ms,
            input_preview,
            output_preview,
            error_message: trace.error_message,
            span_count: trace.span_count,
            error_count: trace.error_count,
            tokens: trace.usage.map(Tokens::from),
            cost_usd: trace.cost.map(|cost| cost.total_usd),
            models: trace.models.into_iter().collect(),
            session: trace.session_id,
            user: trace.user_id,
            tags,
            assessments: trace.assessments.into_iter().map(Into::into).collect(),
            time_to_first_token_ms: trace.time_to_first_token_ms,
            version: trace.version,
        }
    }
}

impl From<PromptReference> for TracePrompt {
    fn from(prompt: PromptReference) -> Self {
        Self { name: prompt.name, version: prompt.version.unwrap_or_default() }
    }
}

/// A trace with everything but its spans.
pub(crate) fn detail(mut trace: TraceSummary, experiment_name: String) -> TraceDetail {
    let all_tags: BTreeMap<_, _> = trace.tags.clone();
    TraceDetail {
        client_request_id: trace.client_request_id.take(),
        metadata: std::mem::take(&mut trace.metadata),
        all_tags,
        run_ids: std::mem::take(&mut trace.run_ids).into_iter().collect(),
        prompts: std::mem::take(&mut trace.prompts).into_iter().map(Into::into).collect(),
        experiment_name,
        cost_source: trace.cost.map(|cost| match cost.source {
            CostSource::Reported => WireCostSource::Reported,
            CostSource::PriceBook => WireCostSource::PriceBook,
            CostSource::Mixed => WireCostSource::Mixed,
        }),
        row: trace.into(),
    }
}

/// What was asked, as words: by the root, else of the first model call.
pub(crate) fn asked(trace: &TraceSummary) -> Option<String> {
    trace.request_preview.clone().map(plain).or_else(|| trace.first_question.clone())
}

/// What was answered, as words: by the root, else by the last model call.
pub(crate) fn answered(trace: &TraceSummary) -> Option<String> {
    trace.response_preview.clone().map(plain).or_else(|| trace.last_answer.clone())
}

/// A preview as words: clients of MLflow record a text as JSON text, in quotes. Anything else stays as it is.
pub(crate) fn plain(preview: String) -> String {
    if preview.starts_with('"') { serde_json::from_str(&preview).unwrap_or(preview) } else { preview }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_sound_are_shown_apart() {
        let by_modality =
            spanwell_model::ModalityTokens { audio_input_tokens: Some(7), ..Default::default() };
        let usage = TokenUsage { input_tokens: 9, total_tokens: 9, by_modality, ..TokenUsage::default() };
        let printed = serde_json::to_value(Tokens::from(usage)).unwrap();
        let expected =
            serde_json::json!({"input": 9, "output": 0, "total": 9, "by_modality": {"audio_input": 7}});
        assert_eq!(printed, expected);
        let plain = serde_json::to_value(Tokens::from(TokenUsage::default())).unwrap();
        assert_eq!(plain, serde_json::json!({"input": 0, "output": 0, "total": 0}));
    }

    #[test]
    fn model_calls_speak_where_the_root_is_silent() {
        let id = spanwell_model::TraceId::from_otlp(&[1; 16]).unwrap();
        let mut trace =
            spanwell_store::TraceRecord::new(id, spanwell_model::ExperimentId::DEFAULT, 0).summary;
        trace.first_question = Some("q".to_owned());
        trace.last_answer = Some("a".to_owned());
        let row = TraceRow::from(trace.clone());
        assert_eq!((row.input_preview.as_deref(), row.output_preview.as_deref()), (Some("q"), Some("a")));
        trace.request_preview = Some("own".to_owned());
        assert_eq!(TraceRow::from(trace).input_preview.as_deref(), Some("own"));
    }

    #[test]
    fn quoted_texts_are_shown_as_words() {
        for (preview, shown) in [
            ("\"say \\\"hi\\\"\\n\"", "say \"hi\"\n"),
            ("\"cut in the mid...", "\"cut in the mid..."),
            ("\"a\" and \"b\"", "\"a\" and \"b\""),
            ("{\"q\": 1}", "{\"q\": 1}"),
            ("words", "words"),
        ] {
            assert_eq!(plain(preview.to_owned()), shown);
        }
    }
}
