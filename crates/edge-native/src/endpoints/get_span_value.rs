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

#[cfg(test)]
mod tests {
    use spanwell_store::suite::world::{SpanExt, span, span_id, trace_id, write};

    use crate::testing::World;

    #[tokio::test]
    async fn parts_join_to_the_whole() {
        let world = World::new();
        let text = "aä€😀".repeat(500);
        world.put(vec![write(1, vec![span(1, 0).with("in", text.as_str()).with("number", 7)])]).await;
        let path = format!("/traces/{}/spans/{}/value", trace_id(1), span_id(1));
        let (mut joined, mut offset) = (String::new(), 0);
        loop {
            let answer = world.get(&format!("{path}?field=inputs&offset={offset}&length=999")).await;
            assert_eq!(answer.headers["content-type"], "text/plain; charset=utf-8");
            assert_eq!(answer.headers["x-total-bytes"], (text.len() + 2).to_string());
            assert_eq!(answer.headers["x-offset"], offset.to_string());
            offset += answer.body.len();
            joined.push_str(std::str::from_utf8(&answer.body).unwrap());
            if answer.body.is_empty() {
                break;
            }
        }
        assert_eq!(joined, format!("\"{text}\""));
        assert_eq!(world.get(&format!("{path}?field=attribute:in")).await.body, text);
        assert_eq!(world.get(&format!("{path}?field=attribute:number")).await.body, "7");
        world.get(&format!("{path}?field=outputs")).await.refused(404, "NOT_FOUND", None);
        for (query, field) in [
            ("field=other", "field"),
            ("field=inputs&length=0", "length"),
            ("field=inputs&length=9999999", "length"),
            ("field=inputs&offset=-1", "offset"),
        ] {
            world.get(&format!("{path}?{query}")).await.refused(400, "INVALID_ARGUMENT", Some(field));
        }
    }
}
