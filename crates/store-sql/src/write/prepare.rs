//! The part of writing that the caller's own task does: packing payloads, so that the one writer only inserts.

use spanwell_model::{Result, Span};
use spanwell_store::SpanWrite;
use tokio::sync::Semaphore;

use crate::payload::{self, EncodedBlock};

/// Raw bytes up to which packing is done on the spot; larger writes go to a thread that may block.
const ON_THE_SPOT_BYTES: usize = 64 << 10;

/// Most large writes that are packed at once.
pub(crate) const PACKED_AT_ONCE: usize = 4;

/// A write whose payloads are packed and whose spans are light.
pub(crate) struct PreparedWrite {
    /// The write; its spans have lost what only the payload needs.
    pub(crate) write: SpanWrite,
    /// The packed spans, in order.
    pub(crate) blocks: Vec<EncodedBlock>,
}

impl PreparedWrite {
    /// What it keeps in memory while it waits, roughly, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        let packed: usize = self.blocks.iter().map(|block| block.data.len()).sum();
        packed + self.write.spans.len() * 800 + 500
    }
}

/// Packs the payloads; `packing` bounds how many large writes are packed at once, and with it the memory of their threads.
pub(crate) async fn prepare(writes: Vec<SpanWrite>, packing: &Semaphore) -> Result<Vec<PreparedWrite>> {
    let bytes: usize = writes.iter().flat_map(|write| &write.spans).map(rough_bytes).sum();
    if bytes <= ON_THE_SPOT_BYTES {
        return prepare_all(writes);
    }
    let _permit = packing.acquire().await.map_err(spanwell_model::Error::internal)?;
    tokio::task::spawn_blocking(move || prepare_all(writes)).await.map_err(spanwell_model::Error::internal)?
}

fn prepare_all(writes: Vec<SpanWrite>) -> Result<Vec<PreparedWrite>> {
    writes.into_iter().filter(|write| !write.spans.is_empty()).map(prepare_one).collect()
}

fn prepare_one(mut write: SpanWrite) -> Result<PreparedWrite> {
    let blocks = payload::encode_spans(&write.spans)?;
    for span in &mut write.spans {
        lighten(span);
    }
    Ok(PreparedWrite { write, blocks })
}

/// Drops what the summary and the row do not need.
pub(crate) fn lighten(span: &mut Span) {
    span.attributes = Vec::new();
    span.events = Vec::new();
    span.links = Vec::new();
    span.facts.inputs = None;
    span.facts.outputs = None;
    span.facts.tools = None;
    span.facts.prompt_template = None;
    span.facts.prompt_variables = Vec::new();
    if let Some(error) = &mut span.facts.error {
        error.stack = None;
    }
}

/// About how large a span is, without looking into its values.
fn rough_bytes(span: &Span) -> usize {
    let of = |attributes: &[(String, spanwell_model::Value)]| {
        attributes.iter().map(|(key, value)| key.len() + value.as_str().map_or(32, str::len)).sum::<usize>()
    };
    of(&span.attributes) + span.events.iter().map(|event| of(&event.attributes) + 32).sum::<usize>() + 100
}
