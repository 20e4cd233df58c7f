//! OpenInference (Arize): `openinference.span.kind`, `input.value`, `llm.*`, flattened messages.

use serde_json::{Value as Json, json};

use super::body::Body;
use super::draft::{Certainty, Draft};
use super::flattened;
use super::gen_ai::words;
use super::json_text;
use super::source::{SESSION_NAMES, Source, USER_NAMES, tag_text};
use super::tokens::Counts;

/// Fills facts from OpenInference's keys.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    let kind = source.str("openinference.span.kind").map(str::to_ascii_uppercase);
    let kind = kind.as_deref();
    match kind {
        Some("UNKNOWN") => draft.span_type(Certainty::Guess, "UNKNOWN"),
        Some("PROMPT" | "DECISION") => draft.span_type(Certainty::Named, "CHAIN"),
        Some(kind) => draft.span_type(Certainty::Named, kind),
        None => kind_of_keys(source, draft),
    }
    let is_ours =
        kind.is_some() || source.has_prefix("llm.token_count.") || source.value("input.value").is_some();
    let has_content = ["llm.input_messages.", "embedding.", "retrieval.documents.", "reranker."]
        .iter()
        .any(|prefix| source.has_prefix(prefix));
    if !is_ours && source.value("output.value").is_none() && !has_content {
        return false;
    }
    draft.inputs(|| inputs(source));
    draft.outputs(|| outputs(source));
    draft.model(|| {
        source.text(&[
            "llm.response.model_name",
            "llm.model_name",
            "llm.request.model_name",
            "embedding.model_name",
            "reranker.model_name",
        ])
    });
    draft.provider(|| source.text(&["llm.provider", "llm.system"]));
    draft.finish_reasons(|| source.value("llm.finish_reason").map(words).unwrap_or_default());
    draft.tools(|| tools(source));
    draft.counts.fill(counts(source));
    draft.cost(
        source.number(&["llm.cost.prompt"]),
        source.number(&["llm.cost.completion"]),
        source.number(&["llm.cost.total"]),
    );
    if matches!(kind, None | Some("LLM" | "EMBEDDING")) {
        bodies(source, draft);
    }
    draft.session(|| source.text(&["session.id"]));
    draft.user(|| source.text(&["user.id"]));
    prompt(source, draft);
    if let Some(event) = source.event("First Token Stream Event") {
        draft.first_token(|| source.since_start(event));
    }
    tags_and_metadata(source, draft);
    is_ours
}

