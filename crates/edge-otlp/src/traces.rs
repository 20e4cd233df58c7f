//! POST /v1/traces: spans are decoded, translated, grouped by experiment and stored; the answer comes when they are on disk.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;
use bytes::Bytes;
use http::HeaderMap;
use spanwell_model::{DeriveFacts, Error, Kind, Resource, Result};
use spanwell_otlp::{DecodedTraces, Translators};
use spanwell_tracking::{ExperimentTarget, TraceParts};

use crate::answer::{self, Encoding, Rejected};
use crate::intake::{INLINE_BYTES, Intake};
use crate::{OtlpState, target};

/// Reasons of refused spans that an answer tells at most.
const REASONS_TOLD: usize = 5;

/// Stores the spans of a request.
pub async fn handler(State(state): State<OtlpState>, request: Request) -> Response {
    let intake = match Intake::read(&state, request).await {
        Ok(intake) => intake,
        Err(response) => return response,
    };
    let encoding = intake.encoding;
    let result = ingest(&state, encoding, &intake.headers, intake.body).await;
    drop(intake.memory);
    match result {
        Ok(rejected) => answer::success(encoding, &rejected, "rejectedSpans"),
        Err(error) => answer::failure(encoding, &error),
    }
}

/// Stores the spans of a body; the answer tells which were refused because they are malformed.
pub(crate) async fn ingest(
    state: &OtlpState,
    encoding: Encoding,
    headers: &HeaderMap,
    body: Bytes,
) -> Result<Rejected> {
    let from_headers = target::from_headers(headers)?;
    let run_id = target::run_from_headers(headers);
    let decoded = decode(state, encoding, body).await?;
    let mut rejected = Reasons::default();
    for span in &decoded.rejected {
        rejected.add(&span.reason, 1);
    }
    // Reasons are kept for the first ones only; all are counted.
    rejected.count = decoded.rejected_count;
    for (target, traces) in by_target(from_headers.as_ref(), decoded) {
        let spans = traces.iter().map(|parts| parts.spans.len()).sum::<usize>() as u64;
        let stored = state.ingest.spans(&target, run_id.as_deref(), traces).await;
        match stored {
            Ok(_) => {}
            // A resource that names an experiment which is not there: its spans are refused, the others are stored.
            Err(error) if from_headers.is_none() && error.kind() == Kind::NotFound => {
                rejected.add(error.outside(), spans);
            }
            Err(error) => return Err(error),
        }
    }
    state.ingest.losses().count_rejected(rejected.count);
    Ok(rejected.into_answer())
}

async fn decode(state: &OtlpState, encoding: Encoding, body: Bytes) -> Result<DecodedTraces> {
    let limits = state.limits.clone();
    let inline = body.len() <= INLINE_BYTES;
    let work = move || -> Result<DecodedTraces> {
        let mut decoded = match encoding {
            Encoding::Protobuf => spanwell_otlp::decode_traces_protobuf(body, &limits)?,
            Encoding::Json => spanwell_otlp::decode_traces_json(&body, &limits)?,
        };
        for span in decoded.groups.iter_mut().flat_map(|group| &mut group.spans) {
            span.facts = Translators.derive(span);
        }
        Ok(decoded)
    };
    if inline { work() } else { tokio::task::spawn_blocking(work).await.map_err(Error::internal)? }
}

/// Spans by the experiment they go to. Without a header the resource of each trace's first span decides.
fn by_target(
    from_headers: Option<&ExperimentTarget>,
    decoded: DecodedTraces,
) -> Vec<(ExperimentTarget, Vec<TraceParts>)> {
    let mut known_tags: HashMap<*const Resource, Vec<(String, String)>> = HashMap::new();
    let mut groups: Vec<(ExperimentTarget, Vec<TraceParts>)> = Vec::new();
    for group in decoded.groups {
        let Some(resource) = group.spans.first().map(|span| span.resource.clone()) else { continue };
        let target = from_headers.cloned().unwrap_or_else(|| target::from_resource(&resource));
        let tags =
            known_tags.entry(Arc::as_ptr(&resource)).or_insert_with(|| target::tags_from_resource(&resource));
        let parts = TraceParts { trace_id: group.trace_id, spans: group.spans, default_tags: tags.clone() };
        match groups.iter_mut().find(|(known, _)| *known == target) {
            Some((_, traces)) => traces.push(parts),
            None => groups.push((target, vec![parts])),
        }
    }
    groups
}

/// Collects why spans were refused.
#[derive(Default)]
struct Reasons {
    count: u64,
    by_text: BTreeMap<String, u64>,
}

impl Reasons {
    fn add(&mut self, reason: &str, count: u64) {
        self.count += count;
        if let Some(known) = self.by_text.get_mut(reason) {
            *known += count;
        } else if self.by_text.len() < REASONS_TOLD {
            self.by_text.insert(reason.to_owned(), count);
        }
    }

    fn into_answer(self) -> Rejected {
        let texts: Vec<_> =
            self.by_text.iter().map(|(text, count)| format!("{text} ({count} spans)")).collect();
        Rejected { count: self.count, reason: texts.join("; ") }
    }
}
