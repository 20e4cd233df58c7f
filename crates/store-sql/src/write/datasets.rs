//! Changing evaluation datasets: everything but their records.

use std::collections::BTreeMap;

use rusqlite::params;
use spanwell_model::{Dataset, Error, ExperimentId, Result};
use spanwell_store::DatasetLinks;

use crate::error::SqliteResult;
use crate::read::datasets::{key_of, load};
use crate::write::context::WriteContext;

const INSERT: &str = "INSERT INTO datasets (dataset_id, name, tags, schema, record_count, created_time_ms,
    last_update_time_ms, content_time_ms, created_by, last_updated_by) VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9)";

const LINK: &str = "INSERT OR IGNORE INTO dataset_experiments (experiment_id, dataset_key) VALUES (?1, ?2)";

const UNLINK: &str = "DELETE FROM dataset_experiments WHERE experiment_id = ?1 AND dataset_key = ?2";

const DELETE: [&str; 3] = [
    "DELETE FROM dataset_records WHERE dataset_key = ?1",
    "DELETE FROM dataset_experiments WHERE dataset_key = ?1",
    "DELETE FROM datasets WHERE dataset_key = ?1",
];

impl WriteContext<'_> {
    /// Makes a dataset without records.
    pub(crate) fn create_dataset(&mut self, new: &Dataset) -> Result<Dataset> {
        let schema = new.schema.as_ref().map(serde_json::to_string).transpose().map_err(Error::internal)?;
        self.connection
            .execute(
                INSERT,
                params![
                    new.dataset_id,
                    new.name,
                    serde_json::to_string(&new.tags).map_err(Error::internal)?,
                    schema,
                    new.created_time_ms,
                    new.last_update_time_ms,
                    new.content_time_ms,
                    new.created_by,
                    new.last_updated_by,
                ],
            )
            .sql()?;
        let key = self.connection.last_insert_rowid();
        self.change_links(key, LINK, &new.experiment_ids)?;
        self.reload_dataset(&new.dataset_id)
    }

    /// Deletes a dataset and its records; whether it was there.
    pub(crate) fn delete_dataset(&mut self, id: &str) -> Result<bool> {
        let Some(key) = key_of(self.connection, id)? else { return Ok(false) };
        for statement in DELETE {
            self.connection.execute(statement, [key]).sql()?;
        }
        Ok(true)
    }

    /// Sets and deletes tags; `None` when there is no such dataset.
    pub(crate) fn change_dataset_tags(
        &mut self,
        id: &str,
        tags: &BTreeMap<String, Option<String>>,
    ) -> Result<Option<()>> {
        let Some((key, mut dataset)) = load(self.connection, id)? else { return Ok(None) };
        for (name, value) in tags {
            match value {
                Some(value) => dataset.tags.insert(name.clone(), value.clone()),
                None => dataset.tags.remove(name),
            };
        }
        let tags = serde_json::to_string(&dataset.tags).map_err(Error::internal)?;
        self.connection
            .execute("UPDATE datasets SET tags = ?2 WHERE dataset_key = ?1", params![key, tags])
            .sql()?;
        Ok(Some(()))
    }

    /// Adds a dataset to experiments and removes it from others; `None` when there is no such dataset.
    pub(crate) fn link_dataset(&mut self, id: &str, links: &DatasetLinks) -> Result<Option<Dataset>> {
        let Some(key) = key_of(self.connection, id)? else { return Ok(None) };
        let changed =
            self.change_links(key, LINK, &links.add)? + self.change_links(key, UNLINK, &links.remove)?;
        if changed > 0 {
            self.connection
                .execute(
                    "UPDATE datasets SET last_update_time_ms = ?2 WHERE dataset_key = ?1",
                    params![key, links.now_ms],
                )
                .sql()?;
        }
        self.reload_dataset(id).map(Some)
    }

    fn change_links(&self, key: i64, statement: &str, experiments: &[ExperimentId]) -> Result<usize> {
        let mut statement = self.connection.prepare_cached(statement).sql()?;
        let mut changed = 0;
        for id in experiments {
            changed += statement.execute(params![id.number(), key]).sql()?;
        }
        Ok(changed)
    }

    fn reload_dataset(&self, id: &str) -> Result<Dataset> {
        let found = load(self.connection, id)?;
        found.map(|(_, dataset)| dataset).ok_or_else(|| Error::internal("a dataset that was just written"))
    }
}
