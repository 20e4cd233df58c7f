//! The table of contents of `/api/v1`.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::any;
use http::header::CACHE_CONTROL;
use http::{HeaderValue, Method, StatusCode, Uri};
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::endpoints::{
    add_assessment, change_assessment, check_filter, complete_filter, count_traces, create_experiment,
    delete_assessment, delete_experiment, delete_prompt_alias, delete_traces, export_trace, find_in_trace,
    get_charts, get_dataset, get_experiment, get_openapi, get_prompt, get_run, get_run_artifact, get_server,
    get_session, get_skeleton, get_span, get_span_value, get_trace, list_dataset_records, list_datasets,
    list_experiments, list_prompt_versions, list_prompts, list_run_artifacts, list_run_results,
    list_sessions, restore_experiment, search_runs, search_traces, set_prompt_alias, stream_events,
    update_experiment, update_tags,
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
        (name = "prompts", description = "The prompt registry"),
        (name = "runs", description = "Evaluations and other pieces of work"),
        (name = "datasets", description = "Examples that evaluations run on"),
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
        // Prompts.
        .routes(routes!(list_prompts::list_prompts))
        .routes(routes!(get_prompt::get_prompt))
        .routes(routes!(list_prompt_versions::list_prompt_versions))
        .routes(routes!(set_prompt_alias::set_prompt_alias, delete_prompt_alias::delete_prompt_alias))
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
        // Runs.
        .routes(routes!(search_runs::search_runs))
        .routes(routes!(get_run::get_run))
        .routes(routes!(list_run_results::list_run_results))
        .routes(routes!(list_run_artifacts::list_run_artifacts))
        .routes(routes!(get_run_artifact::get_run_artifact))
        // Evaluation datasets.
        .routes(routes!(list_datasets::list_datasets))
        .routes(routes!(get_dataset::get_dataset))
        .routes(routes!(list_dataset_records::list_dataset_records))
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
        .method_not_allowed_fallback(no_method)
        .with_state(state)
        .merge(unknown)
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .layer(CompressionLayer::new())
}

async fn no_endpoint(method: Method, uri: Uri) -> Problem {
    Problem::no_endpoint(&method, uri.path())
}

async fn no_method(method: Method, uri: Uri) -> Problem {
    Problem::no_endpoint(&method, uri.path()).with_status(StatusCode::METHOD_NOT_ALLOWED)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use http::Request;
    use serde_json::Value;

    use crate::testing::World;

    /// A request that cannot succeed, for any operation: a path part of the wrong form, else a wrong body, else a query
    /// that is not known.
    fn hopeless(path: &str, method: &str, operation: &Value) -> Option<Request<Body>> {
        let has = |place: &str| {
            operation["parameters"]
                .as_array()
                .is_some_and(|all| all.iter().any(|parameter| parameter["in"] == place))
        };
        let address = path.replace("{experiment_id}", "none").replace("{prompt}", "a%3Ab");
        let address = address.replace('{', "a%20").replace('}', "");
        let address = if has("query") { format!("{address}?nonsense=1") } else { address };
        let request = Request::builder().method(method.to_uppercase().as_str()).uri(address);
        let request = request.header("content-type", "application/json");
        let possible = has("path") || has("query") || operation["requestBody"].is_object();
        possible.then(|| request.body(Body::from("{")).unwrap())
    }

    #[tokio::test]
    async fn every_endpoint_refuses_in_the_same_form() {
        let world = World::new();
        let document: Value = serde_json::from_str(&crate::openapi::document()).unwrap();
        let mut walked = 0;
        for (path, operations) in document["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                assert!(operation["summary"].is_string(), "{method} {path} has no summary");
                let Some(request) = hopeless(path, method, operation) else {
                    assert!(
                        ["/api/v1/server", "/api/v1/openapi.json"].contains(&path.as_str()),
                        "{method} {path}"
                    );
                    continue;
                };
                let answer = world.ask(request).await;
                let error = answer.refused(400, "INVALID_ARGUMENT", answer.json()["error"]["field"].as_str());
                let listed = &operation["responses"]["400"]["content"]["application/json"]["schema"]["$ref"];
                assert_eq!(
                    listed, "#/components/schemas/ErrorBody",
                    "{method} {path} does not say how it refuses: {error}"
                );
                walked += 1;
            }
        }
        assert_eq!(walked, 38);
    }

    #[tokio::test]
    async fn unknown_paths_and_methods_are_told_in_the_same_form() {
        let world = World::new();
        world.get("/nonsense").await.refused(404, "ENDPOINT_NOT_FOUND", None);
        world.get("").await.refused(404, "ENDPOINT_NOT_FOUND", None);
        world.delete("/server").await.refused(405, "ENDPOINT_NOT_FOUND", None);
    }

    #[tokio::test]
    async fn bodies_are_limited_and_must_be_json() {
        let world = World::new();
        let send = |kind: &'static str, body: String| {
            let request =
                crate::testing::request(http::Method::POST, "/experiments").header("content-type", kind);
            world.ask(request.body(Body::from(body)).unwrap())
        };
        let large = format!("{{\"name\": \"{}\"}}", "x".repeat(2 << 20));
        send("application/json", large).await.refused(413, "TOO_LARGE", None);
        send("text/plain", "{\"name\": \"x\"}".into()).await.refused(415, "INVALID_ARGUMENT", None);
        send("application/json", "[]".into()).await.refused(400, "INVALID_ARGUMENT", None);
        send("application/json", "{\"name\": \"x\"} {}".into()).await.refused(400, "INVALID_ARGUMENT", None);
        let deep = format!("{{\"name\": \"n\", \"kind\": \"feedback\", \"value\": {}", "[".repeat(100_000));
        let request = crate::testing::request(http::Method::POST, "/traces/none/assessments");
        let request = request.header("content-type", "application/json").body(Body::from(deep)).unwrap();
        world.ask(request).await.refused(400, "INVALID_ARGUMENT", Some("value"));
        send("application/json; charset=utf-8", "{\"name\": \"x\"}".into()).await.good();
    }

    #[tokio::test]
    async fn answers_are_compressed_and_not_kept_by_caches() {
        let world = World::new();
        let request =
            crate::testing::request(http::Method::GET, "/openapi.json").header("accept-encoding", "gzip, br");
        let answer = world.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!(
            (&answer.headers["content-encoding"], &answer.headers["cache-control"]),
            (&"br".parse().unwrap(), &"no-store".parse().unwrap())
        );
    }
}
