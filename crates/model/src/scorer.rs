//! Scorers: what judges the answers of an application, kept as the text that clients make of them.

use crate::ids::ExperimentId;

/// One version of a registered scorer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScorerVersion {
    /// The experiment it belongs to.
    pub experiment_id: ExperimentId,
    /// Its name, one of a kind in the experiment.
    pub name: String,
    /// The id that all versions share: a UUID.
    pub scorer_id: String,
    /// The number of this version, from 1.
    pub version: i32,
    /// The scorer as JSON text of an object, as the client wrote it.
    pub serialized: String,
    /// When this version was registered, in milliseconds since the epoch.
    pub creation_time_ms: i64,
}

/// Which new traces a scorer shall judge by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct OnlineScoringConfig {
    /// Its id, which stays the same when it is changed.
    pub config_id: String,
    /// The scorer.
    pub scorer_id: String,
    /// The scorer's experiment.
    pub experiment_id: ExperimentId,
    /// Which part of the traces: 0 (none) to 1 (all).
    pub sample_rate: f64,
    /// A filter of traces; all of them when there is none.
    pub filter: Option<String>,
}
