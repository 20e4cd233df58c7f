//! The port for runs.

use std::collections::BTreeMap;

use async_trait::async_trait;
use spanwell_model::{
    DatasetInput, ExperimentId, Lifecycle, Metric, ModelOutput, Result, Run, RunId, RunStatus,
};
use spanwell_query::{RunFilter, RunOrder};

use crate::experiments::LifecycleView;
use crate::page::{Cursor, Page};

/// The tag that is a run's name too: whoever changes one changes the other.
pub const TAG_RUN_NAME: &str = "mlflow.runName";

/// The tag of an input that says what a dataset was used for.
pub const TAG_DATASET_CONTEXT: &str = "mlflow.data.context";

/// A run to be made. It begins as [`RunStatus::Running`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRun {
    /// Its id, not in use.
    pub run_id: RunId,
    /// Where it belongs.
    pub experiment_id: ExperimentId,
    /// Its name; becomes the tag [`TAG_RUN_NAME`] as well.
    pub name: String,
    /// Who makes it.
    pub user_id: String,
    /// When it started, in milliseconds since the epoch.
    pub start_time_ms: i64,
    /// Root of its artifacts.
    pub artifact_uri: String,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

/// What changes of a run; `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunChange {
    /// How far it is.
    pub status: Option<RunStatus>,
    /// When it ended, in milliseconds since the epoch.
    pub end_time_ms: Option<i64>,
    /// Its name.
    pub name: Option<String>,
}

/// What is logged to a run together: all of it or nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunBatch {
    /// Values of metrics. The same value logged twice is kept once.
    pub metrics: Vec<Metric>,
    /// Parameters, which never change their value.
    pub params: BTreeMap<String, String>,
    /// Tags.
    pub tags: BTreeMap<String, String>,
    /// Datasets that went in. One with the name and digest of an earlier one is that one.
    pub datasets: Vec<DatasetInput>,
    /// Ids of logged models that went in.
    pub model_inputs: Vec<String>,
    /// Logged models that came out.
    pub model_outputs: Vec<ModelOutput>,
}

/// A search for runs.
#[derive(Clone, Debug, Default)]
pub struct RunQuery {
    /// Where to look.
    pub experiment_ids: Vec<ExperimentId>,
    /// Which ones.
    pub view: LifecycleView,
    /// Condition.
    pub filter: RunFilter,
    /// Complete order, as `parse_run_order` makes it. Runs without a value come last, not-a-numbers before them.
    pub order: Vec<RunOrder>,
    /// Most rows of the page.
    pub limit: usize,
    /// Where the page starts.
    pub after: Option<Cursor>,
}

/// What is asked of any engine about runs.
#[async_trait]
pub trait RunStore: Send + Sync {
    /// Makes a run. `AlreadyExists` when the id is in use.
    async fn create_run(&self, new: NewRun) -> Result<Run>;

    /// One run, deleted or not.
    async fn get_run(&self, id: &RunId) -> Result<Option<Run>>;

    /// Changes a run in use. `Ok(None)` when there is none; `Invalid` when it is deleted.
    async fn update_run(&self, id: &RunId, change: RunChange) -> Result<Option<Run>>;

    /// Logs to a run in use. `Ok(None)` when there is none; `Invalid` when it is deleted, or a parameter has another value.
    async fn log_to_run(&self, id: &RunId, batch: RunBatch) -> Result<Option<()>>;

    /// Deletes a tag of a run in use. `Ok(None)` when there is no such run, `Ok(Some(had))` tells whether the tag was there.
    async fn delete_run_tag(&self, id: &RunId, key: &str) -> Result<Option<bool>>;

    /// Deletes or restores. `Ok(None)` when there is no such run.
    async fn set_run_lifecycle(&self, id: &RunId, lifecycle: Lifecycle) -> Result<Option<()>>;

    /// A page of runs.
    async fn search_runs(&self, query: RunQuery) -> Result<Page<Run>>;

    /// A page of the values of a metric, in order of time, step and value.
    async fn metric_history(
        &self,
        id: &RunId,
        key: &str,
        limit: usize,
        after: Option<Cursor>,
    ) -> Result<Page<Metric>>;
}
