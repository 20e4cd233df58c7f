//! Changing runs.

use rusqlite::{ErrorCode, OptionalExtension, Row, params};
use spanwell_model::{Error, Kind, Lifecycle, Metric, Result, Run, RunId, RunStatus};
use spanwell_store::runs::TAG_RUN_NAME;
use spanwell_store::{NewRun, RunBatch, RunChange};

use crate::error::{SqliteResult, from_sqlite};
use crate::read::runs::{LATEST_METRIC, load, metric_of_row};
use crate::write::context::WriteContext;

const INSERT: &str = "INSERT INTO runs
    (run_id, experiment_id, name, user_id, status, start_time_ms, end_time_ms, deleted, artifact_uri)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL, 0, ?7)";

const UPDATE: &str = "UPDATE runs SET status = COALESCE(?2, status), end_time_ms = COALESCE(?3, end_time_ms)
    WHERE run_key = ?1";

const ADD_METRIC: &str = "INSERT OR IGNORE INTO run_metrics
    (run_key, key, timestamp_ms, step, value, is_nan, model_id, dataset_name, dataset_digest)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

const PUT_LATEST: &str = "INSERT OR REPLACE INTO run_latest_metrics
    (run_key, key, timestamp_ms, step, value, is_nan, model_id, dataset_name, dataset_digest)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

