//! GET /api/v1/prompts/{prompt}: one prompt without the texts of its versions.

use axum::Json;
use axum::extract::State;
use spanwell_model::registry::is_prompt;
use spanwell_model::{Error, RegisteredModel};

use super::list_prompts::names_of_experiments;
use crate::convert::prompt::prompt_row;
use crate::extract::OfPrompt;
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::prompts::PromptRow;

/// One prompt without the texts of its versions.
#[utoipa::path(
    get,
    path = "/prompts/{prompt}",
    tag = "prompts",
    params(("prompt" = String, Path, description = "Name of the prompt")),
    responses(
        (status = 200, description = "Found", body = PromptRow),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn get_prompt(
    State(state): State<NativeState>,
    OfPrompt(name): OfPrompt,
) -> Answer<Json<PromptRow>> {
    row(&state, prompt(&state, &name).await?).await.map(Json)
}

/// The prompt of this name; a model of the registry that is none is not found.
pub(crate) async fn prompt(state: &NativeState, name: &str) -> Answer<RegisteredModel> {
    let missing = || Error::not_found(format!("there is no prompt `{}`", name.escape_debug()));
    let found = state.tracking.registered_model(name).await;
    match found {
        Ok(model) if is_prompt(&model.tags) => Ok(model),
        Ok(_) => Err(missing().into()),
        Err(error) if error.kind() == spanwell_model::Kind::NotFound => Err(missing().into()),
        Err(error) => Err(error.into()),
    }
}

/// A prompt as answers show it.
pub(crate) async fn row(state: &NativeState, model: RegisteredModel) -> Answer<PromptRow> {
    let names = names_of_experiments(state, std::slice::from_ref(&model)).await?;
    Ok(prompt_row(model, &names))
}

#[cfg(test)]
mod tests {
    use crate::testing::World;

    #[tokio::test]
    async fn a_model_is_no_prompt() {
        let world = World::new();
        world.prompt("greet me", &["Hi"]).await;
        world.state.tracking.create_registered_model("model", "", Default::default()).await.unwrap();
        let found = world.get("/prompts/greet%20me").await.good();
        assert_eq!((&found["name"], &found["latest_version"]), (&"greet me".into(), &1.into()));
        for name in ["none", "model"] {
            world.get(&format!("/prompts/{name}")).await.refused(404, "NOT_FOUND", None);
        }
    }
}
