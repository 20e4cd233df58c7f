//! POST /api/2.0/mlflow-artifacts/mpu/create/{folder}: begins an upload whose parts the client sends to the store itself.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::Serialize;
use spanwell_artifacts::MOST_PARTS;
use spanwell_model::Error;

use crate::answer::{Answer, json};
use crate::direct_files::upload_path;
use crate::fields::Fields;
use crate::path::ArtifactInPath;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Begun {
    upload_id: String,
    credentials: Vec<Credential>,
}

/// Where one part is sent.
#[derive(Serialize)]
struct Credential {
    url: String,
    part_number: usize,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<String, String>,
}

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    ArtifactInPath(folder): ArtifactInPath,
    fields: Fields,
) -> Answer {
    let request = fields.message();
    let path = upload_path(&folder, &request)?;
    let given = request.int64("num_parts")?.ok_or_else(|| request.missing("num_parts"))?;
    let parts = usize::try_from(given).ok().filter(|parts| (1..=MOST_PARTS).contains(parts));
    let parts = parts.ok_or_else(|| {
        Error::invalid(format!(
            "Invalid value {given} for parameter 'num_parts' supplied: it must be from 1 to {MOST_PARTS}"
        ))
    })?;
    let upload = state.artifacts.begin_direct_upload(&path, parts).await?;
    let credentials = upload.part_urls.into_iter().zip(1..);
    let credentials =
        credentials.map(|(url, part_number)| Credential { url, part_number, headers: BTreeMap::new() });
    json(&Begun { upload_id: upload.upload_id, credentials: credentials.collect() })
}
