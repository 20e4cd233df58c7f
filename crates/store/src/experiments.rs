//! The port for experiments.

use std::collections::BTreeMap;

use async_trait::async_trait;
use spanwell_model::{Experiment, ExperimentId, Lifecycle, Result};
use spanwell_query::{ExperimentFilter, ExperimentOrder};

use crate::page::{Cursor, Page};

/// An experiment to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewExperiment {
    /// Its name, unique among active and deleted ones.
    pub name: String,
    /// Root of its artifacts; `None` for `mlflow-artifacts:/<id>`.
    pub artifact_location: Option<String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Now, in milliseconds since the epoch.
    pub now_ms: i64,
}

/// Which rows a search is about, by what was deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LifecycleView {
    /// Those in use.
    #[default]
    Active,
    /// Deleted ones.
    Deleted,
    /// Both.
    All,
}

impl LifecycleView {
    /// Whether the view shows what is in this stage of life.
    pub fn shows(self, lifecycle: Lifecycle) -> bool {
        match self {
            Self::Active => lifecycle == Lifecycle::Active,
            Self::Deleted => lifecycle == Lifecycle::Deleted,
            Self::All => true,
        }
    }
}

/// A search for experiments.
#[derive(Clone, Debug, Default)]
pub struct ExperimentQuery {
    /// Which ones.
    pub view: LifecycleView,
    /// Condition; `None` for all.
    pub filter: Option<ExperimentFilter>,
    /// Order; empty for newest first. The id breaks ties (descending).
    pub order: Vec<ExperimentOrder>,
    /// Most rows of the page.
    pub limit: usize,
    /// Where the page starts.
    pub after: Option<Cursor>,
}

/// What is asked of any engine about experiments. The experiment `0` named `Default` exists from the start.
#[async_trait]
pub trait ExperimentStore: Send + Sync {
    /// Makes an experiment and allots its id. Fails with `AlreadyExists` when the name is in use, also by a deleted one.
    async fn create_experiment(&self, new: NewExperiment) -> Result<Experiment>;

    /// One experiment, deleted or not.
    async fn get_experiment(&self, id: ExperimentId) -> Result<Option<Experiment>>;

    /// One experiment by its name, deleted or not.
    async fn get_experiment_by_name(&self, name: &str) -> Result<Option<Experiment>>;

    /// Changes the name. `AlreadyExists` when another experiment has it, `Ok(None)` when there is no such experiment.
    async fn rename_experiment(
        &self,
        id: ExperimentId,
        name: &str,
        now_ms: i64,
    ) -> Result<Option<Experiment>>;

    /// Deletes or restores. `Ok(None)` when there is no such experiment.
    async fn set_experiment_lifecycle(
        &self,
        id: ExperimentId,
        lifecycle: Lifecycle,
        now_ms: i64,
    ) -> Result<Option<Experiment>>;

    /// Sets (`Some`) or deletes (`None`) a tag. `Ok(None)` when there is no such experiment, `Ok(Some(had))` tells
    /// whether the tag was there before.
    async fn change_experiment_tag(
        &self,
        id: ExperimentId,
        key: &str,
        value: Option<&str>,
        now_ms: i64,
    ) -> Result<Option<bool>>;

    /// A page of experiments.
    async fn search_experiments(&self, query: ExperimentQuery) -> Result<Page<Experiment>>;
}
