//! Changing logged models.

use rusqlite::{ErrorCode, params};
use spanwell_model::{Error, Kind, LoggedModel, Result};
use spanwell_store::LoggedModelChange;

use crate::error::{SqliteResult, from_sqlite};
use crate::read::logged_models::load;
use crate::write::context::WriteContext;

const INSERT: &str =
    "INSERT INTO logged_models (model_id, experiment_id, name, model_type, source_run_id, status,
    creation_time_ms, last_update_time_ms, artifact_uri, params, tags)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

const UPDATE: &str = "UPDATE logged_models SET status = ?2, last_update_time_ms = ?3, params = ?4, tags = ?5
    WHERE model_id = ?1";

impl WriteContext<'_> {
    /// Makes a model.
    pub(crate) fn create_logged_model(&mut self, new: &LoggedModel) -> Result<LoggedModel> {
        self.connection
            .execute(
                INSERT,
                params![
                    new.model_id,
                    new.experiment_id.number(),
                    new.name,
                    new.model_type,
                    new.source_run_id,
                    new.status.number(),
                    new.creation_time_ms,
                    new.last_update_time_ms,
                    new.artifact_uri,
                    serde_json::to_string(&new.params).map_err(Error::internal)?,
                    serde_json::to_string(&new.tags).map_err(Error::internal)?,
                ],
            )
            .map_err(|error| match error.sqlite_error_code() {
                Some(ErrorCode::ConstraintViolation) => {
                    let text = format!("Logged model with ID '{}' already exists.", new.model_id);
                    Error::new(Kind::AlreadyExists, text)
                }
                _ => from_sqlite(error),
            })?;
        Ok(new.clone())
    }

    /// Changes a model; `None` when there is none.
    pub(crate) fn change_logged_model(
        &mut self,
        id: &str,
        change: &LoggedModelChange,
    ) -> Result<Option<LoggedModel>> {
        let Some(mut model) = load(self.connection, id)? else { return Ok(None) };
        if let Some((status, now_ms)) = change.status {
            model.status = status;
            model.last_update_time_ms = now_ms;
        }
        model.params.extend(change.params.clone());
        for (key, value) in &change.tags {
            match value {
                Some(value) => model.tags.insert(key.clone(), value.clone()),
                None => model.tags.remove(key),
            };
        }
        self.connection
            .execute(
                UPDATE,
                params![
                    id,
                    model.status.number(),
                    model.last_update_time_ms,
                    serde_json::to_string(&model.params).map_err(Error::internal)?,
                    serde_json::to_string(&model.tags).map_err(Error::internal)?,
                ],
            )
            .sql()?;
        Ok(Some(model))
    }

    /// Deletes a model; whether it was there.
    pub(crate) fn delete_logged_model(&mut self, id: &str) -> Result<bool> {
        let deleted = self.connection.execute("DELETE FROM logged_models WHERE model_id = ?1", [id]).sql()?;
        Ok(deleted > 0)
    }
}
