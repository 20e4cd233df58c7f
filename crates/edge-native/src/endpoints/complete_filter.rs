//! POST /api/v1/filter/complete: what may come at the cursor of a filter that is being typed.

use axum::Json;
use axum::extract::State;
use spanwell_model::ExperimentId;
use spanwell_query::{CandidateKind, Quoted, QuotedName};
use spanwell_store::SuggestField;

use crate::extract::{Body, experiment_id};
use crate::filters::{byte_at, utf16_units};
use crate::problem::{Answer, Problem};
use crate::state::NativeState;
use crate::wire::filter::{Completion, CompletionItem, CompletionKind, CompletionRequest};

/// Most items of one answer.
const ITEMS: usize = 50;
/// Longest filter that is completed, in bytes.
const TEXT_BYTES: usize = 64 << 10;

/// What may come at the cursor of a filter that is being typed.
#[utoipa::path(
    post,
    path = "/filter/complete",
    tag = "filter",
    request_body = CompletionRequest,
    responses(
        (status = 200, description = "Done", body = Completion),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn complete_filter(
    State(state): State<NativeState>,
    Body(asked): Body<CompletionRequest>,
) -> Answer<Json<Completion>> {
    let id = experiment_id(&asked.experiment_id)?;
    if asked.text.len() > TEXT_BYTES {
        return Err(Problem::field("text", format!("`text` has more than {TEXT_BYTES} bytes")));
    }
    let cursor = byte_at(&asked.text, asked.cursor);
    let place = spanwell_query::complete(&asked.text, cursor);
    let typed = asked.text.get(place.replace_range.start..cursor).unwrap_or_default();
    let (kind, known) = match &place.candidates_kind {
        CandidateKind::Key => (CompletionKind::Key, keys(&state, id, typed).await?),
        CandidateKind::Comparator => (CompletionKind::Comparator, Vec::new()),
        CandidateKind::Keyword => (CompletionKind::Keyword, Vec::new()),
        CandidateKind::Value { key } => (CompletionKind::Value, values(&state, id, key, typed).await?),
    };
    let mut texts = place.fixed;
    for text in known {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts.truncate(ITEMS);
    Ok(Json(Completion {
        from: utf16_units(&asked.text, place.replace_range.start),
        to: utf16_units(&asked.text, place.replace_range.end),
        items: texts.into_iter().map(|text| CompletionItem { text, kind, detail: None }).collect(),
    }))
}

/// Keys that occur in the experiment, once `tags.`, `metadata.`, `feedback.` or `expectation.` is written.
async fn keys(state: &NativeState, id: ExperimentId, typed: &str) -> Answer<Vec<String>> {
    let Some((entity, part)) = typed.split_once('.') else { return Ok(Vec::new()) };
    let field = match entity {
        "tag" | "tags" => SuggestField::TagKeys,
        "metadata" => SuggestField::MetadataKeys,
        "feedback" | "expectation" => SuggestField::AssessmentNames,
        _ => return Ok(Vec::new()),
    };
    let names = state.tracking.trace_store().suggest(id, field, part, ITEMS).await?;
    Ok(names.iter().map(|name| format!("{entity}.{}", QuotedName(name))).collect())
}

/// Values of the key that occur in the experiment.
async fn values(state: &NativeState, id: ExperimentId, key: &str, typed: &str) -> Answer<Vec<String>> {
    let Some(field) = values_of(key) else { return Ok(Vec::new()) };
    let part = typed.trim_start_matches(['\'', '"']);
    let values = state.tracking.trace_store().suggest(id, field, part, ITEMS).await?;
    Ok(values.iter().map(|value| Quoted(value).to_string()).collect())
}

fn values_of(key: &str) -> Option<SuggestField> {
    let bare = |name: &str| name.trim_matches(['`', '"']).to_owned();
    match key.split_once('.') {
        Some(("tag" | "tags", name)) => Some(SuggestField::TagValues(bare(name))),
        Some(("metadata" | "request_metadata", name)) => Some(SuggestField::MetadataValues(bare(name))),
        Some(("span", "name")) => Some(SuggestField::SpanNames),
        Some(("span", "type")) => Some(SuggestField::SpanTypes),
        Some(("attribute" | "attributes" | "trace", name)) => attribute_values(name),
        Some(_) => None,
        None => attribute_values(key),
    }
}

fn attribute_values(name: &str) -> Option<SuggestField> {
    match name {
        "name" => Some(SuggestField::TraceNames),
        "session" => Some(SuggestField::Sessions),
        "user" => Some(SuggestField::Users),
        "model" => Some(SuggestField::Models),
        "type" => Some(SuggestField::SpanTypes),
        _ => None,
    }
}
