//! What the searches for traces and for experiments share: filter, order, page size, page token.

use spanwell_mlflow::Message;
use spanwell_mlflow::error::wrong_value;
use spanwell_mlflow::message::EnumChoice;
use spanwell_model::{Error, ExperimentId, Result, TraceSummary};
use spanwell_query::{TraceFilter, parse_trace_filter, parse_trace_order};
use spanwell_store::{LifecycleView, Page, TraceQuery, TraceSelection};

use crate::page_token;
use crate::state::MlflowState;

/// Rows of a page of traces when the client does not say (MLflow 3.17).
const TRACES_PER_PAGE: usize = 100;

/// Which rows a search shows, by what was deleted.
pub(crate) const VIEWS: [EnumChoice<LifecycleView>; 3] = [
    ("ACTIVE_ONLY", 1, LifecycleView::Active),
    ("DELETED_ONLY", 2, LifecycleView::Deleted),
    ("ALL", 3, LifecycleView::All),
];

/// Reads `max_results`: 1 to `most`.
pub(crate) fn page_size(message: &Message<'_>, default: usize, most: usize) -> Result<usize> {
    let Some(asked) = message.int64("max_results")? else { return Ok(default) };
    usize::try_from(asked).ok().filter(|size| (1..=most).contains(size)).ok_or_else(|| {
        let expected = format!("It must be a number from 1 to {most}.");
        wrong_value(&message.name_of("max_results"), &serde_json::Value::from(asked), &expected)
    })
}

/// Reads `order_by`.
pub(crate) fn order_by(message: &Message<'_>) -> Result<Vec<String>> {
    message.owned_strings("order_by")
}

/// Reads `filter`; none when it is empty.
fn trace_filter(message: &Message<'_>) -> Result<Option<TraceFilter>> {
    match message.string("filter")? {
        None | Some("") => Ok(None),
        Some(text) => parse_trace_filter(text).map(Some).map_err(filter_error),
    }
}

/// A filter or order that cannot be parsed.
pub(crate) fn filter_error(error: spanwell_query::FilterError) -> Error {
    Error::invalid(error.to_string())
}

/// A page of the traces of these experiments.
pub(crate) async fn traces(
    state: &MlflowState,
    message: &Message<'_>,
    experiment_ids: Vec<ExperimentId>,
) -> Result<Page<TraceSummary>> {
    let query = TraceQuery {
        selection: TraceSelection {
            experiment_ids,
            filter: trace_filter(message)?,
            ..TraceSelection::default()
        },
        order: parse_trace_order(&order_by(message)?).map_err(filter_error)?,
        limit: page_size(message, TRACES_PER_PAGE, state.tracking.limits().traces_per_page)?,
        after: page_token::read(message)?,
    };
    if query.selection.experiment_ids.is_empty() {
        return Ok(Page { items: Vec::new(), next: None });
    }
    state.tracking.search_traces(query).await
}
