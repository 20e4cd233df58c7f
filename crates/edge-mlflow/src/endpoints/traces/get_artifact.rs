//! GET /ajax-api/{2.0,3.0}/mlflow/get-trace-artifact: all spans of a trace as a file, or one attachment.

use axum::extract::State;
use axum::response::Response;
use spanwell_mlflow::header::parse_trace_id;
use spanwell_model::Error;

use crate::answer::Failure;
use crate::attachments::AttachmentId;
use crate::endpoints::artifacts::download::{attachment, trace_data};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Result<Response, Failure> {
    let request = fields.message();
    let Some(id) = request.string("request_id")?.filter(|id| !id.is_empty()) else {
        return Err(Error::invalid("Request must include the \"request_id\" query parameter.").into());
    };
    let id = parse_trace_id(id)?;
    match request.string("path")?.filter(|path| !path.is_empty()) {
        None => trace_data(&state, &id).await,
        Some(path) => {
            let name = AttachmentId::parse(path)?;
            attachment(&state, &id, &name).await
        }
    }
}
