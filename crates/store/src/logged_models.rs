//! The port for logged models.

use std::collections::BTreeMap;

use async_trait::async_trait;
use spanwell_model::{ExperimentId, LoggedModel, LoggedModelStatus, Result};
use spanwell_query::{LoggedModelFilter, LoggedModelOrder};

use crate::page::{Cursor, Page};

/// What changes of a logged model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoggedModelChange {
    /// How far it is; counts as an update at this time, in milliseconds since the epoch.
    pub status: Option<(LoggedModelStatus, i64)>,
    /// Parameters to be added; those of a name that is there are replaced.
    pub params: BTreeMap<String, String>,
    /// Tags to be set (`Some`) or deleted (`None`).
    pub tags: BTreeMap<String, Option<String>>,
}

/// A search for logged models.
#[derive(Clone, Debug, Default)]
pub struct LoggedModelQuery {
    /// Where to look.
    pub experiment_ids: Vec<ExperimentId>,
    /// Condition.
    pub filter: LoggedModelFilter,
    /// Complete order, as `parse_logged_model_order` makes it. Models without a value come last.
    pub order: Vec<LoggedModelOrder>,
    /// Most rows of the page.
    pub limit: usize,
    /// Where the page starts.
    pub after: Option<Cursor>,
}

/// What is asked of any engine about logged models.
#[async_trait]
pub trait LoggedModelStore: Send + Sync {
    /// Makes a model, its metrics left out. `AlreadyExists` when the id is in use.
    async fn create_logged_model(&self, new: LoggedModel) -> Result<LoggedModel>;

    /// One model.
    async fn get_logged_model(&self, id: &str) -> Result<Option<LoggedModel>>;

    /// Changes a model. `Ok(None)` when there is none.
    async fn change_logged_model(&self, id: &str, change: LoggedModelChange) -> Result<Option<LoggedModel>>;

    /// Deletes a model for good; whether it was there.
    async fn delete_logged_model(&self, id: &str) -> Result<bool>;

    /// A page of models.
    async fn search_logged_models(&self, query: LoggedModelQuery) -> Result<Page<LoggedModel>>;
}
