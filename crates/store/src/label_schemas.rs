//! The port for label schemas.

use async_trait::async_trait;
use spanwell_model::{ExperimentId, LabelInput, LabelSchema, Result};

use crate::page::{Cursor, Page};

/// What changes of a label schema; `None` leaves it as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelSchemaChange {
    /// Its name.
    pub name: Option<String>,
    /// What reviewers are told.
    pub instruction: Option<String>,
    /// Whether reviewers may add a comment.
    pub enable_comment: Option<bool>,
    /// How it is answered: in the same way as before.
    pub input: Option<LabelInput>,
    /// Now, in milliseconds since the epoch.
    pub now_ms: i64,
}

/// What is asked of any engine about label schemas. `Ok(None)` says that there is no such schema. Every experiment has its
/// default schema without it being stored: it is read as any other, and never written.
#[async_trait]
pub trait LabelSchemaStore: Send + Sync {
    /// Makes a label schema. `AlreadyExists` when the experiment has one of this name, `InvalidArgument` when it has too
    /// many.
    async fn create_label_schema(&self, new: LabelSchema) -> Result<LabelSchema>;

    /// One label schema.
    async fn get_label_schema(&self, id: &str) -> Result<Option<LabelSchema>>;

    /// One label schema of an experiment.
    async fn get_label_schema_by_name(
        &self,
        experiment_id: ExperimentId,
        name: &str,
    ) -> Result<Option<LabelSchema>>;

    /// A page of an experiment's label schemas: the default first, then the newest.
    async fn list_label_schemas(
        &self,
        experiment_id: ExperimentId,
        limit: usize,
        after: Option<Cursor>,
    ) -> Result<Page<LabelSchema>>;

    /// Changes a label schema. `AlreadyExists` when its experiment has another of the new name.
    async fn change_label_schema(&self, id: &str, change: LabelSchemaChange) -> Result<Option<LabelSchema>>;

    /// Deletes a label schema; whether it was there.
    async fn delete_label_schema(&self, id: &str) -> Result<bool>;
}
