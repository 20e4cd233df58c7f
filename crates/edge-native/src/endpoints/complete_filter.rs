//! POST /api/v1/filter/complete: what may come at the cursor of a filter that is being typed.

use crate::problem::Problem;
use crate::wire::filter::{Completion, CompletionRequest};

/// What may come at the cursor of a filter that is being typed.
#[utoipa::path(
    post,
    path = "/filter/complete",
    tag = "filter",
    request_body = CompletionRequest,
    responses(
        (status = 200, description = "Done", body = Completion),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn complete_filter() -> Problem {
    Problem::not_implemented()
}
