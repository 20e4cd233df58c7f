//! What the handlers need.

use std::sync::Arc;

use spanwell_artifacts::Artifacts;
use spanwell_tracking::{LossCounters, Tracking};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::events::journal::Journal;

/// What the server says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Its version.
    pub version: String,
    /// The port of OTLP over gRPC, when it is on.
    pub otlp_grpc_port: Option<u16>,
    /// Days a trace is kept; `None` for ever.
    pub retention_days: Option<u32>,
    /// When it started, in milliseconds since the epoch.
    pub started_at_ms: i64,
}

/// What the handlers need. Cheap to clone: everything inside is shared.
#[derive(Clone)]
pub struct NativeState {
    pub(crate) tracking: Tracking,
    pub(crate) artifacts: Artifacts,
    pub(crate) losses: Arc<LossCounters>,
    pub(crate) about: Arc<About>,
    pub(crate) shutdown: CancellationToken,
    /// One permit for each event stream that may be open.
    pub(crate) streams: Arc<Semaphore>,
    pub(crate) journal: Arc<Journal>,
}

impl NativeState {
    /// The state on these services. Event streams end when `shutdown` is cancelled.
    pub fn new(
        tracking: Tracking,
        artifacts: Artifacts,
        losses: Arc<LossCounters>,
        about: About,
        shutdown: CancellationToken,
    ) -> Self {
        let streams = Arc::new(Semaphore::new(tracking.limits().event_streams));
        let journal = Arc::new(Journal::new(tracking.trace_store().changes()));
        Self { tracking, artifacts, losses, about: Arc::new(about), shutdown, streams, journal }
    }
}
