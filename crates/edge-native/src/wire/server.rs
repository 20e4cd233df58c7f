//! The server itself.

use serde::Serialize;
use utoipa::ToSchema;

/// What the server is and how it does.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ServerInfo {
    /// Its version.
    pub version: String,
    /// The port of OTLP over gRPC; left out when it is off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otlp_grpc_port: Option<u16>,
    /// Days a trace is kept; left out when it is kept for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention_days: Option<u32>,
    /// When it started, in milliseconds since the epoch.
    pub started_at: i64,
    /// What it took in since it started, and what it did not.
    pub loss: LossLedger,
}

/// What was taken in since the server started, and what was not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct LossLedger {
    /// Spans stored.
    pub accepted_spans: u64,
    /// Spans refused because they were malformed or over a limit.
    pub rejected_spans: u64,
    /// Metric points taken and dropped: metrics are not stored.
    pub dropped_metrics: u64,
    /// Requests refused because the queue of the writer was full.
    pub queue_full: u64,
    /// How far the text index is behind, in milliseconds.
    pub index_lag_ms: u64,
}
