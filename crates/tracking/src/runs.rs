//! Runs: made, found, changed, logged to, deleted and restored.

use std::collections::BTreeMap;

use spanwell_model::{Error, ExperimentId, Lifecycle, Metric, Result, Run, RunId};
use spanwell_store::runs::TAG_RUN_NAME;
use spanwell_store::{Cursor, NewRun, Page, RunBatch, RunChange, RunQuery};

use crate::run_names::random_name;
use crate::{Tracking, run_checks};

/// Largest page of runs, and of the values of a metric (MLflow 3.17).
pub const RUNS_PER_PAGE: usize = 50_000;

/// What a client says of a run it starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunDraft {
    /// Its name; made up when absent.
    pub name: Option<String>,
    /// Who makes it.
    pub user_id: String,
    /// When it started, in milliseconds since the epoch; now when absent.
    pub start_time_ms: Option<i64>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

impl Tracking {
    /// Starts a run in an experiment in use.
    pub async fn create_run(&self, experiment_id: ExperimentId, draft: RunDraft) -> Result<Run> {
        let experiment = self.active_experiment(experiment_id).await?;
        let RunDraft { name, user_id, start_time_ms, mut tags } = draft;
        run_checks::tags(&mut tags, &self.limits)?;
        let (name, tagged) = (name.filter(|name| !name.is_empty()), tags.get(TAG_RUN_NAME).cloned());
        if let (Some(name), Some(tagged)) = (&name, &tagged)
            && name != tagged
        {
            return Err(Error::invalid(format!(
                "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values \
                 (run_name='{name}', mlflow.runName='{tagged}')."
            )));
        }
        let run_id = self.ids.run_id();
        let new = NewRun {
            artifact_uri: artifact_folder(&experiment.artifact_location, &format!("{run_id}/artifacts")),
            run_id,
            experiment_id,
            name: name.or(tagged).unwrap_or_else(|| random_name(&*self.ids)),
            user_id,
            start_time_ms: start_time_ms.unwrap_or_else(|| self.clock.now_ms()),
            tags,
        };
        self.runs.create_run(new).await
    }

    /// One run, deleted or not.
    pub async fn run(&self, id: &RunId) -> Result<Run> {
        self.runs.get_run(id).await?.ok_or_else(|| no_run(id))
    }

    /// Changes a run in use.
    pub async fn update_run(&self, id: &RunId, change: RunChange) -> Result<Run> {
        self.runs.update_run(id, change).await?.ok_or_else(|| no_run(id))
    }

    /// Logs to a run in use, all or nothing.
    pub async fn log_to_run(&self, id: &RunId, mut batch: RunBatch) -> Result<()> {
        run_checks::batch(&mut batch, &self.limits)?;
        self.runs.log_to_run(id, batch).await?.ok_or_else(|| no_run(id))
    }

    /// Deletes a tag of a run in use.
    pub async fn delete_run_tag(&self, id: &RunId, key: &str) -> Result<()> {
        match self.runs.delete_run_tag(id, key).await? {
            Some(true) => Ok(()),
            Some(false) => Err(Error::not_found(format!("No tag with name: {key} in run with id {id}"))),
            None => Err(no_run(id)),
        }
    }

    /// Deletes a run; it can be restored.
    pub async fn delete_run(&self, id: &RunId) -> Result<()> {
        self.runs.set_run_lifecycle(id, Lifecycle::Deleted).await?.ok_or_else(|| no_run(id))
    }

    /// Restores a deleted run.
    pub async fn restore_run(&self, id: &RunId) -> Result<()> {
        self.runs.set_run_lifecycle(id, Lifecycle::Active).await?.ok_or_else(|| no_run(id))
    }

    /// A page of runs.
    pub async fn search_runs(&self, query: RunQuery) -> Result<Page<Run>> {
        self.runs.search_runs(query).await
    }

    /// A page of the values of a metric of a run that exists.
    pub async fn metric_history(
        &self,
        id: &RunId,
        key: &str,
        limit: usize,
        after: Option<Cursor>,
    ) -> Result<Page<Metric>> {
        self.run(id).await?;
        self.runs.metric_history(id, key, limit, after).await
    }
}

/// A folder below an artifact location, which may end with a slash.
pub fn artifact_folder(location: &str, folder: &str) -> String {
    format!("{}/{folder}", location.trim_end_matches('/'))
}

fn no_run(id: &RunId) -> Error {
    Error::not_found(format!("Run with id={id} not found"))
}
