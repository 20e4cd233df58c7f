//! GET /api/2.0/mlflow/artifacts/list: what a folder of a run holds, by paths from the run's root.

use axum::extract::State;
use serde::Serialize;
use spanwell_artifacts::stored_path;
use spanwell_mlflow::run::run_id;

use super::list::File;
use crate::answer::{Answer, json};
use crate::artifact_path::ArtifactPath;
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found<'a> {
    root_uri: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<File>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let folder = request.string("path")?.unwrap_or_default().trim_end_matches('/');
    if !folder.is_empty() {
        ArtifactPath::parse(folder)?;
    }
    let run = state.tracking.run(&run_id(&request)?).await?;
    let entries = state.artifacts.list(&stored_path(&run.artifact_uri, folder)?).await?;
    let from_root = |mut file: File| {
        if !folder.is_empty() {
            file.path = format!("{folder}/{}", file.path);
        }
        file
    };
    let files = entries.into_iter().map(File::from).map(from_root).collect();
    json(&Found { root_uri: &run.artifact_uri, files })
}
