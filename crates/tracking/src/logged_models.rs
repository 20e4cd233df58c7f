//! Logged models: made, found, changed and deleted.

use std::collections::BTreeMap;

use spanwell_model::{Error, ExperimentId, LoggedModel, LoggedModelStatus, Result};
use spanwell_store::{LoggedModelChange, LoggedModelQuery, Page};

use crate::checks::tag_key;
use crate::runs::artifact_folder;
use crate::{Tracking, run_checks};

/// Largest page of logged models, and the usual one (MLflow 3.17).
pub const LOGGED_MODELS_PER_PAGE: usize = 1_000;
/// Rows of a page when the client does not say (MLflow 3.17).
pub const DEFAULT_LOGGED_MODELS_PER_PAGE: usize = 50;

/// What a client says of a model it logs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoggedModelDraft {
    /// Its name; made up when absent.
    pub name: Option<String>,
    /// What it is.
    pub model_type: String,
    /// The run that made it.
    pub source_run_id: String,
    /// Its parameters.
    pub params: BTreeMap<String, String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

impl Tracking {
    /// Logs a model to an experiment in use. It is pending until it is finalized.
    pub async fn create_logged_model(
        &self,
        experiment_id: ExperimentId,
        draft: LoggedModelDraft,
    ) -> Result<LoggedModel> {
        let experiment = self.active_experiment(experiment_id).await?;
        let LoggedModelDraft { name, model_type, source_run_id, mut params, mut tags } = draft;
        run_checks::params(&mut params, &self.limits)?;
        run_checks::tags(&mut tags, &self.limits)?;
        let name = match name.filter(|name| !name.is_empty()) {
            Some(name) => checked_name(name)?,
            None => crate::run_names::random_name(&*self.ids),
        };
        let model_id = format!("m-{}", self.ids.run_id());
        let now_ms = self.clock.now_ms();
        let new = LoggedModel {
            artifact_uri: artifact_folder(
                &experiment.artifact_location,
                &format!("models/{model_id}/artifacts"),
            ),
            model_id,
            experiment_id,
            name,
            model_type,
            source_run_id,
            status: LoggedModelStatus::Pending,
            creation_time_ms: now_ms,
            last_update_time_ms: now_ms,
            params,
            tags,
            metrics: Vec::new(),
        };
        self.logged_models.create_logged_model(new).await
    }

    /// One logged model.
    pub async fn logged_model(&self, id: &str) -> Result<LoggedModel> {
        self.logged_models.get_logged_model(id).await?.ok_or_else(|| no_model(id))
    }

    /// Says how far a logged model is.
    pub async fn finalize_logged_model(&self, id: &str, status: LoggedModelStatus) -> Result<LoggedModel> {
        let change =
            LoggedModelChange { status: Some((status, self.clock.now_ms())), ..LoggedModelChange::default() };
        self.change_logged_model(id, change).await
    }

    /// Adds parameters to a logged model.
    pub async fn log_model_params(&self, id: &str, mut params: BTreeMap<String, String>) -> Result<()> {
        run_checks::params(&mut params, &self.limits)?;
        let change = LoggedModelChange { params, ..LoggedModelChange::default() };
        self.change_logged_model(id, change).await.map(drop)
    }

    /// Sets tags of a logged model.
    pub async fn set_model_tags(&self, id: &str, mut tags: BTreeMap<String, String>) -> Result<()> {
        run_checks::tags(&mut tags, &self.limits)?;
        let tags = tags.into_iter().map(|(key, value)| (key, Some(value))).collect();
        let change = LoggedModelChange { tags, ..LoggedModelChange::default() };
        self.change_logged_model(id, change).await.map(drop)
    }

    /// Deletes a tag of a logged model.
    pub async fn delete_model_tag(&self, id: &str, key: &str) -> Result<()> {
        tag_key(key, &self.limits)?;
        if !self.logged_model(id).await?.tags.contains_key(key) {
            return Err(Error::not_found(format!("No tag with key {key:?} found for model with ID {id:?}.")));
        }
        let change =
            LoggedModelChange { tags: [(key.to_owned(), None)].into(), ..LoggedModelChange::default() };
        self.change_logged_model(id, change).await.map(drop)
    }

    /// Deletes a logged model; its files stay.
    pub async fn delete_logged_model(&self, id: &str) -> Result<()> {
        match self.logged_models.delete_logged_model(id).await? {
            true => Ok(()),
            false => Err(no_model(id)),
        }
    }

    /// A page of logged models.
    pub async fn search_logged_models(&self, query: LoggedModelQuery) -> Result<Page<LoggedModel>> {
        self.logged_models.search_logged_models(query).await
    }

    async fn change_logged_model(&self, id: &str, change: LoggedModelChange) -> Result<LoggedModel> {
        self.logged_models.change_logged_model(id, change).await?.ok_or_else(|| no_model(id))
    }
}

/// A name that can be part of an address (MLflow 3.17).
fn checked_name(name: String) -> Result<String> {
    match name.contains(['/', ':', '.', '%', '"', '\'']) {
        true => Err(Error::invalid(format!(
            "Invalid model name ({name}) provided. Model name must be a non-empty string and cannot contain the following \
             characters: ('/', ':', '.', '%', '\"', \"'\")"
        ))),
        false => Ok(name),
    }
}

fn no_model(id: &str) -> Error {
    Error::not_found(format!("Logged model with ID '{id}' not found."))
}
