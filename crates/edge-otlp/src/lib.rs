#![doc = include_str!("../README.md")]

pub mod answer;
pub mod body;
pub mod grpc;
pub mod intake;
pub mod logs;
pub mod metrics;
pub mod target;
pub mod traces;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::post;
use spanwell_model::Limits;
use spanwell_tracking::Ingest;
use tokio::sync::Semaphore;

pub use grpc::grpc_router;

/// Bytes that one permit of [`OtlpState::memory`] stands for.
pub(crate) const BYTES_PER_PERMIT: usize = 1 << 10;

/// What the handlers need. Cheap to clone.
#[derive(Clone)]
pub struct OtlpState {
    pub(crate) ingest: Ingest,
    pub(crate) limits: Arc<Limits>,
    /// Memory that requests in work may use together; a request that finds none is told to come again.
    pub(crate) memory: Arc<Semaphore>,
}

impl OtlpState {
    /// State of one server.
    pub fn new(ingest: Ingest, limits: Arc<Limits>) -> Self {
        let memory = Arc::new(Semaphore::new(limits.write_queue_bytes / BYTES_PER_PERMIT));
        Self { ingest, limits, memory }
    }
}

/// OTLP over HTTP. Besides the standard paths, those that the SDKs of Langfuse and LangSmith append to their endpoint.
pub fn http_router(state: OtlpState) -> Router {
    let body_bytes = state.limits.body_bytes;
    Router::new()
        .route("/v1/traces", post(traces::handler))
        .route("/v1/traces/", post(traces::handler))
        .route("/api/public/otel/v1/traces", post(traces::handler))
        .route("/otel/v1/traces", post(traces::handler))
        .route("/v1/logs", post(logs::handler))
        .route("/v1/logs/", post(logs::handler))
        .route("/v1/metrics", post(metrics::handler))
        .route("/v1/metrics/", post(metrics::handler))
        .layer(DefaultBodyLimit::max(body_bytes))
        .with_state(state)
}
