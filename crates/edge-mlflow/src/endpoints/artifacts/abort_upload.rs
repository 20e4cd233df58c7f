//! POST /api/2.0/mlflow-artifacts/mpu/abort/{folder}: takes back the parts that a client sent to the store.

use axum::extract::State;

use crate::answer::{Answer, empty};
use crate::direct_files::upload_path;
use crate::fields::Fields;
use crate::path::ArtifactInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    ArtifactInPath(folder): ArtifactInPath,
    fields: Fields,
) -> Answer {
    let request = fields.message();
    let path = upload_path(&folder, &request)?;
    let upload_id = request.required_string("upload_id")?;
    state.artifacts.abort_direct_upload(&path, upload_id).await?;
    empty()
}
