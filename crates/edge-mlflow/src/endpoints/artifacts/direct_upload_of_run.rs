//! POST /api/2.0/mlflow/artifacts/presigned-upload-url: for runs and models whose files are not kept by the server. Those
//! of this server are, so that every call is refused, as MLflow refuses it there.

use axum::extract::State;
use spanwell_mlflow::Message;
use spanwell_mlflow::run::run_id;
use spanwell_model::{Error, Kind, Result};

use crate::answer::Answer;
use crate::artifact_path::ArtifactPath;
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    ArtifactPath::parse(request.required_string("path")?)?;
    check_expiration(&request)?;
    let uri = match (request.filled_string("run_id")?, request.filled_string("model_id")?) {
        (Some(_), None) => state.tracking.run(&run_id(&request)?).await?.artifact_uri,
        (None, Some(model_id)) => state.tracking.logged_model(model_id).await?.artifact_uri,
        _ => return Err(Error::invalid("Exactly one of run_id and model_id must be provided.").into()),
    };
    Err(elsewhere("Presigned upload", &uri).into())
}

/// Stores take no longer times, and would tell it only when the address is used.
pub(super) fn check_expiration(request: &Message<'_>) -> Result<()> {
    match request.int64("expiration")? {
        Some(given) if !(1..=604_800).contains(&given) => {
            Err(Error::invalid(format!("expiration must be between 1 and 604800 seconds (got {given}).")))
        }
        _ => Ok(()),
    }
}

/// Why there is no signed address for files below `uri`.
pub(super) fn elsewhere(what: &str, uri: &str) -> Error {
    let scheme = uri.split_once(':').map_or("", |(scheme, _)| scheme);
    if !matches!(scheme, "http" | "https" | "mlflow-artifacts") {
        let text = format!("{what} is not supported for the current artifact repository");
        return Error::new(Kind::NotImplemented, text);
    }
    Error::invalid(format!(
        "{what} is not supported for proxied artifact storage (artifact URI scheme: {scheme}): send and fetch these \
         files by `/mlflow-artifacts/`"
    ))
}