fn prompt(source: &Source<'_>, draft: &mut Draft) {
    draft.prompt(
        source.text(&["prompt.name", "prompt.id"]),
        source.text(&["prompt.version", "llm.prompt_template.version"]),
    );
    draft.prompt_template(|| source.text(&["llm.prompt_template.template"]));
    if let Some(Json::Object(variables)) = source.value("llm.prompt_template.variables").map(json_text::tree)
    {
        for (name, value) in &variables {
            draft.prompt_variable(name, value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        }
    }
}

fn tags_and_metadata(source: &Source<'_>, draft: &mut Draft) {
    if let Some(tags) = source.value("tag.tags") {
        draft.tag("tags", tag_text(tags));
    }
    if let Some(Json::Object(entries)) = source.value("metadata").map(json_text::tree) {
        let first =
            |keys: &[&str]| keys.iter().find_map(|key| entries.get(*key)?.as_str()).map(str::to_owned);
        draft.session(|| first(SESSION_NAMES));
        draft.user(|| first(USER_NAMES));
        for (key, value) in &entries {
            draft.metadata(key, value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        }
    }
}

/// `input.value` is text unless its MIME type says JSON; without a type, text that is a JSON object or list counts as
/// JSON, as MLflow reads it.
fn value(source: &Source<'_>, key: &str, mime_key: &str) -> Option<String> {
    let value = source.value(key)?;
    Some(match source.str(mime_key) {
        Some("application/json") => json_text::strict(value),
        _ => json_text::flexible(value),
    })
}

fn inputs(source: &Source<'_>) -> Option<String> {
    value(source, "input.value", "input.mime_type").or_else(|| {
        let messages = flattened::messages(source.span, "llm.input_messages.");
        (!messages.is_empty())
            .then(|| Json::Array(messages).to_string())
            .or_else(|| source.json(&["llm.prompts"]))
            .or_else(|| completion_texts(source, "llm.prompts.", "/prompt/text"))
            .or_else(|| embedded_texts(source))
            .or_else(|| reranked(source))
    })
}

fn outputs(source: &Source<'_>) -> Option<String> {
    value(source, "output.value", "output.mime_type").or_else(|| {
        let messages = flattened::messages(source.span, "llm.output_messages.");
        (!messages.is_empty())
            .then(|| Json::Array(messages).to_string())
            .or_else(|| completion_texts(source, "llm.choices.", "/completion/text"))
            .or_else(|| documents(source))
    })
}

/// Texts that were embedded; the vectors stay in the attributes.
fn embedded_texts(source: &Source<'_>) -> Option<String> {
    let entries = flattened::list(source.span, "embedding.embeddings.");
    let texts: Vec<&Json> = entries.iter().filter_map(|entry| entry.pointer("/embedding/text")).collect();
    (!texts.is_empty()).then(|| json!(texts).to_string())
}

/// Texts of the completions API, which knows no messages.
fn completion_texts(source: &Source<'_>, prefix: &str, path: &str) -> Option<String> {
    if !source.has_list(prefix) {
        return None;
    }
    let entries = flattened::list(source.span, prefix);
    let texts: Vec<&Json> = entries.iter().filter_map(|entry| entry.pointer(path)).collect();
    match texts.as_slice() {
        [] => None,
        [only] => Some(only.to_string()),
        several => Some(json!(several).to_string()),
    }
}

/// What was to be ranked.
fn reranked(source: &Source<'_>) -> Option<String> {
    let documents = documents_below(source, "reranker.input_documents.");
    let query = source.text(&["reranker.query"]);
    if documents.is_empty() && query.is_none() {
        return None;
    }
    Some(json!({"query": query, "documents": documents}).to_string())
}

/// Found documents in MLflow's form.
fn documents(source: &Source<'_>) -> Option<String> {
    let mut documents = documents_below(source, "retrieval.documents.");
    documents.extend(documents_below(source, "reranker.output_documents."));
    (!documents.is_empty()).then(|| Json::Array(documents).to_string())
}

fn documents_below(source: &Source<'_>, prefix: &str) -> Vec<Json> {
    if !source.has_prefix(prefix) {
        return Vec::new();
    }
    flattened::list(source.span, prefix)
        .iter()
        .filter_map(|entry| entry.get("document"))
        .map(|document| {
            let mut metadata = match document.get("metadata") {
                Some(Json::String(text)) => json_text::parse_nested(text).unwrap_or_else(|| json!({})),
                Some(Json::Object(entries)) => Json::Object(entries.clone()),
                _ => json!({}),
            };
            if let (Some(entries), Some(score)) = (metadata.as_object_mut(), document.get("score")) {
                entries.insert("score".into(), score.clone());
            }
            json!({
                "page_content": document.get("content").cloned().unwrap_or_default(),
                "metadata": metadata,
                "id": document.get("id").cloned().unwrap_or_default(),
            })
        })
        .collect()
}

fn tools(source: &Source<'_>) -> Option<String> {
    if !source.has_prefix("llm.tools.") {
        let parameters = source.value("llm.invocation_parameters").map(json_text::tree)?;
        return parameters.get("tools").filter(|tools| tools.is_array()).map(Json::to_string);
    }
    let parsed =
        |schema: &Json| schema.as_str().and_then(json_text::parse_nested).unwrap_or_else(|| schema.clone());
    let tools: Vec<Json> = flattened::list(source.span, "llm.tools.")
        .iter()
        .filter_map(|entry| entry.get("tool"))
        .map(|tool| match (tool.get("json_schema"), tool.get("name")) {
            (Some(schema), None) => parsed(schema),
            (schema, _) => json!({"type": "function", "function": {
                "name": tool.get("name"),
                "description": tool.get("description"),
                "parameters": schema.or_else(|| tool.get("parameters")).map(parsed),
            }}),
        })
        .collect();
    (!tools.is_empty()).then(|| Json::Array(tools).to_string())
}

/// Some spans tell their kind only by the keys they carry.
fn kind_of_keys(source: &Source<'_>, draft: &mut Draft) {
    let kinds = [
        ("retrieval.documents.", "RETRIEVER"),
        ("reranker.", "RERANKER"),
        ("embedding.", "EMBEDDING"),
        ("llm.input_messages.", "LLM"),
    ];
    if let Some((_, kind)) = kinds.iter().find(|(prefix, _)| source.has_prefix(prefix)) {
        draft.span_type(Certainty::Keys, kind);
    }
}

fn counts(source: &Source<'_>) -> Counts {
    Counts {
        input: source.count(&["llm.token_count.prompt"]),
        output: source.count(&["llm.token_count.completion"]),
        total: source.count(&["llm.token_count.total"]),
        cache_read: source.count(&[
            "llm.token_count.prompt_details.cache_read",
            "llm.token_count.prompt_details.cache_input",
        ]),
        cache_write: source.count(&["llm.token_count.prompt_details.cache_write"]),
        reasoning: source.count(&["llm.token_count.completion_details.reasoning"]),
        by_modality: source.modalities("llm.token_count.", |key| match key.split_once("_details.")? {
            ("prompt", kind) => Some((kind, "input")),
            ("completion", kind) => Some((kind, "output")),
            _ => None,
        }),
        ..Counts::default()
    }
}

/// What only the raw request and answer say: the requested model, and cached tokens of Claude on Databricks.
fn bodies(source: &Source<'_>, draft: &mut Draft) {
    draft.model_request(|| source.text(&["llm.request.model_name"]));
    draft.model_request(|| {
        source.str("llm.invocation_parameters").and_then(Body::look).and_then(|body| body.model())
    });
    draft.model_request(|| source.str("input.value").and_then(Body::look).and_then(|body| body.model()));
    let Some(body) = source.str("output.value").filter(|_| needs_details(&draft.counts)).and_then(Body::look)
    else {
        return;
    };
    let model = body.model();
    draft.model(|| model);
    draft.finish_reasons(|| body.finish_reasons());
    if let Some(usage) = body.usage() {
        let excludes_cache = body.is_anthropic();
        draft.counts.fill(Counts { excludes_cache, ..Counts::of_usage(&usage) });
    }
}

fn needs_details(counts: &Counts) -> bool {
    counts.input.is_none() || counts.output.is_none() || counts.cache_read.is_none()
}
