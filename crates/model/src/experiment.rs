//! What traces are grouped by.

use std::collections::BTreeMap;

use crate::ids::ExperimentId;

/// Whether an experiment is in use or was deleted (and can be restored).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lifecycle {
    /// In use.
    #[default]
    Active,
    /// Deleted, can be restored.
    Deleted,
}

impl Lifecycle {
    /// MLflow's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Deleted => "deleted",
        }
    }
}

/// A group of traces (and, later, runs).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Experiment {
    /// Its id.
    pub experiment_id: ExperimentId,
    /// Its name, unique among active and deleted ones.
    pub name: String,
    /// Root of its artifacts.
    pub artifact_location: String,
    /// In use or deleted.
    pub lifecycle: Lifecycle,
    /// When it was made, in milliseconds since the epoch.
    pub creation_time_ms: i64,
    /// When it was changed, in milliseconds since the epoch.
    pub last_update_time_ms: i64,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}
