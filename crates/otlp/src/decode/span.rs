//! One OTLP `Span` message.

use std::sync::Arc;

use spanwell_model::time::LATEST_NS;
use spanwell_model::{
    Limits, Resource, Scope, Span, SpanEvent, SpanFacts, SpanId, SpanKind, SpanLink, SpanStatus, StatusCode,
};

use super::budget::{Budget, text};
use super::value::ValueReader;
use super::wire::{Field, Fields, Malformed};

/// A span with the trace it belongs to, or why it cannot be taken.
pub(crate) type SpanResult = Result<([u8; 16], Span), String>;

/// Reads spans of one request.
pub(crate) struct SpanReader<'r> {
    pub(crate) values: ValueReader<'r>,
}

/// The parts that need checking before a span can be made of them.
#[derive(Default)]
struct RawSpan<'a> {
    trace_id: &'a [u8],
    span_id: &'a [u8],
    parent_span_id: &'a [u8],
    trace_state: &'a [u8],
    name: &'a [u8],
    kind: i32,
    start_time_ns: u64,
    end_time_ns: u64,
    flags: u32,
    dropped: u32,
    status: SpanStatus,
}

impl<'r> SpanReader<'r> {
    pub(crate) const fn new(limits: &'r Limits, budget: &'r mut Budget) -> Self {
        Self { values: ValueReader::new(limits, budget) }
    }

    /// Reads one span; `resource` and `scope` are shared by its siblings.
    pub(crate) fn span(
        &mut self,
        message: &[u8],
        resource: &Arc<Resource>,
        scope: &Arc<Scope>,
    ) -> SpanResult {
        self.values.dropped = 0;
        let (raw, mut span) = self
            .fields(message, resource, scope)
            .map_err(|error| format!("span is not valid protobuf: {error}"))?;
        let trace_id: [u8; 16] = raw
            .trace_id
            .try_into()
            .map_err(|_| format!("`trace_id` must have 16 bytes, it has {}", raw.trace_id.len()))?;
        if trace_id == [0; 16] {
            return Err("`trace_id` must not be all zero".to_owned());
        }
        span.span_id = SpanId::from_otlp(raw.span_id).map_err(|error| format!("`span_id`: {error}"))?;
        span.parent_span_id = parent(raw.parent_span_id)?;
        for (name, time_ns) in
            [("start_time_unix_nano", raw.start_time_ns), ("end_time_unix_nano", raw.end_time_ns)]
        {
            if time_ns > LATEST_NS {
                return Err(format!("`{name}` {time_ns} is later than {LATEST_NS} (the year 2261)"));
            }
        }
        let limits = self.values.limits;
        span.name = text(raw.name, limits.name_bytes);
        span.trace_state = text(raw.trace_state, limits.name_bytes);
        span.kind = SpanKind::from_number(raw.kind);
        span.start_time_ns = raw.start_time_ns;
        span.end_time_ns = Some(raw.end_time_ns).filter(|time_ns| *time_ns > 0);
        span.status = raw.status;
        span.flags = raw.flags;
        span.dropped = raw.dropped.saturating_add(self.values.dropped);
        Ok((trace_id, span))
    }

