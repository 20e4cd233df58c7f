//! DELETE /api/v1/prompts/{prompt}/aliases/{alias}: deletes an alias; one that is not there is as good as deleted.

use axum::extract::State;
use http::StatusCode;

use super::get_prompt::prompt;
use crate::extract::{OfAlias, OfPrompt};
use crate::problem::{Answer, Problem};
use crate::state::NativeState;

/// Deletes an alias; one that is not there is as good as deleted.
#[utoipa::path(
    delete,
    path = "/prompts/{prompt}/aliases/{alias}",
    tag = "prompts",
    params(
        ("prompt" = String, Path, description = "Name of the prompt"),
        ("alias" = String, Path, description = "The alias")
    ),
    responses(
        (status = 204, description = "Done"),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn delete_prompt_alias(
    State(state): State<NativeState>,
    OfPrompt(name): OfPrompt,
    OfAlias(alias): OfAlias,
) -> Answer<StatusCode> {
    prompt(&state, &name).await?;
    let done = state.tracking.delete_model_alias(&name, &alias).await;
    done.map_err(|error| Problem::from(error).in_field("alias"))?;
    Ok(StatusCode::NO_CONTENT)
}
