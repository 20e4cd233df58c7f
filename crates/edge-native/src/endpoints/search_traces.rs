//! POST /api/v1/experiments/{experiment_id}/traces/search: a page of an experiment's traces.

use axum::Json;
use axum::extract::State;
use spanwell_store::TraceQuery;

use crate::extract::{Body, InExperiment};
use crate::filters;
use crate::paging;
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::search::{TracePage, TraceSearch, TraceSelection};

/// A page of an experiment's traces.
#[utoipa::path(
    post,
    path = "/experiments/{experiment_id}/traces/search",
    tag = "traces",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number")
    ),
    request_body = TraceSearch,
    responses(
        (status = 200, description = "Done", body = TracePage),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn search_traces(
    State(state): State<NativeState>,
    InExperiment(id): InExperiment,
    Body(asked): Body<TraceSearch>,
) -> Answer<Json<TracePage>> {
    let most = state.tracking.limits().traces_per_page.min(500);
    let query = TraceQuery {
        order: filters::order(&asked.order)?,
        limit: paging::limit(asked.limit, 100.min(most), most)?,
        after: paging::cursor(asked.cursor.as_deref())?,
        selection: filters::selection(
            id,
            TraceSelection {
                filter: asked.filter,
                text: asked.text,
                start_ms: asked.start_ms,
                end_ms: asked.end_ms,
                state: asked.state,
            },
        )?,
    };
    state.tracking.experiment(id).await?;
    let as_of = state.tracking.clock().now_ms();
    let page = state.tracking.search_traces(query).await?;
    Ok(Json(TracePage {
        traces: page.items.into_iter().map(Into::into).collect(),
        next_cursor: paging::print_cursor(page.next),
        as_of,
    }))
}
