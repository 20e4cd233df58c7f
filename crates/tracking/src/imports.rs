//! What an import from another server writes: things with the ids and times that they have there.

use std::collections::BTreeSet;

use spanwell_model::{
    Dataset, Error, Lifecycle, LoggedModel, ModelVersion, RegisteredModel, Result, Run, RunId, TraceId,
    TraceSummary,
};
use spanwell_query::{Comparison, Expression, Test, TextComparator, TraceCondition, TraceField};
use spanwell_store::{
    NewModelVersion, NewRegisteredModel, NewRun, RunBatch, RunChange, TraceHeader, TraceQuery, TraceSelection,
};

use crate::Tracking;

impl Tracking {
    /// A trace, if it is here.
    pub async fn known_trace(&self, id: &TraceId) -> Result<Option<TraceSummary>> {
        Ok(self.traces.get_traces(std::slice::from_ref(id)).await?.into_iter().next().flatten())
    }

    /// Takes a trace's header as it is. Nobody waits for its spans, which the import brings itself.
    pub async fn import_trace_header(&self, mut header: TraceHeader) -> Result<TraceSummary> {
        let experiment = self.experiment(header.experiment_id).await?;
        let location = format!("{}/traces/{}/artifacts", experiment.artifact_location, header.trace_id);
        header.default_tags.push(("mlflow.artifactLocation".into(), location));
        self.traces.put_header(header).await
    }

    /// Those of these traces that a run has.
    pub async fn traces_of_run(&self, run_id: &RunId, ids: &[TraceId]) -> Result<BTreeSet<TraceId>> {
        let mut known = BTreeSet::new();
        for trace in self.traces(ids).await? {
            let text = |field, text: &str| {
                let test = Test::Text(TextComparator::Equal, text.to_owned());
                Expression::Leaf(TraceCondition::Compare(Comparison { field, test }))
            };
            let filter = Expression::all(vec![
                text(TraceField::RunId, run_id.as_str()),
                text(TraceField::TraceId, trace.trace_id.as_str()),
            ]);
            let query = TraceQuery {
                selection: TraceSelection {
                    experiment_ids: vec![trace.experiment_id],
                    filter: Some(filter.into()),
                    ..TraceSelection::default()
                },
                limit: 1,
                ..TraceQuery::default()
            };
            if !self.search_traces(query).await?.items.is_empty() {
                known.insert(trace.trace_id);
            }
        }
        Ok(known)
    }

    /// A run, if it is here.
    pub async fn known_run(&self, id: &RunId) -> Result<Option<Run>> {
        self.runs.get_run(id).await
    }

    /// Makes a run with its own id.
    pub async fn import_run(&self, new: NewRun) -> Result<Run> {
        self.runs.create_run(new).await
    }

    /// Logs to a run of any state; what is there already is kept once.
    pub async fn import_to_run(&self, id: &RunId, batch: RunBatch) -> Result<()> {
        let done = self.runs.log_to_run(id, batch).await?;
        done.ok_or_else(|| Error::not_found(format!("Run with id={id} not found")))
    }

    /// Gives a run its state and end.
    pub async fn import_run_change(&self, id: &RunId, change: RunChange, lifecycle: Lifecycle) -> Result<()> {
        let known = self.run(id).await?;
        let is_same = change.status.is_none_or(|status| status == known.status)
            && change.end_time_ms.is_none_or(|end| Some(end) == known.end_time_ms);
        if !is_same {
            // Deleted runs do not change.
            self.runs.set_run_lifecycle(id, Lifecycle::Active).await?;
            self.runs.update_run(id, change).await?;
        }
        self.runs.set_run_lifecycle(id, lifecycle).await.map(drop)
    }

    /// Whether a logged model is here.
    pub async fn known_logged_model(&self, id: &str) -> Result<bool> {
        Ok(self.logged_models.get_logged_model(id).await?.is_some())
    }

    /// Makes a logged model with its own id.
    pub async fn import_logged_model(&self, model: LoggedModel) -> Result<LoggedModel> {
        self.logged_models.create_logged_model(model).await
    }

    /// Whether a registered model is here.
    pub async fn known_registered_model(&self, name: &str) -> Result<bool> {
        Ok(self.registry.get_registered_model(name).await?.is_some())
    }

    /// Makes a registered model with its own time.
    pub async fn import_registered_model(&self, new: NewRegisteredModel) -> Result<RegisteredModel> {
        self.registry.create_registered_model(new).await
    }

    /// Whether a version is here.
    pub async fn known_model_version(&self, name: &str, version: u32) -> Result<bool> {
        Ok(self.registry.get_model_version(name, version).await?.is_some())
    }

    /// Makes the next version with its own time.
    pub async fn import_model_version(&self, new: NewModelVersion) -> Result<ModelVersion> {
        let name = new.name.clone();
        let made = self.registry.create_model_version(new).await?;
        made.ok_or_else(|| crate::registered_models::no_registered_model(&name))
    }

    /// Whether a dataset is here.
    pub async fn known_dataset(&self, id: &str) -> Result<bool> {
        Ok(self.datasets.get_dataset(id).await?.is_some())
    }

    /// Makes a dataset with its own id.
    pub async fn import_dataset(&self, dataset: Dataset) -> Result<Dataset> {
        self.datasets.create_dataset(dataset).await
    }
}
