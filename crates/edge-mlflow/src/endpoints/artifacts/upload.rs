//! PUT /api/2.0/mlflow-artifacts/artifacts/{path}: a trace's spans (they are stored as spans, no copy is kept), an
//! attachment, or a file of a run or a model, which passes through in pieces.

use std::collections::HashSet;

use axum::body::Body;
use axum::extract::{Request, State};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use spanwell_model::{DeriveFacts as _, Error, Kind, Result, Span, SpanId, TraceId};
use spanwell_otlp::{Translators, decode_trace_data};

use super::download::is_folder;
use crate::answer::Failure;
use crate::artifact_path::ArtifactPath;
use crate::attachments::AttachmentId;
use crate::fields::read_body;
use crate::path::ArtifactInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    ArtifactInPath(path): ArtifactInPath,
    request: Request,
) -> Result<(), Failure> {
    let place = ArtifactPath::parse(&path)?;
    let (parts, body) = request.into_parts();
    if let ArtifactPath::Other(path) = &place {
        return Ok(state.artifacts.put(path, pieces(body, state.tracking.limits().artifact_bytes)).await?);
    }
    let body = read_body(&parts.headers, body, state.tracking.limits().body_bytes).await?;
    match place {
        ArtifactPath::TraceData(trace_id) => Ok(take_spans(&state, &trace_id, &body).await?),
        ArtifactPath::Attachment(trace_id, name) => {
            let id = AttachmentId::parse(&name)?;
            state.tracking.trace(&trace_id).await?;
            Ok(state.attachments.put(&trace_id, &id, body).await?)
        }
        ArtifactPath::TraceFolder(_) | ArtifactPath::AttachmentFolder(_) | ArtifactPath::Other(_) => {
            Err(is_folder(&path).into())
        }
    }
}

/// The pieces of a body; an error when they are more than `most` bytes, or the client breaks off.
fn pieces(body: Body, most: u64) -> impl Stream<Item = Result<Bytes>> {
    let mut bytes = 0_u64;
    body.into_data_stream().map(move |piece| {
        let piece = piece.map_err(|error| Error::invalid("the upload broke off").with_inside(error))?;
        bytes = bytes.saturating_add(piece.len() as u64);
        match bytes > most {
            true => Err(Error::new(Kind::TooLarge, format!("the file has more than {most} bytes"))),
            false => Ok(piece),
        }
    })
}

/// Stores the spans that are not here yet. Those that are came by OTLP, which tells more (resource, scope, kind).
async fn take_spans(state: &MlflowState, trace_id: &TraceId, body: &Bytes) -> Result<()> {
    // First, so that an unknown trace is told as such even when its data is broken.
    state.tracking.trace(trace_id).await?;
    let mut spans = decode_trace_data(body, trace_id, state.tracking.limits())?;
    let here = finished_spans(state, trace_id).await?;
    spans.retain(|span: &Span| !here.contains(&span.span_id));
    if spans.is_empty() {
        return Ok(());
    }
    for span in &mut spans {
        span.facts = Translators.derive(span);
    }
    state.ingest.trace_data(trace_id, spans).await?;
    Ok(())
}

async fn finished_spans(state: &MlflowState, trace_id: &TraceId) -> Result<HashSet<SpanId>> {
    let stored = state.tracking.trace_store().get_skeleton(trace_id).await?;
    Ok(stored.into_iter().filter(|span| span.end_time_ns.is_some()).map(|span| span.span_id).collect())
}
