//! Scorers: registered, found, deleted, and told which new traces to judge.

use spanwell_model::{Error, ExperimentId, OnlineScoringConfig, Result, ScorerVersion};
use spanwell_query::parse_trace_filter;
use spanwell_store::{NewScorerVersion, OnlineScoringChange};
use uuid::Builder;

use crate::Tracking;
use crate::scorer_checks::{self, ScorerText};

impl Tracking {
    /// Registers a scorer, or another version of it.
    pub async fn register_scorer(
        &self,
        experiment_id: ExperimentId,
        name: &str,
        serialized: &str,
    ) -> Result<ScorerVersion> {
        scorer_checks::name(name)?;
        ScorerText::registered(serialized)?;
        self.active_experiment(experiment_id).await?;
        let new = NewScorerVersion {
            experiment_id,
            name: name.to_owned(),
            scorer_id: Builder::from_random_bytes(self.ids.random_bytes()).into_uuid().to_string(),
            serialized: serialized.to_owned(),
            now_ms: self.clock.now_ms(),
        };
        self.scorers.register_scorer(new).await
    }

    /// The newest version of each scorer of an experiment, by name.
    pub async fn scorers_of(&self, experiment_id: ExperimentId) -> Result<Vec<ScorerVersion>> {
        self.active_experiment(experiment_id).await?;
        self.scorers.list_scorers(Some(vec![experiment_id])).await
    }

    /// The newest version of each scorer of experiments in use: of these, or of all.
    pub async fn scorers(&self, experiment_ids: Option<Vec<ExperimentId>>) -> Result<Vec<ScorerVersion>> {
        self.scorers.list_scorers(experiment_ids).await
    }

    /// All versions of a scorer, oldest first.
    pub async fn scorer_versions(
        &self,
        experiment_id: ExperimentId,
        name: &str,
    ) -> Result<Vec<ScorerVersion>> {
        self.active_experiment(experiment_id).await?;
        let found = self.scorers.scorer_versions(experiment_id, name).await?;
        if found.is_empty() {
            return Err(no_scorer(experiment_id, name, None));
        }
        Ok(found)
    }

    /// One version of a scorer, or the newest.
    pub async fn scorer(
        &self,
        experiment_id: ExperimentId,
        name: &str,
        version: Option<i32>,
    ) -> Result<ScorerVersion> {
        self.active_experiment(experiment_id).await?;
        let found = self.scorers.get_scorer(experiment_id, name, version).await?;
        found.ok_or_else(|| no_scorer(experiment_id, name, version))
    }

    /// Deletes one version of a scorer, or all.
    pub async fn delete_scorer(
        &self,
        experiment_id: ExperimentId,
        name: &str,
        version: Option<i32>,
    ) -> Result<()> {
        self.active_experiment(experiment_id).await?;
        match self.scorers.delete_scorer(experiment_id, name, version).await? {
            true => Ok(()),
            false => Err(no_scorer(experiment_id, name, version)),
        }
    }

    /// Sets which new traces a scorer judges by itself.
    pub async fn set_online_scoring(
        &self,
        experiment_id: ExperimentId,
        name: &str,
        sample_rate: f64,
        filter: Option<String>,
    ) -> Result<OnlineScoringConfig> {
        if !(0.0..=1.0).contains(&sample_rate) {
            return Err(Error::invalid(format!(
                "sample_rate must be between 0.0 and 1.0, got {sample_rate}"
            )));
        }
        if let Some(text) = filter.as_deref().filter(|text| !text.is_empty()) {
            parse_trace_filter(text).map_err(|error| Error::invalid(format!("'filter_string': {error}")))?;
        }
        let newest = self.scorer(experiment_id, name, None).await?;
        if sample_rate > 0.0 {
            ScorerText::stored(&newest.serialized)?.check_online(name)?;
        }
        let change = OnlineScoringChange { config_id: self.ids.run_id().to_string(), sample_rate, filter };
        let set = self.scorers.set_online_scoring(experiment_id, name, change).await?;
        set.ok_or_else(|| no_scorer(experiment_id, name, None))
    }

    /// The online scoring of these scorers; those without any are left out.
    pub async fn online_scoring_configs(&self, scorer_ids: Vec<String>) -> Result<Vec<OnlineScoringConfig>> {
        self.scorers.online_scoring_configs(scorer_ids).await
    }
}

fn no_scorer(experiment_id: ExperimentId, name: &str, version: Option<i32>) -> Error {
    let version = version.map(|version| format!(" and version {version}")).unwrap_or_default();
    Error::not_found(format!("Scorer with name '{name}'{version} not found for experiment {experiment_id}."))
}
