//! A span in a block.

use spanwell_model::{Span, SpanEvent, SpanFacts, SpanId, SpanKind, SpanLink, SpanStatus, StatusCode};

use super::Shared;
use super::value::{put_attributes, read_attributes};
use crate::bytes::{Damaged, Reader, put_bytes, put_number};

/// Appends a span that names its resource and scope by position.
pub(super) fn put(out: &mut Vec<u8>, span: &Span, resource: u64, scope: u64) {
    put_number(out, resource);
    put_number(out, scope);
    out.extend_from_slice(&span.span_id.bytes());
    match span.parent_span_id {
        Some(parent) => {
            out.push(1);
            out.extend_from_slice(&parent.bytes());
        }
        None => out.push(0),
    }
    put_bytes(out, span.name.as_bytes());
    put_number(out, span.kind.number() as u64);
    out.extend_from_slice(&span.start_time_ns.to_le_bytes());
    match span.end_time_ns {
        Some(end) => {
            out.push(1);
            out.extend_from_slice(&end.to_le_bytes());
        }
        None => out.push(0),
    }
    put_number(out, span.status.code.number() as u64);
    put_bytes(out, span.status.message.as_bytes());
    put_attributes(out, &span.attributes);
    put_events(out, &span.events);
    put_number(out, span.links.len() as u64);
    for link in &span.links {
        out.extend_from_slice(&link.trace_id);
        out.extend_from_slice(&link.span_id.bytes());
        put_bytes(out, link.trace_state.as_bytes());
        put_attributes(out, &link.attributes);
        put_number(out, link.flags.into());
    }
    put_bytes(out, span.trace_state.as_bytes());
    put_number(out, span.flags.into());
    put_number(out, span.dropped.into());
}

/// Reads a span, without facts.
pub(super) fn read(reader: &mut Reader<'_>, shared: &Shared) -> Result<Span, Damaged> {
    let resource = usize::try_from(reader.number()?).map_err(|_| Damaged)?;
    let scope = usize::try_from(reader.number()?).map_err(|_| Damaged)?;
    Ok(Span {
        resource: shared.resources.get(resource).ok_or(Damaged)?.clone(),
        scope: shared.scopes.get(scope).ok_or(Damaged)?.clone(),
        span_id: read_span_id(reader)?,
        parent_span_id: match reader.byte()? {
            0 => None,
            _ => Some(read_span_id(reader)?),
        },
        name: reader.text()?.to_owned(),
        kind: SpanKind::from_number(read_small(reader)?),
        start_time_ns: u64::from_le_bytes(reader.array()?),
        end_time_ns: match reader.byte()? {
            0 => None,
            _ => Some(u64::from_le_bytes(reader.array()?)),
        },
        status: SpanStatus {
            code: StatusCode::from_number(read_small(reader)?),
            message: reader.text()?.to_owned(),
        },
        attributes: read_attributes(reader)?,
        events: read_events(reader)?,
        links: read_links(reader)?,
        trace_state: reader.text()?.to_owned(),
        flags: reader.number_u32()?,
        dropped: reader.number_u32()?,
        facts: SpanFacts::default(),
    })
}

/// Appends events.
pub(super) fn put_events(out: &mut Vec<u8>, events: &[SpanEvent]) {
    put_number(out, events.len() as u64);
    for event in events {
        put_bytes(out, event.name.as_bytes());
        out.extend_from_slice(&event.time_ns.to_le_bytes());
        put_attributes(out, &event.attributes);
        put_number(out, event.dropped_attributes.into());
    }
}

/// Reads events.
pub(super) fn read_events(reader: &mut Reader<'_>) -> Result<Vec<SpanEvent>, Damaged> {
    let count = reader.count()?;
    let mut events = Vec::with_capacity(count.min(1_024));
    for _ in 0..count {
        events.push(SpanEvent {
            name: reader.text()?.to_owned(),
            time_ns: u64::from_le_bytes(reader.array()?),
            attributes: read_attributes(reader)?,
            dropped_attributes: reader.number_u32()?,
        });
    }
    Ok(events)
}

fn read_links(reader: &mut Reader<'_>) -> Result<Vec<SpanLink>, Damaged> {
    let count = reader.count()?;
    let mut links = Vec::with_capacity(count.min(1_024));
    for _ in 0..count {
        links.push(SpanLink {
            trace_id: reader.array()?,
            span_id: read_span_id(reader)?,
            trace_state: reader.text()?.to_owned(),
            attributes: read_attributes(reader)?,
            flags: reader.number_u32()?,
        });
    }
    Ok(links)
}

fn read_span_id(reader: &mut Reader<'_>) -> Result<SpanId, Damaged> {
    Ok(SpanId::from_u64(u64::from_be_bytes(reader.array()?)))
}

fn read_small(reader: &mut Reader<'_>) -> Result<i32, Damaged> {
    i32::try_from(reader.number()?).map_err(|_| Damaged)
}
