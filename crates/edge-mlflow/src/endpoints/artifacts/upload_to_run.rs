//! POST /ajax-api/2.0/mlflow/upload-artifact?run_uuid=…&path=…: a small file of a run, from the page of MLflow.

use axum::extract::{Request, State};
use futures_util::stream;
use spanwell_artifacts::stored_path;
use spanwell_mlflow::Request as Query;
use spanwell_mlflow::run::run_id;

use crate::answer::{Answer, empty};
use crate::artifact_path::ArtifactPath;
use crate::fields::read_body;
use crate::state::MlflowState;
use spanwell_model::{Error, Kind};

/// Most bytes of such a file, as MLflow has it.
const MOST_BYTES: usize = 10 << 20;

pub(crate) async fn handler(State(state): State<MlflowState>, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    let query = Query::from_query(parts.uri.query().unwrap_or_default());
    let query = query.message();
    if query.filled_string("run_uuid")?.is_none() {
        return Err(Error::invalid("Request must specify run_uuid.").into());
    }
    let Some(path) = query.filled_string("path")? else {
        return Err(Error::invalid("Request must specify path.").into());
    };
    ArtifactPath::parse(path)?;
    let bytes = read_body(&parts.headers, body, MOST_BYTES).await.map_err(|error| match error.kind() {
        Kind::TooLarge => Error::invalid("Artifact size is too large. Max size is 10MB."),
        _ => error,
    })?;
    if bytes.is_empty() {
        return Err(Error::invalid("Request must specify data.").into());
    }
    let run = state.tracking.run(&run_id(&query)?).await?;
    let path = stored_path(&run.artifact_uri, path)?;
    state.artifacts.put(&path, stream::iter([Ok(bytes)])).await?;
    empty()
}
