//! GET /api/2.0/mlflow-artifacts/presigned/{path}: where a client fetches a file from the store itself.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::Serialize;

use super::download::no_such;
use crate::answer::{Answer, json};
use crate::direct_files::stored_file_path;
use crate::path::ArtifactInPath;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found {
    url: String,
    /// What the client has to send along: nothing, everything stands in the address.
    headers: BTreeMap<String, String>,
    file_size: u64,
}

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    ArtifactInPath(path): ArtifactInPath,
) -> Answer {
    let path = stored_file_path(&path)?;
    let name = path.rsplit('/').next().unwrap_or(&path);
    let found = state.artifacts.direct_download(&path, name).await?;
    let found = found.ok_or_else(|| no_such(&path))?;
    json(&Found { url: found.url, headers: BTreeMap::new(), file_size: found.bytes })
}
