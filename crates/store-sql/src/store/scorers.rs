//! The port for registered scorers.

use async_trait::async_trait;
use spanwell_model::{ExperimentId, OnlineScoringConfig, Result, ScorerVersion};
use spanwell_store::{NewScorerVersion, OnlineScoringChange, ScorerStore};

use super::SqliteStore;
use crate::read::scorers;

#[async_trait]
impl ScorerStore for SqliteStore {
    async fn register_scorer(&self, new: NewScorerVersion) -> Result<ScorerVersion> {
        self.queue.write(new.serialized.len(), move |context| context.register_scorer(&new)).await
    }

    async fn list_scorers(&self, experiment_ids: Option<Vec<ExperimentId>>) -> Result<Vec<ScorerVersion>> {
        self.readers.read(move |connection| scorers::list(connection, experiment_ids.as_deref())).await
    }

    async fn scorer_versions(&self, experiment_id: ExperimentId, name: &str) -> Result<Vec<ScorerVersion>> {
        let name = name.to_owned();
        self.readers.read(move |connection| scorers::versions(connection, experiment_id, &name)).await
    }

    async fn get_scorer(
        &self,
        experiment_id: ExperimentId,
        name: &str,
        version: Option<i32>,
    ) -> Result<Option<ScorerVersion>> {
        let name = name.to_owned();
        self.readers.read(move |connection| scorers::load(connection, experiment_id, &name, version)).await
    }

    async fn delete_scorer(
        &self,
        experiment_id: ExperimentId,
        name: &str,
        version: Option<i32>,
    ) -> Result<bool> {
        let name = name.to_owned();
        self.queue.write(0, move |context| context.delete_scorer(experiment_id, &name, version)).await
    }

    async fn set_online_scoring(
        &self,
        experiment_id: ExperimentId,
        name: &str,
        change: OnlineScoringChange,
    ) -> Result<Option<OnlineScoringConfig>> {
        let name = name.to_owned();
        self.queue.write(0, move |context| context.set_online_scoring(experiment_id, &name, &change)).await
    }

    async fn online_scoring_configs(&self, scorer_ids: Vec<String>) -> Result<Vec<OnlineScoringConfig>> {
        self.readers.read(move |connection| scorers::configs(connection, &scorer_ids)).await
    }
}
