//! GET /api/v1/prompts/{prompt}/versions: versions of a prompt with their texts, newest first.

use axum::Json;
use axum::extract::State;
use spanwell_model::registry::TAG_IS_PROMPT;
use spanwell_query::{Comparison, Expression, ModelVersionField, Order, Test, TextComparator};
use spanwell_store::ModelVersionQuery;

use super::get_prompt::prompt;
use crate::convert::prompt::prompt_version;
use crate::extract::{OfPrompt, Query};
use crate::paging::{self, PageAsked};
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::prompts::PromptVersionList;

/// Versions of a prompt with their texts, newest first.
#[utoipa::path(
    get,
    path = "/prompts/{prompt}/versions",
    tag = "prompts",
    params(
        ("prompt" = String, Path, description = "Name of the prompt"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<usize>, Query, description = "Most rows of the page, at most 200; 50 when left out")
    ),
    responses(
        (status = 200, description = "Found", body = PromptVersionList),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn list_prompt_versions(
    State(state): State<NativeState>,
    OfPrompt(name): OfPrompt,
    Query(asked): Query<PageAsked>,
) -> Answer<Json<PromptVersionList>> {
    let limit = paging::limit(asked.limit, 50, 200)?;
    let after = paging::cursor(asked.cursor.as_deref())?;
    prompt(&state, &name).await?;
    let of_name =
        Comparison { field: ModelVersionField::Name, test: Test::Text(TextComparator::Equal, name) };
    // Versions of prompts are only shown to who names their tag.
    let is_prompt_tag = ModelVersionField::Tag(TAG_IS_PROMPT.to_owned());
    let says_so = Comparison { field: is_prompt_tag, test: Test::IsNotNull };
    let query = ModelVersionQuery {
        filter: Expression::all(vec![Expression::Leaf(of_name), Expression::Leaf(says_so)]).into(),
        order: vec![Order::descending(ModelVersionField::VersionNumber)],
        limit,
        after,
    };
    let page = state.tracking.search_model_versions(query).await?;
    Ok(Json(PromptVersionList {
        versions: page.items.into_iter().map(prompt_version).collect(),
        next_cursor: paging::print_cursor(page.next),
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use spanwell_tracking::ModelVersionDraft;

    use crate::testing::World;

    #[tokio::test]
    async fn texts_and_chats_are_told_apart() {
        let world = World::new();
        world.prompt("greet", &["Hi {{name}}"]).await;
        let tags = [
            ("mlflow.prompt.is_prompt", "true"),
            ("_mlflow_prompt_type", "chat"),
            (
                "mlflow.prompt.text",
                r#"[{"role": "system", "content": "You are {{who}}"}, {"role": "user", "content": [1]}]"#,
            ),
            ("_mlflow_prompt_model_config", r#"{"model_name": "m"}"#),
            ("checked", "yes"),
        ];
        let tags = tags.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        let draft = ModelVersionDraft {
            name: "greet".into(),
            description: "a chat".into(),
            source: "dummy-source".into(),
            tags,
            ..ModelVersionDraft::default()
        };
        world.state.tracking.create_model_version(draft).await.unwrap();
        let page = world.get("/prompts/greet/versions").await.good();
        let [chat, text] = page["versions"].as_array().unwrap().as_slice() else { panic!("two versions") };
        assert_eq!(
            chat["messages"],
            json!([{"role": "system", "content": "You are {{who}}"}, {"role": "user", "content": "[1]"}])
        );
        assert_eq!((&chat["version"], &chat["commit_message"]), (&2.into(), &"a chat".into()));
        assert_eq!(
            (&chat["tags"], &chat["model_config"]),
            (&json!({"checked": "yes"}), &json!("{\"model_name\": \"m\"}"))
        );
        assert_eq!((&text["kind"], &text["text"]), (&"text".into(), &"Hi {{name}}".into()));
        let first = world.get("/prompts/greet/versions?limit=1").await.good();
        let cursor = first["next_cursor"].as_str().unwrap();
        let second = world.get(&format!("/prompts/greet/versions?limit=1&cursor={cursor}")).await.good();
        assert_eq!(second["versions"][0]["version"], 1);
        world.get("/prompts/none/versions").await.refused(404, "NOT_FOUND", None);
        world.get("/prompts/greet/versions?limit=201").await.refused(400, "INVALID_ARGUMENT", Some("limit"));
    }
}
