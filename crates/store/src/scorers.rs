//! The port for registered scorers and their online scoring.

use async_trait::async_trait;
use spanwell_model::{ExperimentId, OnlineScoringConfig, Result, ScorerVersion};

/// A version of a scorer to be registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewScorerVersion {
    /// The experiment.
    pub experiment_id: ExperimentId,
    /// The scorer's name.
    pub name: String,
    /// The id it gets when it is new.
    pub scorer_id: String,
    /// The scorer as JSON text.
    pub serialized: String,
    /// Now, in milliseconds since the epoch.
    pub now_ms: i64,
}

/// Online scoring of a scorer, to be set.
#[derive(Clone, Debug, PartialEq)]
pub struct OnlineScoringChange {
    /// The id that the configuration gets when it is new.
    pub config_id: String,
    /// Which part of the traces: 0 to 1.
    pub sample_rate: f64,
    /// A filter of traces.
    pub filter: Option<String>,
}

/// What is asked of any engine about scorers.
#[async_trait]
pub trait ScorerStore: Send + Sync {
    /// Adds a version to the scorer of this name, which is made when it is not there. Numbers of versions are not given
    /// twice as long as the scorer lives. `InvalidArgument` when the experiment has too many scorers, or the scorer too many
    /// versions.
    async fn register_scorer(&self, new: NewScorerVersion) -> Result<ScorerVersion>;

    /// The newest version of each scorer, by experiment and name: of these experiments, or of all. Deleted experiments are
    /// left out.
    async fn list_scorers(&self, experiment_ids: Option<Vec<ExperimentId>>) -> Result<Vec<ScorerVersion>>;

    /// All versions of a scorer, oldest first; none when there is no such scorer.
    async fn scorer_versions(&self, experiment_id: ExperimentId, name: &str) -> Result<Vec<ScorerVersion>>;

    /// One version of a scorer, or the newest.
    async fn get_scorer(
        &self,
        experiment_id: ExperimentId,
        name: &str,
        version: Option<i32>,
    ) -> Result<Option<ScorerVersion>>;

    /// Deletes one version of a scorer, or all; whether there was one. A scorer without versions is gone, and so is its
    /// online scoring.
    async fn delete_scorer(
        &self,
        experiment_id: ExperimentId,
        name: &str,
        version: Option<i32>,
    ) -> Result<bool>;

    /// Sets a scorer's online scoring; `None` when there is no such scorer.
    async fn set_online_scoring(
        &self,
        experiment_id: ExperimentId,
        name: &str,
        change: OnlineScoringChange,
    ) -> Result<Option<OnlineScoringConfig>>;

    /// The online scoring of these scorers, in the order of their ids; scorers without any are left out.
    async fn online_scoring_configs(&self, scorer_ids: Vec<String>) -> Result<Vec<OnlineScoringConfig>>;
}
