//! Experiments: made, found, renamed, tagged, deleted and restored.

use std::collections::BTreeMap;

use spanwell_model::{Error, Experiment, ExperimentId, Lifecycle, Result};
use spanwell_store::{ExperimentQuery, NewExperiment, Page};

use crate::{Tracking, checks};

impl Tracking {
    /// Makes an experiment. `AlreadyExists` when the name is in use, also by a deleted one.
    pub async fn create_experiment(
        &self,
        name: &str,
        artifact_location: Option<String>,
        tags: BTreeMap<String, String>,
    ) -> Result<Experiment> {
        checks::experiment_name(name)?;
        if let Some(location) = &artifact_location {
            checks::artifact_location(location)?;
        }
        for (key, value) in &tags {
            self.check_experiment_tag(key, value)?;
        }
        let new =
            NewExperiment { name: name.to_owned(), artifact_location, tags, now_ms: self.clock.now_ms() };
        self.experiments.create_experiment(new).await
    }

    /// One experiment, deleted or not.
    pub async fn experiment(&self, id: ExperimentId) -> Result<Experiment> {
        self.experiments
            .get_experiment(id)
            .await?
            .ok_or_else(|| Error::not_found(format!("No Experiment with id={id} exists")))
    }

    /// One experiment that is in use: what deleted ones cannot do (take traces, be renamed) asks for this.
    pub async fn active_experiment(&self, id: ExperimentId) -> Result<Experiment> {
        let experiment = self.experiment(id).await?;
        if experiment.lifecycle == Lifecycle::Deleted {
            return Err(Error::invalid(format!(
                "The experiment {id} must be in the 'active' state. Current state is deleted."
            )));
        }
        Ok(experiment)
    }

    /// One experiment that is in use, where a deleted one is as good as none.
    pub(crate) async fn existing_experiment(&self, id: ExperimentId) -> Result<Experiment> {
        let experiment = self.experiment(id).await?;
        match experiment.lifecycle {
            Lifecycle::Active => Ok(experiment),
            Lifecycle::Deleted => Err(Error::not_found(format!("No Experiment with id={id} exists"))),
        }
    }

    /// One experiment by its name, deleted or not.
    pub async fn experiment_by_name(&self, name: &str) -> Result<Experiment> {
        self.experiments
            .get_experiment_by_name(name)
            .await?
            .ok_or_else(|| Error::not_found(format!("Could not find experiment with name '{name}'")))
    }

    /// Changes the name of an experiment in use.
    pub async fn rename_experiment(&self, id: ExperimentId, name: &str) -> Result<Experiment> {
        checks::experiment_name(name)?;
        let experiment = self.experiment(id).await?;
        if experiment.lifecycle == Lifecycle::Deleted {
            return Err(Error::invalid("Cannot rename a non-active experiment."));
        }
        let renamed = self.experiments.rename_experiment(id, name, self.clock.now_ms()).await?;
        renamed.ok_or_else(|| Error::not_found(format!("No Experiment with id={id} exists")))
    }

    /// Deletes an experiment in use; it can be restored.
    pub async fn delete_experiment(&self, id: ExperimentId) -> Result<()> {
        if self.experiment(id).await?.lifecycle == Lifecycle::Deleted {
            return Err(Error::not_found(format!("No Experiment with id={id} exists")));
        }
        self.experiments.set_experiment_lifecycle(id, Lifecycle::Deleted, self.clock.now_ms()).await?;
        Ok(())
    }

    /// Restores a deleted experiment.
    pub async fn restore_experiment(&self, id: ExperimentId) -> Result<()> {
        if self.experiment(id).await?.lifecycle == Lifecycle::Active {
            return Err(Error::not_found(format!("No Experiment with id={id} exists")));
        }
        self.experiments.set_experiment_lifecycle(id, Lifecycle::Active, self.clock.now_ms()).await?;
        Ok(())
    }

    /// Sets a tag of an experiment in use.
    pub async fn set_experiment_tag(&self, id: ExperimentId, key: &str, value: &str) -> Result<()> {
        self.check_experiment_tag(key, value)?;
        self.active_experiment(id).await?;
        self.experiments.change_experiment_tag(id, key, Some(value), self.clock.now_ms()).await?;
        Ok(())
    }

    /// Deletes a tag of an experiment in use.
    pub async fn delete_experiment_tag(&self, id: ExperimentId, key: &str) -> Result<()> {
        self.active_experiment(id).await?;
        match self.experiments.change_experiment_tag(id, key, None, self.clock.now_ms()).await? {
            Some(true) => Ok(()),
            _ => Err(Error::not_found(format!("No tag with name: {key} in experiment with id {id}"))),
        }
    }

    /// A page of experiments.
    pub async fn search_experiments(&self, query: ExperimentQuery) -> Result<Page<Experiment>> {
        let most = self.limits.experiments_per_page;
        if query.limit == 0 || query.limit > most {
            return Err(Error::invalid(format!(
                "Invalid value {} for parameter 'max_results' supplied: It must be a positive integer, at most {most}.",
                query.limit
            )));
        }
        self.experiments.search_experiments(query).await
    }

    fn check_experiment_tag(&self, key: &str, value: &str) -> Result<()> {
        checks::tag_key(key, &self.limits)?;
        let characters = value.chars().count();
        if characters > checks::EXPERIMENT_TAG_VALUE_CHARACTERS {
            return Err(Error::invalid(format!(
                "'value' of tag '{key}' exceeds the maximum length of {} characters (it has {characters})",
                checks::EXPERIMENT_TAG_VALUE_CHARACTERS
            )));
        }
        Ok(())
    }
}
