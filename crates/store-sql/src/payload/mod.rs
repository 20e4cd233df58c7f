//! The heavy part of spans as compressed blocks.
//!
//! A block holds spans of one trace: everything of [`Span`] but its facts, which are derived on reading. Layout, version 1:
//!
//! ```text
//! block    = 0x01 zstd(body)                      with content size and checksum
//! body     = resources scopes count { length span }
//! resources, scopes: shared by the spans, which name them by position
//! numbers  = 7 bits a byte, lowest first; texts = length bytes; times = 8 bytes, little-endian
//! ```
//!
//! It is written in one pass from borrowed spans, without an intermediate tree: this is the hottest code of the engine.
//! `tests/golden/payload/v1` holds blocks that every later version must read. A new version is a new number in
//! [`FORMAT`], a new reader beside the old one, and golden files.

mod compress;
mod span;
mod value;

use std::collections::HashMap;
use std::sync::Arc;

use spanwell_model::{Error, Resource, Result, Scope, Span, SpanEvent};

use crate::bytes::{Damaged, Reader, put_bytes, put_number};

/// The version of the layout that is written.
const FORMAT: u8 = 1;

/// Raw bytes after which a block is closed: one span of a large trace is read without unpacking many others.
const BLOCK_BYTES: usize = 128 << 10;

/// A block ready to be stored.
pub(crate) struct EncodedBlock {
    /// What is stored.
    pub(crate) data: Vec<u8>,
    /// How many spans are in it, taken in order.
    pub(crate) spans: usize,
}

/// Packs spans into blocks, in order.
pub(crate) fn encode_spans(spans: &[Span]) -> Result<Vec<EncodedBlock>> {
    let mut blocks = Vec::new();
    let mut rest = spans;
    let mut scratch = Scratch::default();
    while !rest.is_empty() {
        let taken = scratch.fill(rest);
        let data = compress::pack(FORMAT, &scratch.body(taken)).map_err(Error::internal)?;
        blocks.push(EncodedBlock { data, spans: taken });
        rest = rest.get(taken..).unwrap_or_default();
    }
    Ok(blocks)
}

/// Packs log events as a block of their own.
pub(crate) fn encode_events(events: &[SpanEvent]) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    span::put_events(&mut body, events);
    compress::pack(FORMAT | EVENTS, &body).map_err(Error::internal)
}

/// An event's own bytes, before they are packed: what tells it from others.
pub(crate) fn raw_event(event: &SpanEvent) -> Vec<u8> {
    let mut raw = Vec::new();
    span::put_events(&mut raw, std::slice::from_ref(event));
    raw
}

/// Marks a block of log events in its first byte.
const EVENTS: u8 = 0x80;

/// What a block holds.
pub(crate) enum Content {
    /// Spans without facts.
    Spans(Vec<Span>),
    /// Log events.
    Events(Vec<SpanEvent>),
}

/// Everything in a block.
pub(crate) fn decode(data: &[u8]) -> Result<Content, Damaged> {
    let (format, body) = compress::unpack(data)?;
    let mut reader = Reader::new(&body);
    match format {
        FORMAT => {
            let shared = Shared::read(&mut reader)?;
            let count = reader.count()?;
            let mut spans = Vec::with_capacity(count);
            for _ in 0..count {
                spans.push(span::read(&mut Reader::new(reader.bytes()?), &shared)?);
            }
            Ok(Content::Spans(spans))
        }
        format if format == FORMAT | EVENTS => Ok(Content::Events(span::read_events(&mut reader)?)),
        _ => Err(Damaged),
    }
}

/// The spans of a block.
pub(crate) fn decode_spans(data: &[u8]) -> Result<Vec<Span>, Damaged> {
    match decode(data)? {
        Content::Spans(spans) => Ok(spans),
        Content::Events(_) => Err(Damaged),
    }
}

/// The events of a block of log events.
pub(crate) fn decode_events(data: &[u8]) -> Result<Vec<SpanEvent>, Damaged> {
    match decode(data)? {
        Content::Events(events) => Ok(events),
        Content::Spans(_) => Err(Damaged),
    }
}

/// The span at a position of a block; the others are passed over.
pub(crate) fn decode_span(data: &[u8], index: usize) -> Result<Span, Damaged> {
    let (format, body) = compress::unpack(data)?;
    if format != FORMAT {
        return Err(Damaged);
    }
    let mut reader = Reader::new(&body);
    let shared = Shared::read(&mut reader)?;
    if index >= reader.count()? {
        return Err(Damaged);
    }
    for _ in 0..index {
        reader.bytes()?;
    }
    span::read(&mut Reader::new(reader.bytes()?), &shared)
}

/// What spans of a block share.
#[derive(Default)]
struct Shared {
    resources: Vec<Arc<Resource>>,
    scopes: Vec<Arc<Scope>>,
}

impl Shared {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Damaged> {
        let mut shared = Self::default();
        for _ in 0..reader.count()? {
            shared.resources.push(Arc::new(Resource { attributes: value::read_attributes(reader)? }));
        }
        for _ in 0..reader.count()? {
            let scope = Scope {
                name: reader.text()?.to_owned(),
                version: reader.text()?.to_owned(),
                attributes: value::read_attributes(reader)?,
            };
            shared.scopes.push(Arc::new(scope));
        }
        Ok(shared)
    }
}

/// Buffers that are used again for each block.
#[derive(Default)]
struct Scratch {
    spans: Vec<u8>,
    span: Vec<u8>,
    resources: Positions<Resource>,
    scopes: Positions<Scope>,
}

impl Scratch {
    /// Writes spans until the block is full; how many there are.
    fn fill(&mut self, spans: &[Span]) -> usize {
        self.spans.clear();
        self.resources.clear();
        self.scopes.clear();
        let mut taken = 0;
        for span in spans {
            self.span.clear();
            let resource = self.resources.of(&span.resource);
            let scope = self.scopes.of(&span.scope);
            span::put(&mut self.span, span, resource, scope);
            put_bytes(&mut self.spans, &self.span);
            taken += 1;
            if self.spans.len() >= BLOCK_BYTES {
                break;
            }
        }
        taken
    }

    /// The block's body.
    fn body(&self, spans: usize) -> Vec<u8> {
        let mut body = Vec::with_capacity(self.spans.len() + 1_024);
        put_number(&mut body, self.resources.all.len() as u64);
        for resource in &self.resources.all {
            value::put_attributes(&mut body, &resource.attributes);
        }
        put_number(&mut body, self.scopes.all.len() as u64);
        for scope in &self.scopes.all {
            put_bytes(&mut body, scope.name.as_bytes());
            put_bytes(&mut body, scope.version.as_bytes());
            value::put_attributes(&mut body, &scope.attributes);
        }
        put_number(&mut body, spans as u64);
        body.extend_from_slice(&self.spans);
        body
    }
}

/// Positions of shared values: the same `Arc` is the same value.
struct Positions<T> {
    all: Vec<Arc<T>>,
    known: HashMap<*const T, u64>,
}

impl<T> Default for Positions<T> {
    fn default() -> Self {
        Self { all: Vec::new(), known: HashMap::new() }
    }
}

impl<T> Positions<T> {
    fn clear(&mut self) {
        self.all.clear();
        self.known.clear();
    }

    fn of(&mut self, value: &Arc<T>) -> u64 {
        *self.known.entry(Arc::as_ptr(value)).or_insert_with(|| {
            self.all.push(value.clone());
            (self.all.len() - 1) as u64
        })
    }
}

#[cfg(test)]
mod tests;
