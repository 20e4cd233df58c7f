//! GET /api/2.0/mlflow-artifacts/artifacts/{path}: a trace's spans, printed from the store, an
//! attachment, or a file of a run or a model.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use spanwell_mlflow::trace_data::{SpanRecord, TraceData};
use spanwell_model::{Error, TraceId};
use spanwell_otlp::with_translated;

use crate::answer::{Failure, large};
use crate::artifact_path::ArtifactPath;
use crate::attachments::AttachmentId;
use crate::path::ArtifactInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    ArtifactInPath(path): ArtifactInPath,
) -> Result<Response, Failure> {
    match ArtifactPath::parse(&path)? {
        ArtifactPath::TraceData(trace_id) => trace_data(&state, &trace_id).await,
        ArtifactPath::Attachment(trace_id, name) => {
            // A name that no upload can have is not there.
            let id = AttachmentId::parse(&name).map_err(|_| no_such(&path))?;
            attachment(&state, &trace_id, &id).await
        }
        ArtifactPath::TraceFolder(_) | ArtifactPath::AttachmentFolder(_) => Err(is_folder(&path).into()),
        ArtifactPath::Other(path) => stored_file(&state, &path).await,
    }
}

/// A file of a run or a model, in pieces.
pub(crate) async fn stored_file(state: &MlflowState, path: &str) -> Result<Response, Failure> {
    let Some(found) = state.artifacts.get(path).await? else {
        return Err(match state.artifacts.is_folder(path).await? {
            true => is_folder(path),
            false => no_such(path),
        }
        .into());
    };
    let name = path.rsplit('/').next().unwrap_or(path);
    let media_type = mime_guess::from_path(name).first_raw().unwrap_or("application/octet-stream");
    let mut response = file(Body::from_stream(found.content), media_type, name);
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(found.bytes));
    Ok(response)
}

/// MLflow's words for a path that is no file.
pub(super) fn is_folder(path: &str) -> Error {
    Error::invalid(format!("Artifact path refers to a directory, not a file: '{path}'"))
}

pub(super) fn no_such(path: &str) -> Error {
    Error::not_found(format!("No such artifact: '{path}'"))
}

/// All spans of a trace as the file `traces.json`.
pub(crate) async fn trace_data(state: &MlflowState, trace_id: &TraceId) -> Result<Response, Failure> {
    state.tracking.trace(trace_id).await?;
    let spans = state.tracking.trace_store().get_spans(trace_id).await?;
    if spans.is_empty() {
        let text = format!("the spans of trace '{trace_id}' have not arrived, try again later");
        return Err(Error::not_found(text).into());
    }
    let trace_id = trace_id.clone();
    let bytes = large(move || {
        let records =
            spans.iter().map(|span| SpanRecord::new(&trace_id, span, with_translated(span))).collect();
        Ok(serde_json::to_vec(&TraceData { spans: records }).map_err(Error::internal)?)
    })
    .await?;
    Ok(file(Bytes::from(bytes), "application/json", "traces.json"))
}

/// An attachment. Its media type stands in the span that refers to it.
pub(crate) async fn attachment(
    state: &MlflowState,
    trace_id: &TraceId,
    id: &AttachmentId,
) -> Result<Response, Failure> {
    state.tracking.trace(trace_id).await?;
    let bytes = state.attachments.get(trace_id, id).await?;
    let bytes =
        bytes.ok_or_else(|| Error::not_found(format!("trace '{trace_id}' has no attachment '{id}'")))?;
    Ok(file(bytes, "application/octet-stream", id.as_str()))
}

/// A download: browsers must neither show it nor guess its type, since anybody may have written it.
fn file(content: impl IntoResponse, media_type: &'static str, name: &str) -> Response {
    let mut response = content.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename={name}")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
