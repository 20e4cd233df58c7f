//! Changing experiments.

use rusqlite::{ErrorCode, params};
use spanwell_model::{Error, Experiment, ExperimentId, Kind, Lifecycle, Result};
use spanwell_store::NewExperiment;

use crate::error::{SqliteResult, from_sqlite};
use crate::read::experiments::load;
use crate::write::context::WriteContext;

impl WriteContext<'_> {
    /// Makes an experiment and allots its id.
    pub(crate) fn create_experiment(&mut self, new: &NewExperiment) -> Result<Experiment> {
        self.connection
            .prepare_cached(
                "INSERT INTO experiments (name, artifact_location, deleted, creation_time_ms, last_update_time_ms)
                 VALUES (?1, ?2, 0, ?3, ?3)",
            )
            .and_then(|mut insert| {
                insert.execute(params![new.name, new.artifact_location.as_deref().unwrap_or(""), new.now_ms])
            })
            .map_err(|error| name_in_use(error, &new.name))?;
        let id = ExperimentId::new(self.connection.last_insert_rowid())?;
        if new.artifact_location.is_none() {
            self.connection
                .execute(
                    "UPDATE experiments SET artifact_location = ?2 WHERE experiment_id = ?1",
                    params![id.number(), format!("mlflow-artifacts:/{id}")],
                )
                .sql()?;
        }
        for (key, value) in &new.tags {
            self.set_tag(id, key, value)?;
        }
        load(self.connection, id)?
            .ok_or_else(|| Error::internal("an experiment that was just made is not there"))
    }

    /// Changes the name; `None` when there is no such experiment.
    pub(crate) fn rename_experiment(
        &mut self,
        id: ExperimentId,
        name: &str,
        now_ms: i64,
    ) -> Result<Option<Experiment>> {
        self.connection
            .execute(
                "UPDATE experiments SET name = ?2, last_update_time_ms = ?3 WHERE experiment_id = ?1",
                params![id.number(), name, now_ms],
            )
            .map_err(|error| name_in_use(error, name))?;
        load(self.connection, id)
    }

    /// Deletes or restores; `None` when there is no such experiment.
    pub(crate) fn set_lifecycle(
        &mut self,
        id: ExperimentId,
        lifecycle: Lifecycle,
        now_ms: i64,
    ) -> Result<Option<Experiment>> {
        self.connection
            .execute(
                "UPDATE experiments SET deleted = ?2, last_update_time_ms = ?3 WHERE experiment_id = ?1",
                params![id.number(), lifecycle == Lifecycle::Deleted, now_ms],
            )
            .sql()?;
        load(self.connection, id)
    }

    /// Sets or deletes a tag; whether it was there, `None` when there is no such experiment.
    pub(crate) fn change_experiment_tag(
        &mut self,
        id: ExperimentId,
        key: &str,
        value: Option<&str>,
        now_ms: i64,
    ) -> Result<Option<bool>> {
        let touched = self
            .connection
            .execute(
                "UPDATE experiments SET last_update_time_ms = ?2 WHERE experiment_id = ?1",
                params![id.number(), now_ms],
            )
            .sql()?;
        if touched == 0 {
            return Ok(None);
        }
        let had = self
            .connection
            .execute(
                "DELETE FROM experiment_tags WHERE experiment_id = ?1 AND key = ?2",
                params![id.number(), key],
            )
            .sql()?;
        if let Some(value) = value {
            self.set_tag(id, key, value)?;
        }
        Ok(Some(had > 0))
    }

    fn set_tag(&self, id: ExperimentId, key: &str, value: &str) -> Result<()> {
        self.connection
            .execute(
                "INSERT OR REPLACE INTO experiment_tags (experiment_id, key, value) VALUES (?1, ?2, ?3)",
                params![id.number(), key, value],
            )
            .sql()?;
        Ok(())
    }
}

fn name_in_use(error: rusqlite::Error, name: &str) -> Error {
    if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) {
        return Error::new(
            Kind::AlreadyExists,
            format!(
                "Experiment '{name}' already exists: choose another name, or restore it if it was deleted"
            ),
        );
    }
    from_sqlite(error)
}
