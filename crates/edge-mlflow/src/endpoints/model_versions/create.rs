//! POST /api/2.0/mlflow/model-versions/create: the next version; of a prompt, its text is a tag.

use axum::extract::State;
use spanwell_tracking::ModelVersionDraft;

use super::get::found;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let text = |name: &str| request.string(name).map(|text| text.unwrap_or_default().to_owned());
    let draft = ModelVersionDraft {
        name: request.required_string("name")?.to_owned(),
        description: text("description")?,
        source: request.required_string("source")?.to_owned(),
        run_id: text("run_id")?,
        run_link: text("run_link")?,
        tags: request.key_values("tags")?,
    };
    found(&state.tracking.create_model_version(draft).await?)
}
