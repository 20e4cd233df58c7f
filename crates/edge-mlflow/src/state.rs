//! What handlers work with.

use std::sync::Arc;

use spanwell_artifacts::Artifacts;
use spanwell_tracking::{Ingest, Tracking};

use crate::attachments::AttachmentStore;

/// What handlers work with. Cheap to clone.
#[derive(Clone)]
pub struct MlflowState {
    /// Experiments, traces, feedback.
    pub tracking: Tracking,
    /// Spans on their way in.
    pub ingest: Ingest,
    /// Files that belong to traces.
    pub attachments: Arc<dyn AttachmentStore>,
    /// Files that belong to runs and models.
    pub artifacts: Artifacts,
    /// The version of this product (not MLflow's), for the header `x-spanwell-version`.
    pub server_version: &'static str,
}