    fn fields<'a>(
        &mut self,
        message: &'a [u8],
        resource: &Arc<Resource>,
        scope: &Arc<Scope>,
    ) -> Result<(RawSpan<'a>, Span), Malformed> {
        let mut raw = RawSpan::default();
        let mut span = empty_span(resource, scope);
        let mut fields = Fields::new(message);
        while let Some((number, field)) = fields.next()? {
            match number {
                1 => raw.trace_id = field.bytes(),
                2 => raw.span_id = field.bytes(),
                3 => raw.trace_state = field.bytes(),
                4 => raw.parent_span_id = field.bytes(),
                5 => raw.name = field.bytes(),
                6 => raw.kind = field.number32().cast_signed(),
                7 => raw.start_time_ns = field.number(),
                8 => raw.end_time_ns = field.number(),
                9 => {
                    let most = self.values.limits.attributes_per_span;
                    self.values.attribute(field.bytes(), most, &mut span.attributes)?;
                }
                11 => self.event(field, &mut span.events)?,
                13 => self.link(field, &mut span.links)?,
                10 | 12 | 14 => raw.dropped = raw.dropped.saturating_add(field.number32()),
                15 => raw.status = self.status(field)?,
                16 => raw.flags = field.number32(),
                _ => {}
            }
        }
        Ok((raw, span))
    }

    fn event(&mut self, field: Field<'_>, events: &mut Vec<SpanEvent>) -> Result<(), Malformed> {
        if events.len() >= self.values.limits.events_per_span || !self.values.budget.take() {
            self.values.dropped = self.values.dropped.saturating_add(1);
            return Ok(());
        }
        let mut event = SpanEvent::default();
        let mut fields = Fields::new(field.bytes());
        while let Some((number, field)) = fields.next()? {
            match number {
                1 => event.time_ns = field.number().min(LATEST_NS),
                2 => event.name = text(field.bytes(), self.values.limits.name_bytes),
                3 => {
                    let most = self.values.limits.attributes_per_span;
                    self.values.attribute(field.bytes(), most, &mut event.attributes)?;
                }
                4 => event.dropped_attributes = field.number32(),
                _ => {}
            }
        }
        events.push(event);
        Ok(())
    }

    /// A link with ids of a wrong length points nowhere; it is counted as dropped rather than costing the span.
    fn link(&mut self, field: Field<'_>, links: &mut Vec<SpanLink>) -> Result<(), Malformed> {
        let (mut trace_id, mut span_id): (&[u8], &[u8]) = (&[], &[]);
        let (mut trace_state, mut attributes, mut flags) = (String::new(), Vec::new(), 0);
        let full = links.len() >= self.values.limits.links_per_span || !self.values.budget.take();
        let mut fields = Fields::new(field.bytes());
        while let Some((number, field)) = fields.next()? {
            match number {
                _ if full => break,
                1 => trace_id = field.bytes(),
                2 => span_id = field.bytes(),
                3 => trace_state = text(field.bytes(), self.values.limits.name_bytes),
                4 => {
                    let most = self.values.limits.attributes_per_span;
                    self.values.attribute(field.bytes(), most, &mut attributes)?;
                }
                6 => flags = field.number32(),
                _ => {}
            }
        }
        match (<[u8; 16]>::try_from(trace_id), SpanId::from_otlp(span_id)) {
            (Ok(trace_id), Ok(span_id)) if !full => {
                links.push(SpanLink { trace_id, span_id, trace_state, attributes, flags });
            }
            _ => self.values.dropped = self.values.dropped.saturating_add(1),
        }
        Ok(())
    }

    fn status(&self, field: Field<'_>) -> Result<SpanStatus, Malformed> {
        let mut status = SpanStatus::default();
        let mut fields = Fields::new(field.bytes());
        while let Some((number, field)) = fields.next()? {
            match number {
                2 => status.message = text(field.bytes(), self.values.limits.attribute_value_bytes),
                3 => status.code = StatusCode::from_number(field.number32().cast_signed()),
                _ => {}
            }
        }
        Ok(status)
    }
}

/// Some SDKs send eight zeros for "no parent".
fn parent(bytes: &[u8]) -> Result<Option<SpanId>, String> {
    if bytes.is_empty() || bytes == [0; 8] {
        return Ok(None);
    }
    SpanId::from_otlp(bytes).map(Some).map_err(|error| format!("`parent_span_id`: {error}"))
}

/// A span without content. Its id is replaced before anybody sees it.
pub(crate) fn empty_span(resource: &Arc<Resource>, scope: &Arc<Scope>) -> Span {
    Span {
        span_id: SpanId::from_u64(0),
        parent_span_id: None,
        name: String::new(),
        kind: SpanKind::Unspecified,
        start_time_ns: 0,
        end_time_ns: None,
        status: SpanStatus::default(),
        attributes: Vec::new(),
        events: Vec::new(),
        links: Vec::new(),
        trace_state: String::new(),
        flags: 0,
        dropped: 0,
        resource: Arc::clone(resource),
        scope: Arc::clone(scope),
        facts: SpanFacts::default(),
    }
}
