//! POST /api/2.0/mlflow/artifacts/presigned-download-url: for runs whose files are not kept by the server. Those of this
//! server are, so that every call is refused, as MLflow refuses it there.

use axum::extract::State;
use spanwell_mlflow::run::run_id;

use super::direct_upload_of_run::{check_expiration, elsewhere};
use crate::answer::Answer;
use crate::artifact_path::ArtifactPath;
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let id = run_id(&request)?;
    ArtifactPath::parse(request.required_string("path")?)?;
    check_expiration(&request)?;
    let run = state.tracking.run(&id).await?;
    Err(elsewhere("Presigned download", &run.artifact_uri).into())
}
