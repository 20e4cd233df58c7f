//! All edges behind one listener.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use http::StatusCode;
use spanwell_edge_mlflow::MlflowState;
use spanwell_edge_native::guard::Guard;
use spanwell_edge_native::{About, NativeState};
use spanwell_edge_otlp::OtlpState;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

use crate::settings::ServeArguments;
use crate::wiring::Services;

/// Version of this product.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Longest silence in the middle of a request's body.
const BODY_SILENCE: Duration = Duration::from_secs(30);

/// MLflow's REST API, OTLP over HTTP, the native REST API and the page.
pub fn router(
    services: &Services,
    arguments: &ServeArguments,
    grpc_address: Option<SocketAddr>,
    stop: CancellationToken,
) -> Router {
    let mlflow = MlflowState {
        tracking: services.tracking.clone(),
        ingest: services.ingest.clone(),
        attachments: services.attachments.clone(),
        artifacts: services.artifacts.clone(),
        server_version: VERSION,
    };
    let about = About {
        version: VERSION.to_owned(),
        otlp_grpc_port: grpc_address.map(|address| address.port()),
        retention_days: arguments.retention.map(|days| days.0),
        started_at_ms: services.tracking.clock().now_ms(),
    };
    let native = NativeState::new(
        services.tracking.clone(),
        services.artifacts.clone(),
        services.ingest.losses().clone(),
        about,
        stop,
    );
    let guard = Guard::new(arguments.allowed_hosts.clone(), Vec::<String>::new());
    let request_timeout = Duration::from_millis(services.limits.request_timeout_ms);
    Router::new()
        .merge(spanwell_edge_mlflow::router(mlflow))
        .merge(spanwell_edge_otlp::http_router(otlp_state(services)))
        .merge(spanwell_edge_native::router(native))
        .fallback(spanwell_page::serve)
        .layer(RequestBodyTimeoutLayer::new(BODY_SILENCE))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, request_timeout))
        .layer(guard)
        .layer(CatchPanicLayer::new())
}

/// State of the OTLP edges.
pub fn otlp_state(services: &Services) -> OtlpState {
    OtlpState::new(services.ingest.clone(), services.limits.clone())
}
