//! GET /api/2.0/mlflow-artifacts/artifacts?path=…: what a folder holds.

use axum::extract::State;
use serde::Serialize;
use spanwell_artifacts::ArtifactEntry;
use spanwell_model::{Result, TraceId};

use crate::answer::{Answer, json};
use crate::artifact_path::ArtifactPath;
use crate::fields::Fields;
use crate::state::MlflowState;

/// A file or folder that a folder holds.
#[derive(Serialize)]
pub(super) struct File {
    pub(super) path: String,
    is_dir: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_size: Option<u64>,
}

impl From<ArtifactEntry> for File {
    fn from(entry: ArtifactEntry) -> Self {
        Self { path: entry.name, is_dir: entry.bytes.is_none(), file_size: entry.bytes }
    }
}

#[derive(Serialize)]
struct Files {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<File>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let files = match ArtifactPath::parse(request.required_string("path")?)? {
        ArtifactPath::TraceFolder(trace_id) => trace_folder(&state, &trace_id).await?,
        ArtifactPath::AttachmentFolder(trace_id) => {
            let attachments = state.attachments.list(&trace_id).await?.into_iter();
            attachments
                .map(|(id, bytes)| File { path: id.to_string(), is_dir: false, file_size: Some(bytes) })
                .collect()
        }
        // A file has no files in it.
        ArtifactPath::TraceData(_) | ArtifactPath::Attachment(..) => Vec::new(),
        ArtifactPath::Other(folder) => {
            state.artifacts.list(&folder).await?.into_iter().map(File::from).collect()
        }
    };
    json(&Files { files })
}

/// `traces.json`, printed from the store, and the folder of the attachments.
async fn trace_folder(state: &MlflowState, trace_id: &TraceId) -> Result<Vec<File>> {
    let mut files = Vec::new();
    if !state.attachments.list(trace_id).await?.is_empty() {
        files.push(File { path: "attachments".to_owned(), is_dir: true, file_size: None });
    }
    if state.tracking.trace(trace_id).await?.span_count > 0 {
        files.push(File { path: "traces.json".to_owned(), is_dir: false, file_size: None });
    }
    Ok(files)
}
