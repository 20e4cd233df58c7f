//! GET /api/2.0/mlflow-artifacts/artifacts?path=…: what a trace's folder holds.

use axum::extract::State;
use serde::Serialize;

use crate::answer::{Answer, json};
use crate::artifact_path::ArtifactPath;
use crate::fields::Fields;
use crate::not_served::not_served;
use crate::state::MlflowState;

#[derive(Serialize)]
struct File {
    path: &'static str,
    is_dir: bool,
}

#[derive(Serialize)]
struct Files {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<File>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let files = match ArtifactPath::parse(request.required_string("path")?)? {
        ArtifactPath::TraceFolder(trace_id) => {
            let spans = state.tracking.trace(&trace_id).await?.span_count;
            if spans > 0 { vec![File { path: "traces.json", is_dir: false }] } else { Vec::new() }
        }
        // A file has no files in it.
        ArtifactPath::TraceData(_) | ArtifactPath::Attachment(..) => Vec::new(),
        ArtifactPath::Other => {
            return Err(not_served("listArtifacts", "GET", "/api/2.0/mlflow-artifacts/artifacts").into());
        }
    };
    json(&Files { files })
}
