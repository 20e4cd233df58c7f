//! GET /get-artifact: a file of a run, for links in a browser.

use axum::extract::State;
use axum::response::Response;
use spanwell_artifacts::stored_path;
use spanwell_mlflow::run::run_id;

use super::download::stored_file;
use crate::answer::Failure;
use crate::artifact_path::ArtifactPath;
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Result<Response, Failure> {
    let request = fields.message();
    let path = request.required_string("path")?;
    // What leads out of the folder is refused before the run is looked for.
    ArtifactPath::parse(path)?;
    let run = state.tracking.run(&run_id(&request)?).await?;
    stored_file(&state, &stored_path(&run.artifact_uri, path)?).await
}
