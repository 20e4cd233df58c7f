//! GET /api/v1/traces/{trace_id}/spans/{span_id}/value: a part of a long value: its JSON text, cut between characters; text attributes as they are.

use std::borrow::Cow;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use spanwell_model::{Error, Span};

use crate::convert::value::{WHOLE_VALUE_BYTES, attribute_text, part};
use crate::endpoints::get_span::span_of;
use crate::extract::{OfSpan, OfTrace, Query};
use crate::problem::{Answer, Problem};
use crate::state::NativeState;

/// Largest part, in bytes.
const MOST_BYTES: usize = 1 << 20;

/// A part of a long value: its JSON text, cut between characters; text attributes as they are.
#[utoipa::path(
    get,
    path = "/traces/{trace_id}/spans/{span_id}/value",
    tag = "spans",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone"),
        ("span_id" = String, Path, description = "The span, 16 hexadecimal digits"),
        ("field" = String, Query, description = "`inputs`, `outputs` or `attribute:<key>`"),
        ("offset" = Option<usize>, Query, description = "First byte; moved back to the start of a character"),
        ("length" = Option<usize>, Query, description = "Most bytes, at most 1 MiB; 256 KiB when left out")
    ),
    responses(
        (status = 200, description = "The part", content_type = "text/plain", body = String, headers(("x-total-bytes" = usize, description = "Length of the whole value in bytes"), ("x-offset" = usize, description = "First byte of the part"))),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn get_span_value(
    State(state): State<NativeState>,
    OfTrace(id): OfTrace,
    OfSpan(span_id): OfSpan,
    Query(asked): Query<Asked>,
) -> Answer<Response> {
    let trace = state.tracking.trace(&id).await?;
    let span = span_of(&state, &trace, span_id).await?;
    let text = value_text(&span, &asked.field)?;
    let length = asked.length.unwrap_or(WHOLE_VALUE_BYTES);
    if !(1..=MOST_BYTES).contains(&length) {
        return Err(Problem::field("length", format!("`length` is {length}, it must be 1 to {MOST_BYTES}")));
    }
    let range = part(&text, asked.offset.unwrap_or(0), length);
    let headers = [("x-total-bytes", text.len().to_string()), ("x-offset", range.start.to_string())];
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], headers, text[range].to_owned()).into_response())
}

/// The query of the address.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    field: String,
    offset: Option<usize>,
    length: Option<usize>,
}

fn value_text<'a>(span: &'a Span, field: &str) -> Answer<Cow<'a, str>> {
    let text = match field {
        "inputs" => span.facts.inputs.as_deref().map(Cow::from),
        "outputs" => span.facts.outputs.as_deref().map(Cow::from),
        _ => {
            let Some(key) = field.strip_prefix("attribute:") else {
                let text = format!(
                    "`field` is `{}`, it must be `inputs`, `outputs` or `attribute:<key>`",
                    field.escape_debug()
                );
                return Err(Problem::field("field", text));
            };
            span.attribute(key).map(attribute_text)
        }
    };
    text.ok_or_else(|| Error::not_found(format!("span `{}` has no `{field}`", span.span_id)).into())
}
