//! What an import from another server writes: things with the ids and times that they have there.

use std::collections::BTreeSet;

use spanwell_model::{
    Dataset, Error, ExperimentId, Lifecycle, LoggedModel, ModelVersion, RegisteredModel, Result, Run, RunId,
    TraceId, TraceSummary,
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
        self.locate(&mut header).await?;
        self.traces.put_header(header).await
    }

    /// The traces of an experiment that a run has.
    pub async fn traces_of_run(
        &self,
        experiment_id: ExperimentId,
        run_id: &RunId,
    ) -> Result<BTreeSet<TraceId>> {
        let test = Test::Text(TextComparator::Equal, run_id.to_string());
        let condition = TraceCondition::Compare(Comparison { field: TraceField::RunId, test });
        let mut query = TraceQuery {
            selection: TraceSelection {
                experiment_ids: vec![experiment_id],
                filter: Some(Expression::Leaf(condition).into()),
                ..TraceSelection::default()
            },
            limit: self.limits.traces_per_page,
            ..TraceQuery::default()
        };
        let mut ids = BTreeSet::new();
        loop {
            let page = self.search_traces(query.clone()).await?;
            ids.extend(page.items.into_iter().map(|trace| trace.trace_id));
            match page.next {
                Some(next) => query.after = Some(next),
                None => return Ok(ids),
            }
        }
    }

    /// A run, if it is here.
    pub async fn known_run(&self, id: &RunId) -> Result<Option<Run>> {
        self.runs.get_run(id).await
    }

    /// Makes a run with its own id.
    pub async fn import_run(&self, new: NewRun) -> Result<Run> {
        self.runs.create_run(new).await
    }

    /// Logs to a run of any state; what is there already is kept once. A deleted run is in use afterwards.
    pub async fn import_to_run(&self, id: &RunId, batch: RunBatch) -> Result<()> {
        self.runs.set_run_lifecycle(id, Lifecycle::Active).await?;
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
