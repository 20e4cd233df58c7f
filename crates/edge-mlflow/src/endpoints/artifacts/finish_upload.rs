//! POST /api/2.0/mlflow-artifacts/mpu/complete/{folder}: makes the parts that a client sent to the store a file.

use axum::extract::State;
use spanwell_artifacts::MOST_PARTS;
use spanwell_mlflow::Message;
use spanwell_model::{Error, Result};

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
    let etags = etags(&request)?;
    let upload_id = request.required_string("upload_id")?;
    state.artifacts.finish_direct_upload(&path, upload_id, etags).await?;
    empty()
}

/// What the store answered to each part, by their numbers, which must be 1, 2, 3 and so on.
fn etags(request: &Message<'_>) -> Result<Vec<String>> {
    let given = request.messages("parts")?;
    if given.is_empty() {
        return Err(request.missing("parts"));
    }
    if given.len() > MOST_PARTS {
        return Err(Error::invalid(format!(
            "parameter 'parts' has {} items, at most {MOST_PARTS}",
            given.len()
        )));
    }
    let mut parts = Vec::with_capacity(given.len());
    for part in &given {
        let number = part.int64("part_number")?.ok_or_else(|| part.missing("part_number"))?;
        parts.push((number, part.required_string("etag")?.to_owned()));
    }
    parts.sort_unstable();
    match parts.iter().zip(1..).find(|((number, _), expected)| number != expected) {
        None => Ok(parts.into_iter().map(|(_, etag)| etag).collect()),
        Some((_, expected)) => Err(Error::invalid(format!(
            "parameter 'parts' has not each 'part_number' from 1 to {} once: {expected} is not where it should be",
            parts.len()
        ))),
    }
}
