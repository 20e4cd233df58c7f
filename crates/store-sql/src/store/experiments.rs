//! The port for experiments.

use async_trait::async_trait;
use spanwell_model::{Experiment, ExperimentId, Lifecycle, Result};
use spanwell_store::{ExperimentQuery, ExperimentStore, NewExperiment, Page};

use super::SqliteStore;
use crate::read::experiments;

#[async_trait]
impl ExperimentStore for SqliteStore {
    async fn create_experiment(&self, new: NewExperiment) -> Result<Experiment> {
        self.queue.write(0, move |context| context.create_experiment(&new)).await
    }

    async fn get_experiment(&self, id: ExperimentId) -> Result<Option<Experiment>> {
        self.readers.read(move |connection| experiments::load(connection, id)).await
    }

    async fn get_experiment_by_name(&self, name: &str) -> Result<Option<Experiment>> {
        let name = name.to_owned();
        self.readers.read(move |connection| experiments::load_by_name(connection, &name)).await
    }

    async fn rename_experiment(
        &self,
        id: ExperimentId,
        name: &str,
        now_ms: i64,
    ) -> Result<Option<Experiment>> {
        let name = name.to_owned();
        self.queue.write(0, move |context| context.rename_experiment(id, &name, now_ms)).await
    }

    async fn set_experiment_lifecycle(
        &self,
        id: ExperimentId,
        lifecycle: Lifecycle,
        now_ms: i64,
    ) -> Result<Option<Experiment>> {
        self.queue.write(0, move |context| context.set_lifecycle(id, lifecycle, now_ms)).await
    }

    async fn change_experiment_tag(
        &self,
        id: ExperimentId,
        key: &str,
        value: Option<&str>,
        now_ms: i64,
    ) -> Result<Option<bool>> {
        let (key, value) = (key.to_owned(), value.map(str::to_owned));
        self.queue
            .write(0, move |context| context.change_experiment_tag(id, &key, value.as_deref(), now_ms))
            .await
    }

    async fn search_experiments(&self, query: ExperimentQuery) -> Result<Page<Experiment>> {
        self.readers.read(move |connection| experiments::search(connection, &query)).await
    }
}
