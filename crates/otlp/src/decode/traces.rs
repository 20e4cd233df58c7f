//! `ExportTraceServiceRequest`: the spans of a request, grouped by trace.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use spanwell_model::{Error, Limits, Resource, Result, Scope, Span, TraceId};

use super::budget::{Budget, text};
use super::json;
use super::schema;
use super::span::SpanReader;
use super::value::ValueReader;
use super::wire::{Fields, Malformed};

/// Reasons kept of one request; more rejected spans are only counted.
const REASONS_KEPT: usize = 100;

/// The spans of one request.
#[derive(Clone, Debug, Default)]
pub struct DecodedTraces {
    /// One group a trace, in the order in which the traces first occur.
    pub groups: Vec<DecodedTrace>,
    /// The resources of the request in order, also those without spans.
    pub resources: Vec<Arc<Resource>>,
    /// Why spans were not taken; at most the first 100.
    pub rejected: Vec<RejectedSpan>,
    /// Spans that were not taken.
    pub rejected_count: u64,
    /// Spans that were taken.
    pub span_count: usize,
}

/// The spans of one trace in one request, in the order in which they came.
#[derive(Clone, Debug)]
pub struct DecodedTrace {
    /// The trace.
    pub trace_id: TraceId,
    /// Its spans, without facts: those are derived by [`crate::Translators`].
    pub spans: Vec<Span>,
}

/// A span that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedSpan {
    /// Why, for the `error_message` of OTLP's partial success.
    pub reason: String,
}

impl DecodedTraces {
    /// One text about all rejected spans, for OTLP's partial success; `None` when all were taken.
    pub fn rejection_text(&self) -> Option<String> {
        let first = self.rejected.first()?;
        Some(match self.rejected_count {
            0 | 1 => first.reason.clone(),
            count => format!("{count} spans were rejected, the first because {}", first.reason),
        })
    }
}

/// Decodes an OTLP `ExportTraceServiceRequest` in protobuf. An error means that the request as a whole cannot be
/// read; a single bad span is reported in [`DecodedTraces::rejected`].
pub fn decode_traces_protobuf(body: Bytes, limits: &Limits) -> Result<DecodedTraces> {
    decode(&body, limits)
}

/// Decodes an OTLP `ExportTraceServiceRequest` in JSON: ids in hexadecimal or base64, whole numbers as text or number,
/// enums as number or name, keys in camel or snake case.
pub fn decode_traces_json(body: &[u8], limits: &Limits) -> Result<DecodedTraces> {
    decode(&json::to_protobuf(body, &schema::TRACES_REQUEST, limits)?, limits)
}

fn decode(body: &[u8], limits: &Limits) -> Result<DecodedTraces> {
    let mut budget = Budget::new();
    let mut request = RequestReader { limits, groups: HashMap::new(), decoded: DecodedTraces::default() };
    let mut fields = Fields::new(body);
    let read = loop {
        match fields.next() {
            Ok(Some((1, field))) => {
                if let Err(error) = request.resource_spans(field.bytes(), &mut budget) {
                    break Err(error);
                }
            }
            Ok(Some(_)) => {}
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    read.map_err(|error| Error::invalid(format!("the body is not an OTLP trace request: {error}")))?;
    Ok(request.decoded)
}

struct RequestReader<'r> {
    limits: &'r Limits,
    /// Place of each trace in `decoded.groups`.
    groups: HashMap<[u8; 16], usize>,
    decoded: DecodedTraces,
}

impl RequestReader<'_> {
    fn resource_spans(&mut self, message: &[u8], budget: &mut Budget) -> Result<(), Malformed> {
        // The resource may stand behind its spans.
        let resource = Arc::new(read_resource(message, self.limits, budget)?);
        // A request has few resources; more than a thousand only cost memory.
        if self.decoded.resources.len() < 1_000 {
            self.decoded.resources.push(Arc::clone(&resource));
        }
        let mut fields = Fields::new(message);
        while let Some((number, field)) = fields.next()? {
            // 1000 is what scope spans were called before OTLP 0.15; the fields used here are the same.
            if number == 2 || number == 1000 {
                self.scope_spans(field.bytes(), &resource, budget)?;
            }
        }
        Ok(())
    }

    fn scope_spans(
        &mut self,
        message: &[u8],
        resource: &Arc<Resource>,
        budget: &mut Budget,
    ) -> Result<(), Malformed> {
        let scope = Arc::new(read_scope(message, self.limits, budget)?);
        let mut reader = SpanReader::new(self.limits, budget);
        let mut fields = Fields::new(message);
        while let Some((number, field)) = fields.next()? {
            if number != 2 {
                continue;
            }
            if self.decoded.span_count >= self.limits.spans_per_request {
                self.reject(format!("the request has more than {} spans", self.limits.spans_per_request));
                continue;
            }
            match reader.span(field.bytes(), resource, &scope) {
                Ok((trace_id, span)) => self.accept(trace_id, span),
                Err(reason) => self.reject(reason),
            }
        }
        Ok(())
    }

    fn accept(&mut self, trace_id: [u8; 16], span: Span) {
        let groups = &mut self.decoded.groups;
        let place = match self.groups.get(&trace_id) {
            Some(place) => *place,
            None => {
                let Ok(id) = TraceId::from_otlp(&trace_id) else { return };
                groups.push(DecodedTrace { trace_id: id, spans: Vec::new() });
                self.groups.insert(trace_id, groups.len() - 1);
                groups.len() - 1
            }
        };
        groups[place].spans.push(span);
        self.decoded.span_count += 1;
    }

    fn reject(&mut self, reason: String) {
        self.decoded.rejected_count += 1;
        if self.decoded.rejected.len() < REASONS_KEPT {
            self.decoded.rejected.push(RejectedSpan { reason });
        }
    }
}

/// The resource (field 1) of a `ResourceSpans`, `ResourceLogs` or `ResourceMetrics` message.
fn read_resource(message: &[u8], limits: &Limits, budget: &mut Budget) -> Result<Resource, Malformed> {
    let mut resource = Resource::default();
    let mut values = ValueReader::new(limits, budget);
    let mut outer = Fields::new(message);
    while let Some((number, field)) = outer.next()? {
        if number != 1 {
            continue;
        }
        let mut fields = Fields::new(field.bytes());
        while let Some((number, field)) = fields.next()? {
            if number == 1 {
                values.attribute(field.bytes(), limits.attributes_per_span, &mut resource.attributes)?;
            }
        }
    }
    Ok(resource)
}

/// The scope (field 1) of a `ScopeSpans` message.
fn read_scope(message: &[u8], limits: &Limits, budget: &mut Budget) -> Result<Scope, Malformed> {
    let mut scope = Scope::default();
    let mut values = ValueReader::new(limits, budget);
    let mut outer = Fields::new(message);
    while let Some((number, field)) = outer.next()? {
        if number != 1 {
            continue;
        }
        let mut fields = Fields::new(field.bytes());
        while let Some((number, field)) = fields.next()? {
            match number {
                1 => scope.name = text(field.bytes(), limits.name_bytes),
                2 => scope.version = text(field.bytes(), limits.name_bytes),
                3 => values.attribute(field.bytes(), limits.attributes_per_span, &mut scope.attributes)?,
                _ => {}
            }
        }
    }
    Ok(scope)
}
