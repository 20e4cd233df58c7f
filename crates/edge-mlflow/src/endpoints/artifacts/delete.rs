//! DELETE /api/2.0/mlflow-artifacts/artifacts/{path}: a file or a folder of a run or a model.

use axum::extract::State;
use spanwell_model::Error;

use crate::answer::{Answer, empty};
use crate::artifact_path::ArtifactPath;
use crate::path::ArtifactInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    ArtifactInPath(path): ArtifactInPath,
) -> Answer {
    match ArtifactPath::parse(&path)? {
        ArtifactPath::Other(path) => state.artifacts.delete(&path).await?,
        _ => {
            return Err(Error::invalid(format!(
                "'{path}' belongs to a trace and goes when the trace is deleted"
            ))
            .into());
        }
    }
    empty()
}
