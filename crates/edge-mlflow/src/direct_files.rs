//! What calls about files that clients send and fetch themselves have in common.

use spanwell_mlflow::Message;
use spanwell_model::{Error, Result};

use crate::artifact_path::ArtifactPath;

/// The path of a file of a run or a model. Those of traces pass through the server, which reads them.
pub(crate) fn stored_file_path(path: &str) -> Result<String> {
    match ArtifactPath::parse(path)? {
        ArtifactPath::Other(path) => Ok(path),
        _ => Err(Error::invalid(format!(
            "'{path}' belongs to a trace: send and fetch it by `/mlflow-artifacts/artifacts/{path}`"
        ))),
    }
}

/// The path of an upload in parts: the folder stands in the path of the call, the field `path` is the file as the client
/// has it, of which only the name counts.
pub(crate) fn upload_path(folder: &str, request: &Message<'_>) -> Result<String> {
    let file = request.required_string("path")?;
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    // First, so that what leads out of the folder is told as such.
    spanwell_artifacts::check_path(folder)?;
    stored_file_path(&format!("{folder}/{name}"))
}