const ADD_DATASET: &str = "INSERT OR IGNORE INTO run_datasets
    (run_key, position, name, digest, source_type, source, schema, profile, tags)
    VALUES (?1, (SELECT COUNT(*) FROM run_datasets WHERE run_key = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

const ADD_MODEL: &str = "INSERT OR IGNORE INTO run_models (run_key, is_output, model_id, step, position)
    VALUES (?1, ?2, ?3, ?4, (SELECT COUNT(*) FROM run_models WHERE run_key = ?1))";

impl WriteContext<'_> {
    /// Makes a run.
    pub(crate) fn create_run(&mut self, new: &NewRun) -> Result<Run> {
        self.connection
            .execute(
                INSERT,
                params![
                    new.run_id.as_str(),
                    new.experiment_id.number(),
                    new.name,
                    new.user_id,
                    RunStatus::Running.number(),
                    new.start_time_ms,
                    new.artifact_uri,
                ],
            )
            .map_err(|error| id_in_use(error, &new.run_id))?;
        let key = self.connection.last_insert_rowid();
        for (name, value) in &new.tags {
            self.put_run_tag(key, name, value)?;
        }
        self.put_run_tag(key, TAG_RUN_NAME, &new.name)?;
        load(self.connection, &new.run_id)?
            .ok_or_else(|| Error::internal("a run that was just made is not there"))
    }

    /// Changes a run in use; `None` when there is none.
    pub(crate) fn update_run(&mut self, id: &RunId, change: &RunChange) -> Result<Option<Run>> {
        let Some(key) = self.active_run(id)? else { return Ok(None) };
        self.connection
            .execute(UPDATE, params![key, change.status.map(RunStatus::number), change.end_time_ms])
            .sql()?;
        if let Some(name) = &change.name {
            self.put_run_tag(key, TAG_RUN_NAME, name)?;
        }
        load(self.connection, id)
    }

    /// Logs to a run in use; `None` when there is none.
    pub(crate) fn log_to_run(&mut self, id: &RunId, batch: &RunBatch) -> Result<Option<()>> {
        let Some(key) = self.active_run(id)? else { return Ok(None) };
        self.check_params(key, id, batch)?;
        for (name, value) in &batch.params {
            self.connection
                .prepare_cached("INSERT OR IGNORE INTO run_params (run_key, key, value) VALUES (?1, ?2, ?3)")
                .and_then(|mut insert| insert.execute(params![key, name, value]))
                .sql()?;
        }
        for metric in &batch.metrics {
            self.add_metric(key, metric)?;
        }
        for (name, value) in &batch.tags {
            self.put_run_tag(key, name, value)?;
        }
        self.add_inputs_and_outputs(key, batch)?;
        Ok(Some(()))
    }

    /// Deletes a tag of a run in use; whether it was there, `None` when there is no such run.
    pub(crate) fn delete_run_tag(&mut self, id: &RunId, name: &str) -> Result<Option<bool>> {
        let Some(key) = self.active_run(id)? else { return Ok(None) };
        let deleted = self
            .connection
            .execute("DELETE FROM run_tags WHERE run_key = ?1 AND key = ?2", params![key, name])
            .sql()?;
        Ok(Some(deleted > 0))
    }

    /// Deletes or restores; `None` when there is no such run.
    pub(crate) fn set_run_lifecycle(&mut self, id: &RunId, lifecycle: Lifecycle) -> Result<Option<()>> {
        let changed = self
            .connection
            .execute(
                "UPDATE runs SET deleted = ?2 WHERE run_id = ?1",
                params![id.as_str(), lifecycle == Lifecycle::Deleted],
            )
            .sql()?;
        Ok((changed > 0).then_some(()))
    }

    /// The key of a run that may be changed.
    fn active_run(&self, id: &RunId) -> Result<Option<i64>> {
        let found: Option<(i64, bool)> = self
            .connection
            .prepare_cached("SELECT run_key, deleted FROM runs WHERE run_id = ?1")
            .and_then(|mut select| {
                select.query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?))).optional()
            })
            .sql()?;
        match found {
            Some((_, true)) => Err(Error::invalid(format!(
                "The run {id} must be in the 'active' state. Current state is deleted."
            ))),
            found => Ok(found.map(|(key, _)| key)),
        }
    }

    /// Before anything is written: a parameter keeps its first value.
    fn check_params(&self, key: i64, id: &RunId, batch: &RunBatch) -> Result<()> {
        let mut select = self
            .connection
            .prepare_cached("SELECT value FROM run_params WHERE run_key = ?1 AND key = ?2")
            .sql()?;
        for (name, value) in &batch.params {
            let known: Option<String> =
                select.query_row(params![key, name], |row| row.get(0)).optional().sql()?;
            if let Some(known) = known.filter(|known| known != value) {
                return Err(Error::invalid(format!(
                    "Changing param values is not allowed. Param with key='{name}' was already logged with \
                     value='{known}' for run ID='{id}'. Attempted logging new value '{value}'."
                )));
            }
        }
        Ok(())
    }

    fn put_run_tag(&self, key: i64, name: &str, value: &str) -> Result<()> {
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO run_tags (run_key, key, value) VALUES (?1, ?2, ?3)")
            .and_then(|mut insert| insert.execute(params![key, name, value]))
            .sql()?;
        if name == TAG_RUN_NAME {
            self.connection
                .prepare_cached("UPDATE runs SET name = ?2 WHERE run_key = ?1")
                .and_then(|mut update| update.execute(params![key, value]))
                .sql()?;
        }
        Ok(())
    }

    fn add_metric(&self, key: i64, metric: &Metric) -> Result<()> {
        self.put_metric(ADD_METRIC, key, metric)?;
        let mut select = self.connection.prepare_cached(LATEST_METRIC).sql()?;
        let latest = select.query_row(params![key, metric.key], |row: &Row<'_>| metric_of_row(row, 0));
        if latest.optional().sql()?.is_none_or(|latest| metric.is_later_than(&latest)) {
            self.put_metric(PUT_LATEST, key, metric)?;
        }
        Ok(())
    }

    fn put_metric(&self, sql: &str, key: i64, metric: &Metric) -> Result<()> {
        let is_nan = metric.value.is_nan();
        self.connection
            .prepare_cached(sql)
            .and_then(|mut insert| {
                insert.execute(params![
                    key,
                    metric.key,
                    metric.timestamp_ms,
                    metric.step,
                    if is_nan { 0.0 } else { metric.value },
                    is_nan,
                    metric.model_id.as_deref().unwrap_or_default(),
                    metric.dataset_name.as_deref().unwrap_or_default(),
                    metric.dataset_digest.as_deref().unwrap_or_default(),
                ])
            })
            .sql()?;
        Ok(())
    }

    fn add_inputs_and_outputs(&self, key: i64, batch: &RunBatch) -> Result<()> {
        for dataset in &batch.datasets {
            let tags = serde_json::to_string(&dataset.tags).map_err(Error::internal)?;
            self.connection
                .prepare_cached(ADD_DATASET)
                .and_then(|mut insert| {
                    insert.execute(params![
                        key,
                        dataset.name,
                        dataset.digest,
                        dataset.source_type,
                        dataset.source,
                        dataset.schema,
                        dataset.profile,
                        tags,
                    ])
                })
                .sql()?;
        }
        let mut add_model = self.connection.prepare_cached(ADD_MODEL).sql()?;
        for model_id in &batch.model_inputs {
            add_model.execute(params![key, false, model_id, 0]).sql()?;
        }
        for output in &batch.model_outputs {
            add_model.execute(params![key, true, output.model_id, output.step]).sql()?;
        }
        Ok(())
    }
}

fn id_in_use(error: rusqlite::Error, id: &RunId) -> Error {
    if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) {
        return Error::new(Kind::AlreadyExists, format!("Run with id={id} already exists"));
    }
    from_sqlite(error)
}
