//! What a trace is found by without reading it: hashes of (field, value), stored in `trace_terms`.
//!
//! A term finds candidates; whoever reads it compares the values. Values longer than [`VALUE_BYTES`] and the entries that
//! every client writes on every trace with a value of its own are left out: nobody asks for them by equality.

use spanwell_model::TraceSummary;
use spanwell_store::summary::{META_COST, META_FINALIZED, META_SIZES, META_USAGE, TAG_SPANS_LOCATION};

use crate::bytes::stable_hash;

/// Longest value that has a term, in bytes.
const VALUE_BYTES: usize = 250;

/// A field that terms are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TermField<'a> {
    /// A tag.
    Tag(&'a str),
    /// A metadata entry.
    Metadata(&'a str),
    /// The client's own id.
    ClientRequestId,
    /// A run it was linked to.
    Run,
    /// A prompt, as `name/version`.
    Prompt,
    /// The name of a span.
    SpanName,
    /// The type of a span.
    SpanType,
}

/// Entries without a term.
const UNINDEXED: [&str; 8] = [
    META_USAGE,
    META_COST,
    META_SIZES,
    META_FINALIZED,
    TAG_SPANS_LOCATION,
    "mlflow.artifactLocation",
    "mlflow.traceInputs",
    "mlflow.traceOutputs",
];

/// The term of a value; `None` when there is none for it.
pub(crate) fn term(field: TermField<'_>, value: &str) -> Option<i64> {
    if value.len() > VALUE_BYTES {
        return None;
    }
    let (kind, key): (&[u8], &str) = match field {
        TermField::Tag(key) => (b"tag", key),
        TermField::Metadata(key) => (b"metadata", key),
        TermField::ClientRequestId => (b"client_request_id", ""),
        TermField::Run => (b"run", ""),
        TermField::Prompt => (b"prompt", ""),
        TermField::SpanName => (b"span.name", ""),
        TermField::SpanType => (b"span.type", ""),
    };
    if UNINDEXED.contains(&key) {
        return None;
    }
    Some(stable_hash(&[kind, key.as_bytes(), value.as_bytes()]))
}

/// The terms of a trace's summary (those of its spans are made when they are stored), sorted, each once.
pub(crate) fn of_summary(summary: &TraceSummary) -> Vec<i64> {
    let tags = summary.tags.iter().filter_map(|(key, value)| term(TermField::Tag(key), value));
    let metadata = summary.metadata.iter().filter_map(|(key, value)| term(TermField::Metadata(key), value));
    let client = summary.client_request_id.iter().filter_map(|id| term(TermField::ClientRequestId, id));
    let runs = summary.run_ids.iter().filter_map(|run| term(TermField::Run, run));
    let prompts = summary.prompts.iter().filter_map(|prompt| {
        let version = prompt.version.as_deref().unwrap_or("");
        term(TermField::Prompt, &format!("{}/{version}", prompt.name))
    });
    let mut terms: Vec<i64> = tags.chain(metadata).chain(client).chain(runs).chain(prompts).collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}
