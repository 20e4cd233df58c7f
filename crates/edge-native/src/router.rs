//! The table of contents of `/api/v1`.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::any;
use http::header::CACHE_CONTROL;
use http::{HeaderValue, Method, Uri};
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::endpoints::{
    add_assessment, change_assessment, check_filter, complete_filter, count_traces, create_experiment,
    delete_assessment, delete_experiment, delete_traces, export_trace, find_in_trace, get_charts,
    get_experiment, get_openapi, get_server, get_session, get_skeleton, get_span, get_span_value, get_trace,
    list_experiments, list_sessions, restore_experiment, search_traces, stream_events, update_experiment,
    update_tags,
};
use crate::extract::BODY_BYTES;
use crate::problem::Problem;
use crate::state::NativeState;
use crate::wire::events::{ResetEvent, TraceEvent, TracesEvent};

/// Where the API is.
pub const PREFIX: &str = "/api/v1";

/// What the document says beside the endpoints.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Spanwell",
        description = "The native API of Spanwell: traces, their spans, feedback, figures. Times are milliseconds since \
                       the epoch unless the name ends in `_ns`; durations are milliseconds; what is not known is left out.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(TracesEvent, TraceEvent, ResetEvent, list_experiments::View)),
    tags(
        (name = "server", description = "The server itself"),
        (name = "experiments", description = "What traces are grouped by"),
        (name = "traces", description = "Requests through an application"),
        (name = "spans", description = "Steps of a request"),
        (name = "sessions", description = "Conversations"),
        (name = "assessments", description = "Feedback and expectations"),
        (name = "filter", description = "Help with the filter language"),
        (name = "events", description = "Changes as they happen")
    )
)]
struct Document;

#[rustfmt::skip]
fn table() -> OpenApiRouter<NativeState> {
    OpenApiRouter::new()
        .routes(routes!(get_server::get_server))
        .routes(routes!(get_openapi::get_openapi))
        // Experiments.
        .routes(routes!(list_experiments::list_experiments, create_experiment::create_experiment))
        .routes(routes!(get_experiment::get_experiment, update_experiment::update_experiment, delete_experiment::delete_experiment))
        .routes(routes!(restore_experiment::restore_experiment))
        // Traces of an experiment.
        .routes(routes!(search_traces::search_traces))
        .routes(routes!(count_traces::count_traces))
        .routes(routes!(delete_traces::delete_traces))
        .routes(routes!(get_charts::get_charts))
        .routes(routes!(list_sessions::list_sessions))
        .routes(routes!(get_session::get_session))
        .routes(routes!(stream_events::stream_events))
        .routes(routes!(check_filter::check_filter))
        .routes(routes!(complete_filter::complete_filter))
        // One trace.
        .routes(routes!(get_trace::get_trace))
        .routes(routes!(get_skeleton::get_skeleton))
        .routes(routes!(get_span::get_span))
        .routes(routes!(get_span_value::get_span_value))
        .routes(routes!(find_in_trace::find_in_trace))
        .routes(routes!(export_trace::export_trace))
        .routes(routes!(update_tags::update_tags))
        .routes(routes!(add_assessment::add_assessment))
        .routes(routes!(change_assessment::change_assessment, delete_assessment::delete_assessment))
}

fn parts() -> (Router<NativeState>, OpenApi) {
    OpenApiRouter::with_openapi(Document::openapi()).nest(PREFIX, table()).split_for_parts()
}

/// The description of the API.
pub fn openapi() -> OpenApi {
    parts().1
}

/// The routes. Bodies are limited and answers compressed; unknown paths and methods under the prefix get this API's
/// error.
pub fn router(state: NativeState) -> Router {
    let unknown =
        Router::new().route(PREFIX, any(no_endpoint)).route(&format!("{PREFIX}/{{*rest}}"), any(no_endpoint));
    parts()
        .0
        .method_not_allowed_fallback(no_endpoint)
        .with_state(state)
        .merge(unknown)
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .layer(CompressionLayer::new())
}

async fn no_endpoint(method: Method, uri: Uri) -> Problem {
    Problem::no_endpoint(&method, uri.path())
}
