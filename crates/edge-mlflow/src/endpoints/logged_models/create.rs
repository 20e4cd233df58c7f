//! POST /api/2.0/mlflow/logged-models.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::header::experiment_id;
use spanwell_mlflow::logged_model::LoggedModelAnswer;
use spanwell_mlflow::run::read_params;
use spanwell_tracking::LoggedModelDraft;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

/// One logged model.
#[derive(Serialize)]
pub(crate) struct Found<'a> {
    pub(crate) model: LoggedModelAnswer<'a>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let text =
        |name: &str| Ok::<_, spanwell_model::Error>(request.string(name)?.unwrap_or_default().to_owned());
    let draft = LoggedModelDraft {
        name: request.string("name")?.map(str::to_owned),
        model_type: text("model_type")?,
        source_run_id: text("source_run_id")?,
        params: read_params(&request)?,
        tags: request.key_values("tags")?,
    };
    let model = state.tracking.create_logged_model(experiment_id(&request, "experiment_id")?, draft).await?;
    json(&Found { model: LoggedModelAnswer::from(&model) })
}
