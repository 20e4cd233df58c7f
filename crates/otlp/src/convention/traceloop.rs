//! Traceloop's OpenLLMetry: decorators (`traceloop.*`), and messages flattened into keys in versions before 0.50
//! (`gen_ai.prompt.<n>.*`, `gen_ai.completion.<n>.*`).

use serde_json::{Value as Json, json};

use super::draft::{Certainty, Draft};
use super::flattened;
use super::json_text;
use super::source::{Source, tag_text};
use super::tokens::Counts;

/// Fills facts from `traceloop.*`, `llm.*` and flattened `gen_ai.*` keys.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    if let Some(kind @ ("workflow" | "task" | "agent" | "tool")) = source.str("traceloop.span.kind") {
        draft.span_type(Certainty::Framework, &kind.to_ascii_uppercase());
    }
    match source.str("llm.request.type") {
        Some("embedding") => draft.span_type(Certainty::Framework, "EMBEDDING"),
        Some("rerank") => draft.span_type(Certainty::Framework, "RERANKER"),
        Some("chat" | "completion") => draft.span_type(Certainty::Framework, "LLM"),
        _ => {}
    }
    draft.inputs(|| source.strict_json(&["traceloop.entity.input", "gen_ai.task.input"]));
    draft.outputs(|| source.strict_json(&["traceloop.entity.output", "gen_ai.task.output"]));
    let is_flattened = source.has_list("gen_ai.prompt.") || source.has_list("gen_ai.completion.");
    if is_flattened {
        flattened_messages(source, draft);
    }
    // The deprecated keys of the GenAI conventions, which LangSmith fills with whole runs.
    draft.inputs(|| source.filled_json(&["gen_ai.prompt"]));
    draft.outputs(|| source.filled_json(&["gen_ai.completion"]));
    draft.tools(|| functions(source));
    draft.session(|| source.session_below("traceloop.association.properties."));
    draft.user(|| source.user_below("traceloop.association.properties."));
    // The oldest names of the counts.
    draft.counts.fill(Counts {
        input: source.count(&["llm.usage.prompt_tokens"]),
        output: source.count(&["llm.usage.completion_tokens"]),
        total: source.count(&["llm.usage.total_tokens"]),
        ..Counts::default()
    });
    draft.prompt(
        source.text(&["traceloop.prompt.key"]),
        source.text(&[
            "traceloop.prompt.version",
            "traceloop.prompt.version_name",
            "traceloop.prompt.version_hash",
        ]),
    );
    draft.prompt_template(|| source.text(&["traceloop.prompt.template"]));
    for (name, value) in source.below("traceloop.prompt.template_variables.") {
        draft.prompt_variable(name, tag_text(value));
    }
    for (key, value) in source.below("traceloop.association.properties.") {
        draft.metadata(key, tag_text(value));
    }
    draft.trace_name(|| source.text(&["traceloop.workflow.name"]));
    draft.first_token(|| {
        let chunk = source
            .event("gen_ai.content.completion.chunk")
            .or_else(|| source.event("llm.content.completion.chunk"))?;
        source.since_start(chunk)
    });
    is_flattened
        || source.has_prefix("traceloop.")
        || source.value("llm.request.type").is_some()
        || is_traceloop_scope(&source.span.scope.name)
}

/// Its Python packages number their scopes (`opentelemetry.instrumentation.openai.v1`), OpenTelemetry's own do not.
fn is_traceloop_scope(name: &str) -> bool {
    name.starts_with("@traceloop/")
        || (name.starts_with("opentelemetry.instrumentation.") && name.ends_with(".v1"))
}

fn flattened_messages(source: &Source<'_>, draft: &mut Draft) {
    draft.inputs(|| messages(flattened::list(source.span, "gen_ai.prompt.")));
    draft.outputs(|| messages(flattened::list(source.span, "gen_ai.completion.")));
    draft.finish_reasons(|| {
        let answers = flattened::list(source.span, "gen_ai.completion.");
        let reasons = answers.iter().filter_map(|answer| answer.get("finish_reason").and_then(Json::as_str));
        reasons.map(str::to_owned).collect()
    });
}

/// Content that is the text of a list of parts is taken as that list.
fn messages(mut entries: Vec<Json>) -> Option<String> {
    for entry in &mut entries {
        if let Some(content) = entry.get_mut("content")
            && let Some(parsed) = content.as_str().and_then(json_text::parse_nested).filter(is_parts)
        {
            *content = parsed;
        }
    }
    (!entries.is_empty()).then(|| Json::Array(entries).to_string())
}

fn is_parts(value: &Json) -> bool {
    value
        .as_array()
        .is_some_and(|parts| !parts.is_empty() && parts.iter().all(|part| part.get("type").is_some()))
}

/// Tool definitions in OpenAI's form.
fn functions(source: &Source<'_>) -> Option<String> {
    if !source.has_prefix("llm.request.functions.") {
        return None;
    }
    let functions = flattened::list(source.span, "llm.request.functions.").into_iter().map(|mut function| {
        if let Some(parameters) = function.get_mut("parameters")
            && let Some(parsed) = parameters.as_str().and_then(json_text::parse_nested)
        {
            *parameters = parsed;
        }
        json!({"type": "function", "function": function})
    });
    let functions: Vec<Json> = functions.collect();
    (!functions.is_empty()).then(|| Json::Array(functions).to_string())
}
