//! The router: every route of the two tables, and an error in MLflow's form for everything else under their prefixes.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::middleware::map_response_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, any, on};
use spanwell_mlflow::ErrorBody;
use spanwell_model::{Error, Kind};

use crate::answer::{Failure, error_response};
use crate::not_served::{NOT_SERVED, not_served};
use crate::routes::ROUTES;
use crate::state::MlflowState;

/// Header with the version of this product; `/version` answers MLflow's.
const VERSION_HEADER: &str = "x-spanwell-version";
/// Where unknown paths are answered in MLflow's form.
const PREFIXES: [&str; 6] =
    ["/api/2.0", "/api/3.0", "/api/4.0", "/ajax-api/2.0", "/ajax-api/3.0", "/ajax-api/4.0"];

/// MLflow's REST API. The router has no fallback of its own, so that it can be merged with the other edges.
pub fn router(state: MlflowState) -> Router {
    let mut paths: BTreeMap<String, MethodRouter<MlflowState>> = BTreeMap::new();
    let mut add = |path: String, route: MethodRouter<MlflowState>| {
        let known = paths.remove(&path).unwrap_or_default();
        paths.insert(path, known.merge(route));
    };
    for route in ROUTES {
        for prefix in route.reach.prefixes() {
            add(format!("{prefix}{}", route.path), (route.mount)());
        }
    }
    for call in NOT_SERVED {
        for prefix in call.reach.prefixes() {
            let answer = move |method: Method, uri: Uri| async move {
                Failure::from(not_served(call.rpc, method.as_str(), uri.path()))
            };
            if let Ok(filter) = filter(call.method) {
                add(format!("{prefix}{}", call.path), on(filter, answer));
            }
        }
    }
    let mut router = Router::new();
    for (path, route) in paths {
        router = router.route(&path, route.fallback(wrong_method));
    }
    for prefix in PREFIXES {
        router = router.route(&format!("{prefix}/{{*rest}}"), any(unknown_path));
    }
    router.layer(map_response_with_state(state.clone(), name_version)).with_state(state)
}

fn filter(method: &str) -> Result<MethodFilter, ()> {
    let method = Method::from_bytes(method.as_bytes()).map_err(|_| ())?;
    MethodFilter::try_from(method).map_err(|_| ())
}

async fn name_version(State(state): State<MlflowState>, mut response: Response) -> Response {
    response.headers_mut().insert(VERSION_HEADER, HeaderValue::from_static(state.server_version));
    response
}

async fn unknown_path(method: Method, uri: Uri) -> Response {
    let text = format!("`{method} {}` is not an endpoint of this server", uri.path());
    Failure::from(Error::new(Kind::EndpointNotFound, text)).into_response()
}

/// The path is known, the method is not. MLflow's client takes the code for a sign to use an older call.
async fn wrong_method(method: Method, uri: Uri) -> Response {
    let body = ErrorBody {
        error_code: Kind::EndpointNotFound.wire().mlflow,
        message: format!("`{}` does not take {method}", uri.path()),
    };
    error_response(StatusCode::METHOD_NOT_ALLOWED, &body)
}
