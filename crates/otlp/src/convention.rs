//! Semantic conventions: who finds what in a span. One file per convention; this one holds the registry, its order of
//! precedence, and what is the same for all.

mod agent_framework;
mod body;
mod claude_code;
mod databricks;
pub(crate) mod draft;
mod errors;
pub(crate) mod flattened;
mod gemini_cli;
mod gen_ai;
pub(crate) mod gen_ai_events;
mod google_adk;
pub(crate) mod json_text;
mod laminar;
mod langfuse;
mod langsmith;
mod litellm;
mod livekit;
mod logfire;
pub(crate) mod mlflow;
mod mlflow_stream;
mod openinference;
mod provider_usage;
mod pydantic_ai;
pub(crate) mod source;
mod spring_ai;
mod strands;
mod tokens;
mod traceloop;
mod vercel;
mod voltagent;

use spanwell_model::{DeriveFacts, Limits, Span, SpanFacts};

use self::draft::{Certainty, Draft};
use self::source::{Families, Source};
use crate::preview::{request_preview, request_words, response_preview, response_words};

/// Longest session and user id taken from a span, in characters: what MLflow's trace metadata holds.
const ID_CHARACTERS: usize = 250;

/// One semantic convention.
struct Convention {
    /// As [`SpanFacts::convention`] names it.
    name: &'static str,
    /// Keys of which at least one is there when this convention can find anything; all when it looks at events or
    /// scopes alone.
    families: Families,
    /// Fills what is missing; true when the span is of this convention.
    fill: fn(&Source<'_>, &mut Draft) -> bool,
    /// Others build on it: it names the span's convention only when no other does.
    general: bool,
}

const EVENTS: Families = Families::GEN_AI;

/// All conventions. The first that finds a fact wins.
const REGISTRY: &[Convention] = &[
    specific("mlflow", Families::MLFLOW, mlflow::fill),
    specific("langfuse", Families::LANGFUSE, langfuse::fill),
    specific("openinference", Families::OPENINFERENCE, openinference::fill),
    general("gen_ai", Families::GEN_AI, gen_ai::fill),
    specific("vercel_ai", Families::VERCEL, vercel::fill),
    specific("traceloop", Families::TRACELOOP.and(Families::GEN_AI), traceloop::fill),
    specific("langsmith", Families::LANGSMITH, langsmith::fill),
    specific("laminar", Families::LAMINAR, laminar::fill),
    specific("google_adk", Families::GOOGLE, google_adk::fill),
    specific("pydantic_ai", Families::PYDANTIC, pydantic_ai::fill),
    specific("logfire", Families::PYDANTIC, logfire::fill),
    specific("litellm", Families::LITELLM, litellm::fill),
    specific("strands", EVENTS, strands::fill),
    specific("agent_framework", EVENTS, agent_framework::fill),
    specific("gemini_cli", EVENTS, gemini_cli::fill),
    specific("claude_code", Families::CLAUDE_CODE, claude_code::fill),
    specific("spring_ai", Families::SPRING.and(EVENTS), spring_ai::fill),
    specific("livekit", Families::LIVEKIT, livekit::fill),
    specific("voltagent", Families::VOLTAGENT, voltagent::fill),
    general("gen_ai_events", EVENTS, gen_ai_events::fill),
];

const fn specific(
    name: &'static str,
    families: Families,
    fill: fn(&Source<'_>, &mut Draft) -> bool,
) -> Convention {
    Convention { name, families, fill, general: false }
}

const fn general(
    name: &'static str,
    families: Families,
    fill: fn(&Source<'_>, &mut Draft) -> bool,
) -> Convention {
    Convention { name, families, fill, general: true }
}

/// All translators of semantic conventions, in order of precedence.
#[derive(Clone, Copy, Debug, Default)]
pub struct Translators;

impl DeriveFacts for Translators {
    fn derive(&self, span: &Span) -> SpanFacts {
        let mut source = Source::new(span);
        if span.events.iter().any(|event| event.name.starts_with("gen_ai.")) {
            source.families = source.families.and(EVENTS);
        }
        if span.name.starts_with("claude_code.") {
            source.families = source.families.and(Families::CLAUDE_CODE);
        }
        let mut draft = Draft::default();
        let mut fallback_name = None;
        for convention in REGISTRY {
            if source.families.any(convention.families) && (convention.fill)(&source, &mut draft) {
                let name = if convention.general { &mut fallback_name } else { &mut draft.facts.convention };
                name.get_or_insert(convention.name);
            }
        }
        draft.facts.convention = draft.facts.convention.or(fallback_name);
        finish(&source, draft)
    }
}

/// What is the same for all conventions.
fn finish(source: &Source<'_>, mut draft: Draft) -> SpanFacts {
    if !source.span.attributes.is_empty() {
        draft.session(|| source.text(&["session.id", "gen_ai.conversation.id"]));
        draft.user(|| source.text(&["user.id", "enduser.id"]));
        tool_keys(source, &mut draft);
    }
    databricks::recognise(source, &mut draft);
    mlflow_stream::finish(source, &mut draft);
    if matches!(draft.facts.span_type.as_deref(), Some("LLM" | "CHAT_MODEL")) {
        let said = draft.facts.outputs.take();
        draft.finish_reasons(|| said.as_deref().map(body::finish_reasons).unwrap_or_default());
        draft.facts.outputs = said;
    }
    // A call that failed has no answer's model.
    let requested = draft.facts.model_request.clone();
    draft.model(|| requested);
    draft.facts.usage = draft.counts.usage();
    if draft.facts.usage.is_none() && draft.facts.cost.is_some_and(|cost| cost.total_usd == 0.0) {
        // Instrumentations report zero when they know neither tokens nor a price.
        draft.facts.cost = None;
    }
    draft.facts.error = errors::find(source);
    let mut facts = draft.facts;
    for id in [&mut facts.session_id, &mut facts.user_id].into_iter().flatten() {
        if let Some((end, _)) = id.char_indices().nth(ID_CHARACTERS) {
            id.truncate(end);
        }
    }
    let characters = Limits::default().preview_characters;
    if source.span.parent_span_id.is_none() {
        facts.request_preview = request_preview(&facts, characters);
        facts.response_preview = response_preview(&facts, characters);
    } else if matches!(facts.span_type.as_deref(), Some("LLM" | "CHAT_MODEL")) {
        facts.request_preview = request_words(&facts, characters);
        facts.response_preview = response_words(&facts, characters);
    }
    facts
}

/// Spans that no kind or operation names are told by keys that only tools or models have.
fn tool_keys(source: &Source<'_>, draft: &mut Draft) {
    if draft.facts.span_type.is_some() {
        return;
    }
    if ["gen_ai.tool.name", "gen_ai.tool.call.id", "tool.name"].iter().any(|key| source.value(key).is_some())
    {
        draft.span_type(Certainty::Keys, "TOOL");
    } else if draft.facts.model.is_some()
        && source.families.any(Families::GEN_AI.and(Families::OPENINFERENCE))
    {
        draft.span_type(Certainty::Guess, "LLM");
    }
}

#[cfg(test)]
mod convention_tests;
#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod variant_tests;
