//! Changing records of evaluation datasets: merged by their inputs, deleted by their ids.

use rusqlite::{OptionalExtension, params};
use serde_json::{Map, Value};
use spanwell_model::{Dataset, Error, Result};
use spanwell_store::{MergeCounts, RecordBatch, RecordDraft};

use crate::error::SqliteResult;
use crate::read::datasets::load;
use crate::write::context::WriteContext;

const INSERT: &str =
    "INSERT INTO dataset_records (dataset_key, record_id, inputs_identity, inputs, outputs, expectations,
    tags, source_kind, source_data, created_time_ms, last_update_time_ms, created_by, last_updated_by)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11, ?11)
    ON CONFLICT (dataset_key, inputs_identity) DO NOTHING";

const KNOWN: &str = "SELECT record_key, outputs, expectations, tags FROM dataset_records
    WHERE dataset_key = ?1 AND inputs_identity = ?2";

const UPDATE: &str =
    "UPDATE dataset_records SET outputs = ?2, expectations = ?3, tags = ?4, last_update_time_ms = ?5,
    last_updated_by = COALESCE(?6, last_updated_by) WHERE record_key = ?1";

const CHANGED: &str =
    "UPDATE datasets SET schema = ?2, record_count = ?3, last_update_time_ms = ?4, content_time_ms = ?5,
    last_updated_by = COALESCE(?6, last_updated_by) WHERE dataset_key = ?1";

impl WriteContext<'_> {
    /// Merges records; `None` when there is no such dataset.
    pub(crate) fn merge_records(&mut self, id: &str, batch: &RecordBatch) -> Result<Option<MergeCounts>> {
        let Some((key, mut dataset)) = load(self.connection, id)? else { return Ok(None) };
        let mut counts = MergeCounts::default();
        for record in &batch.records {
            if self.insert_record(key, record, batch.now_ms)? {
                counts.inserted += 1;
            } else {
                self.merge_record(key, record, batch.now_ms)?;
                counts.updated += 1;
            }
        }
        if let Some(schema) = &batch.schema {
            dataset.schema.get_or_insert_default().add(schema);
            dataset.record_count += counts.inserted as u64;
            self.save_content(key, &dataset, batch.now_ms, batch.user.as_deref())?;
        }
        Ok(Some(counts))
    }

    /// Deletes records; `None` when there is no such dataset.
    pub(crate) fn delete_records(
        &mut self,
        id: &str,
        record_ids: &[String],
        now_ms: i64,
    ) -> Result<Option<usize>> {
        let Some((key, mut dataset)) = load(self.connection, id)? else { return Ok(None) };
        let mut statement = self
            .connection
            .prepare_cached("DELETE FROM dataset_records WHERE dataset_key = ?1 AND record_id = ?2")
            .sql()?;
        let mut deleted = 0;
        for record_id in record_ids {
            deleted += statement.execute(params![key, record_id]).sql()?;
        }
        if deleted > 0 {
            dataset.record_count = dataset.record_count.saturating_sub(deleted as u64);
            self.save_content(key, &dataset, now_ms, None)?;
        }
        Ok(Some(deleted))
    }

    /// Adds the record unless one with the same inputs is there; whether it was added.
    fn insert_record(&self, key: i64, record: &RecordDraft, now_ms: i64) -> Result<bool> {
        let source = record.source.as_ref();
        let source_data = source.map(|source| print(&source.data)).transpose()?;
        // Outputs that were not given are an empty object, as MLflow's server has it.
        let outputs = record.outputs.clone().unwrap_or_else(|| Some("{}".to_owned()));
        let mut statement = self.connection.prepare_cached(INSERT).sql()?;
        let inserted = statement
            .execute(params![
                key,
                record.record_id,
                record.identity,
                record.inputs,
                outputs,
                record.expectations.as_ref().map(print).transpose()?,
                print(&record.tags)?,
                source.map(|source| source.kind.name()),
                source_data,
                now_ms,
                record.user,
            ])
            .sql()?;
        Ok(inserted > 0)
    }

    fn merge_record(&self, key: i64, record: &RecordDraft, now_ms: i64) -> Result<()> {
        let mut statement = self.connection.prepare_cached(KNOWN).sql()?;
        let known = statement
            .query_row(params![key, record.identity], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?, row.get(2)?, row.get(3)?))
            })
            .optional()
            .sql()?;
        let Some((record_key, known_outputs, known_expectations, known_tags)) = known else {
            return Err(Error::internal("a record that is there was not found"));
        };
        let outputs = record.outputs.clone().unwrap_or(known_outputs);
        let added = record.expectations.as_ref().filter(|added| !added.is_empty());
        let expectations = merged(known_expectations, added)?;
        let tags = merged(known_tags, Some(&record.tags))?;
        let mut statement = self.connection.prepare_cached(UPDATE).sql()?;
        statement
            .execute(params![record_key, outputs, expectations, tags, now_ms, record.user])
            .sql()
            .map(drop)
    }

    fn save_content(&self, key: i64, dataset: &Dataset, now_ms: i64, user: Option<&str>) -> Result<()> {
        let schema =
            dataset.schema.as_ref().map(serde_json::to_string).transpose().map_err(Error::internal)?;
        let content_time_ms = now_ms.max(dataset.content_time_ms + 1);
        self.connection
            .execute(CHANGED, params![key, schema, dataset.record_count, now_ms, content_time_ms, user])
            .sql()
            .map(drop)
    }
}

/// An object's text with these entries over its own.
fn merged(known: Option<String>, added: Option<&Map<String, Value>>) -> Result<Option<String>> {
    let Some(added) = added else { return Ok(known) };
    let mut object: Map<String, Value> = match &known {
        Some(known) => serde_json::from_str(known).map_err(Error::internal)?,
        None => Map::new(),
    };
    object.extend(added.clone());
    print(&object).map(Some)
}

fn print(object: &Map<String, Value>) -> Result<String> {
    serde_json::to_string(object).map_err(Error::internal)
}
