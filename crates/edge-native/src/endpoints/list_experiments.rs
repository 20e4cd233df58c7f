//! GET /api/v1/experiments: experiments, newest first, with figures of the last 24 hours.

use crate::problem::Problem;
use crate::wire::experiments::ExperimentList;

/// Which experiments are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Those in use.
    #[default]
    Active,
    /// Deleted ones.
    Deleted,
    /// Both.
    All,
}

/// Experiments, newest first, with figures of the last 24 hours.
#[utoipa::path(
    get,
    path = "/experiments",
    tag = "experiments",
    params(
        ("view" = Option<crate::endpoints::list_experiments::View>, Query, description = "Which ones: in use (the default), deleted, or all"),
        ("search" = Option<String>, Query, description = "Part of the name, any case"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<usize>, Query, description = "Most rows of the page, at most 1000; 100 when left out")
    ),
    responses(
        (status = 200, description = "Found", body = ExperimentList),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody)
    )
)]
pub async fn list_experiments() -> Problem {
    Problem::not_implemented()
}
