//! POST /api/v1/filter/check: whether a filter can be read, and where not.

use axum::Json;
use spanwell_query::parse_trace_filter;

use crate::extract::Body;
use crate::filters::utf16_units;
use crate::wire::filter::{FilterCheck, FilterError, FilterText};

/// Whether a filter can be read, and where not.
#[utoipa::path(
    post,
    path = "/filter/check",
    tag = "filter",
    request_body = FilterText,
    responses(
        (status = 200, description = "Done", body = FilterCheck),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody)
    )
)]
pub async fn check_filter(Body(asked): Body<FilterText>) -> Json<FilterCheck> {
    let error = parse_trace_filter(&asked.filter).err().map(|error| FilterError {
        message: format!("expected {}, found {}", error.expected, error.found),
        position: utf16_units(&asked.filter, error.position.byte),
        expected: Some(error.expected),
        hint: error.hint,
    });
    Json(FilterCheck { ok: error.is_none(), error })
}
