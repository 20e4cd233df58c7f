//! PUT /api/v1/prompts/{prompt}/aliases/{alias}: points an alias to a version; it may have pointed to another one.

use axum::Json;
use axum::extract::State;
use spanwell_model::Kind;

use super::get_prompt::{prompt, row};
use crate::extract::{Body, OfAlias, OfPrompt};
use crate::problem::{Answer, Problem};
use crate::state::NativeState;
use crate::wire::prompts::{AliasTarget, PromptRow};

/// Points an alias to a version; it may have pointed to another one.
#[utoipa::path(
    put,
    path = "/prompts/{prompt}/aliases/{alias}",
    tag = "prompts",
    params(
        ("prompt" = String, Path, description = "Name of the prompt"),
        ("alias" = String, Path, description = "The alias")
    ),
    request_body = AliasTarget,
    responses(
        (status = 200, description = "Done", body = PromptRow),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn set_prompt_alias(
    State(state): State<NativeState>,
    OfPrompt(name): OfPrompt,
    OfAlias(alias): OfAlias,
    Body(target): Body<AliasTarget>,
) -> Answer<Json<PromptRow>> {
    prompt(&state, &name).await?;
    let done = state.tracking.set_model_alias(&name, &alias, &target.version.to_string()).await;
    done.map_err(|error| match error.kind() {
        Kind::NotFound => Problem::from(error).in_field("version"),
        _ => Problem::from(error).in_field("alias"),
    })?;
    row(&state, prompt(&state, &name).await?).await.map(Json)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::World;

    #[tokio::test]
    async fn an_alias_moves_and_goes() {
        let world = World::new();
        world.prompt("greet", &["one", "two"]).await;
        for version in [1, 2] {
            let row = world.put_json("/prompts/greet/aliases/prod", json!({"version": version})).await.good();
            assert_eq!(row["aliases"], json!({"prod": version}));
        }
        assert_eq!(world.delete("/prompts/greet/aliases/prod").await.status, 204);
        assert_eq!(world.delete("/prompts/greet/aliases/prod").await.status, 204);
        assert_eq!(world.get("/prompts/greet").await.good()["aliases"], json!({}));
        let wrong = |path: &'static str, version| world.put_json(path, json!({"version": version}));
        wrong("/prompts/greet/aliases/prod", 9).await.refused(404, "NOT_FOUND", Some("version"));
        wrong("/prompts/greet/aliases/latest", 1).await.refused(400, "INVALID_ARGUMENT", Some("alias"));
        wrong("/prompts/none/aliases/prod", 1).await.refused(404, "NOT_FOUND", None);
        world.delete("/prompts/none/aliases/prod").await.refused(404, "NOT_FOUND", None);
    }
}
