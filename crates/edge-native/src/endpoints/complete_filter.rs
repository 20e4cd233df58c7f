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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use spanwell_store::suite::world::{SpanExt, span, write};

    use crate::testing::World;

    async fn items(world: &World, text: &str) -> (Value, Vec<String>) {
        let body = json!({"experiment_id": "0", "text": text, "cursor": text.encode_utf16().count()});
        let found = world.post("/filter/complete", body).await.good();
        let texts =
            found["items"].as_array().unwrap().iter().map(|item| item["text"].as_str().unwrap().to_owned());
        let texts = texts.collect();
        (found, texts)
    }

    #[tokio::test]
    async fn keys_comparators_and_values_are_offered() {
        let world = World::new();
        world
            .put(vec![write(1, vec![span(1, 0).named("it's").with("model", "gpt").with("trace_tag", "x")])])
            .await;
        assert!(items(&world, "sta").await.1.contains(&"status".to_owned()));
        assert!(items(&world, "status ").await.1.contains(&"=".to_owned()));
        assert_eq!(items(&world, "name = ").await.1, ["\"it's\""]);
        let (found, texts) = items(&world, "model = 'g").await;
        assert_eq!(texts, ["'gpt'"]);
        assert_eq!(
            (&found["from"], &found["to"], &found["items"][0]["kind"]),
            (&8.into(), &10.into(), &"value".into())
        );
        assert_eq!(items(&world, "tags.from").await.1, ["tags.from_span"]);
        assert_eq!(items(&world, "tags.from_span = ").await.1, ["'x'"]);
        let (found, texts) = items(&world, "name = '😀' ").await;
        assert!(texts.contains(&"AND".to_owned()));
        assert_eq!(found["from"], 12);
    }

    #[tokio::test]
    async fn what_cannot_be_completed_is_refused() {
        let world = World::new();
        let body = |id: &str, text: String| json!({"experiment_id": id, "text": text, "cursor": 0});
        let path = "/filter/complete";
        world.post(path, body("x", String::new())).await.refused(
            400,
            "INVALID_ARGUMENT",
            Some("experiment_id"),
        );
        world.post(path, body("0", "x".repeat(70_000))).await.refused(400, "INVALID_ARGUMENT", Some("text"));
    }
}
