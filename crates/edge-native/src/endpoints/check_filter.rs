//! POST /api/v1/filter/check: whether a filter can be read, and where not.

use crate::problem::Problem;
use crate::wire::filter::{FilterCheck, FilterText};

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
pub async fn check_filter() -> Problem {
    Problem::not_implemented()
}
