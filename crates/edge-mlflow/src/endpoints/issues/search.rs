//! POST /api/3.0/mlflow/issues/search: the worst first.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::header::experiment_id;
use spanwell_mlflow::issue::IssueAnswer;
use spanwell_query::IssueFilter;
use spanwell_store::IssueQuery;
use spanwell_tracking::issues::ISSUES_PER_PAGE;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::page_token;
use crate::search::{filter_error, page_size};
use crate::state::MlflowState;

/// Rows of a page when the client does not say (MLflow 3.17).
const DEFAULT_ISSUES_PER_PAGE: usize = 100;

#[derive(Serialize)]
struct Found<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    issues: Vec<IssueAnswer<'a>>,
    next_page_token: String,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let filter: IssueFilter =
        request.string("filter_string")?.unwrap_or_default().parse().map_err(filter_error)?;
    let is_anywhere = request.filled_string("experiment_id")?.is_none();
    let query = IssueQuery {
        experiment_id: if is_anywhere { None } else { Some(experiment_id(&request, "experiment_id")?) },
        filter,
        with_trace_counts: request.boolean("include_trace_count")?.unwrap_or(false),
        limit: page_size(&request, DEFAULT_ISSUES_PER_PAGE, ISSUES_PER_PAGE)?,
        after: page_token::read(&request)?,
    };
    let page = state.tracking.search_issues(query).await?;
    json(&Found {
        issues: page.items.iter().map(|found| IssueAnswer::new(&found.issue, found.trace_count)).collect(),
        next_page_token: page_token::print_or_empty(page.next.as_ref()),
    })
}
