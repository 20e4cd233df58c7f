//! The facts of a span while translators fill them: the first translator that finds something wins.

use spanwell_model::{Cost, CostSource, PromptReference, SpanFacts};

use super::source::{SESSION_NAMES, USER_NAMES};
use super::tokens::Counts;

/// How sure a span type is. The lower the surer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Certainty {
    /// The sender named MLflow's type, or a kind that means the same.
    Named,
    /// The operation says it.
    Operation,
    /// The framework's own kind of span says it.
    Framework,
    /// Certain keys occur only on such spans.
    Keys,
    /// Better than nothing.
    Guess,
}

/// Facts being filled.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// What was found so far.
    pub(crate) facts: SpanFacts,
    /// Tokens found so far, not yet normalised.
    pub(crate) counts: Counts,
    /// Where the call went, as it was reported.
    pub(crate) base_url: Option<String>,
    certainty: Option<Certainty>,
}

impl Draft {
    /// Offers a span type.
    pub(crate) fn span_type(&mut self, certainty: Certainty, name: &str) {
        if name.is_empty() || self.certainty.is_some_and(|known| known <= certainty) {
            return;
        }
        self.certainty = Some(certainty);
        self.facts.span_type = Some(name.to_owned());
    }

    /// Offers inputs.
    pub(crate) fn inputs(&mut self, find: impl FnOnce() -> Option<String>) {
        fill(&mut self.facts.inputs, find);
    }

    /// Offers outputs.
    pub(crate) fn outputs(&mut self, find: impl FnOnce() -> Option<String>) {
        fill(&mut self.facts.outputs, find);
    }

    /// Offers the model that answered.
    pub(crate) fn model(&mut self, find: impl FnOnce() -> Option<String>) {
        fill(&mut self.facts.model, find);
    }

    /// Offers the model that was asked for.
    pub(crate) fn model_request(&mut self, find: impl FnOnce() -> Option<String>) {
        fill(&mut self.facts.model_request, find);
    }

    /// Offers the provider.
    pub(crate) fn provider(&mut self, find: impl FnOnce() -> Option<String>) {
        fill(&mut self.facts.provider, find);
    }

    /// Offers the address of the provider.
    pub(crate) fn base_url(&mut self, find: impl FnOnce() -> Option<String>) {
        fill(&mut self.base_url, find);
    }

    /// Offers the conversation.
    pub(crate) fn session(&mut self, find: impl FnOnce() -> Option<String>) {
        fill(&mut self.facts.session_id, find);
    }

    /// Offers the person.
    pub(crate) fn user(&mut self, find: impl FnOnce() -> Option<String>) {
        fill(&mut self.facts.user_id, find);
    }

    /// Offers tool definitions.
    pub(crate) fn tools(&mut self, find: impl FnOnce() -> Option<String>) {
        fill(&mut self.facts.tools, find);
    }

    /// Offers a name for the trace.
    pub(crate) fn trace_name(&mut self, find: impl FnOnce() -> Option<String>) {
        fill(&mut self.facts.trace_name, find);
    }

    /// Offers reasons why the model stopped, in the sender's words.
    pub(crate) fn finish_reasons(&mut self, find: impl FnOnce() -> Vec<String>) {
        if self.facts.finish_reasons.is_empty() {
            let mut reasons: Vec<String> =
                find().iter().map(|reason| finish_reason(reason).to_owned()).collect();
            reasons.dedup();
            self.facts.finish_reasons = reasons;
        }
    }

    /// Offers the time to the first token, in nanoseconds.
    pub(crate) fn first_token(&mut self, find: impl FnOnce() -> Option<u64>) {
        let known = &mut self.facts.time_to_first_token_ns;
        if known.is_none() {
            *known = find();
        }
    }

    /// Offers a reported cost in US dollars.
    pub(crate) fn cost(&mut self, input_usd: Option<f64>, output_usd: Option<f64>, total_usd: Option<f64>) {
        let sum = match (input_usd, output_usd) {
            (None, None) => None,
            (input, output) => Some(input.unwrap_or(0.0) + output.unwrap_or(0.0)),
        };
        if let (None, Some(total_usd)) = (self.facts.cost, total_usd.or(sum)) {
            self.facts.cost = Some(Cost { input_usd, output_usd, total_usd, source: CostSource::Reported });
        }
    }

    /// Adds a prompt, unless it is known.
    pub(crate) fn prompt(&mut self, name: Option<String>, version: Option<String>) {
        let Some(name) = name else { return };
        let prompt = PromptReference { name, version };
        if !self.facts.prompts.contains(&prompt) {
            self.facts.prompts.push(prompt);
        }
    }

    /// Offers the text of the prompt before its variables were put in.
    pub(crate) fn prompt_template(&mut self, find: impl FnOnce() -> Option<String>) {
        fill(&mut self.facts.prompt_template, find);
    }

    /// Adds what was put into the prompt, unless the name is known.
    pub(crate) fn prompt_variable(&mut self, name: &str, value: String) {
        add(&mut self.facts.prompt_variables, name, value);
    }

    /// Adds a trace tag, unless its key is known.
    pub(crate) fn tag(&mut self, key: &str, value: String) {
        add(&mut self.facts.trace_tags, key, value);
    }

    /// Adds trace metadata, unless its key is known. MLflow's own keys cannot be set this way; what frameworks set for
    /// themselves, and what has a place of its own, is left out.
    pub(crate) fn metadata(&mut self, key: &str, value: String) {
        let has_place = key == "tags" || SESSION_NAMES.contains(&key) || USER_NAMES.contains(&key);
        if !has_place && !FRAMEWORK_METADATA.iter().any(|prefix| key.starts_with(prefix)) {
            add(&mut self.facts.trace_metadata, key, value);
        }
    }
}

fn fill(known: &mut Option<String>, find: impl FnOnce() -> Option<String>) {
    if known.is_none() {
        *known = find();
    }
}

/// Beginnings of keys that MLflow, LangChain, LangGraph and LangSmith set for themselves.
const FRAMEWORK_METADATA: &[&str] = &[
    "mlflow.",
    "ls_",
    "lc_",
    "langgraph_",
    "checkpoint_",
    "LANGSMITH_",
    "LANGCHAIN_",
    "_type",
    "usage_metadata",
    "revision_id",
];

/// Keys that one span may add to its trace.
const MOST_ENTRIES: usize = 100;

fn add(entries: &mut Vec<(String, String)>, key: &str, value: String) {
    if !key.is_empty() && entries.len() < MOST_ENTRIES && entries.iter().all(|(known, _)| known != key) {
        entries.push((key.to_owned(), value));
    }
}

/// One word for the many ways in which providers say the same; other words stay as they are.
pub(crate) fn finish_reason(word: &str) -> &str {
    match word {
        "stop" | "STOP" | "end_turn" | "stop_sequence" | "FINISH_REASON_STOP" | "completed" => "stop",
        "length" | "max_tokens" | "MAX_TOKENS" | "max_output_tokens" | "model_length" => "length",
        "tool_calls" | "tool_call" | "tool-calls" | "tool_use" | "function_call" => "tool_calls",
        "content_filter" | "content-filter" | "SAFETY" | "guardrail_intervened" | "refusal" => {
            "content_filter"
        }
        "error" | "failed" => "error",
        other => other,
    }
}
