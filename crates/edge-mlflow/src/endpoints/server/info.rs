//! GET /api/3.0/mlflow/server-info: what the server can do.

use axum::extract::State;
use serde::Serialize;

use crate::answer::{Answer, json};
use crate::state::MlflowState;

#[derive(Serialize)]
struct Features {
    gateway: bool,
}

#[derive(Serialize)]
struct Info {
    store_type: &'static str,
    workspaces_enabled: bool,
    trace_archival_enabled: bool,
    multipart_uploads_enabled: bool,
    multipart_downloads_enabled: bool,
    presigned_upload_run_id_supported: bool,
    presigned_upload_model_id_supported: bool,
    features_enabled: Features,
}

pub(crate) async fn handler(State(state): State<MlflowState>) -> Answer {
    json(&Info {
        // MLflow's name of a store that keeps spans; its client looks for it.
        store_type: "SqlStore",
        workspaces_enabled: false,
        trace_archival_enabled: false,
        multipart_uploads_enabled: state.artifacts.is_direct(),
        multipart_downloads_enabled: state.artifacts.is_direct(),
        presigned_upload_run_id_supported: false,
        presigned_upload_model_id_supported: false,
        features_enabled: Features { gateway: false },
    })
}
