//! The port for evaluation datasets.

use std::collections::BTreeMap;

use async_trait::async_trait;
use spanwell_model::{Dataset, DatasetRecord, Result};
use spanwell_store::{
    Cursor, DatasetLinks, DatasetQuery, DatasetStore, MergeCounts, Page, RecordBatch, RecordDraft,
};

use super::SqliteStore;
use crate::read::{dataset_records, datasets};

/// What a batch keeps in memory while it waits, in bytes.
fn batch_bytes(batch: &RecordBatch) -> usize {
    // Parsed values take a few times their text, and of most records they are the small part.
    let parsed = |record: &RecordDraft| {
        (record.expectations.as_ref().map_or(0, serde_json::Map::len) + record.tags.len()) * 256
    };
    let record = |record: &RecordDraft| {
        let outputs = record.outputs.as_ref().and_then(Option::as_ref);
        record.inputs.len() + outputs.map_or(0, String::len) + parsed(record) + 300
    };
    batch.records.iter().map(record).sum()
}

#[async_trait]
impl DatasetStore for SqliteStore {
    async fn create_dataset(&self, new: Dataset) -> Result<Dataset> {
        self.queue.write(0, move |context| context.create_dataset(&new)).await
    }

    async fn get_dataset(&self, id: &str) -> Result<Option<Dataset>> {
        let id = id.to_owned();
        self.readers
            .read(move |connection| Ok(datasets::load(connection, &id)?.map(|(_, dataset)| dataset)))
            .await
    }

    async fn delete_dataset(&self, id: &str) -> Result<bool> {
        let id = id.to_owned();
        self.queue.write(0, move |context| context.delete_dataset(&id)).await
    }

    async fn search_datasets(&self, query: DatasetQuery) -> Result<Page<Dataset>> {
        self.readers.read(move |connection| datasets::search(connection, &query)).await
    }

    async fn change_dataset_tags(
        &self,
        id: &str,
        tags: BTreeMap<String, Option<String>>,
    ) -> Result<Option<()>> {
        let id = id.to_owned();
        self.queue.write(0, move |context| context.change_dataset_tags(&id, &tags)).await
    }

    async fn link_dataset(&self, id: &str, links: DatasetLinks) -> Result<Option<Dataset>> {
        let id = id.to_owned();
        self.queue.write(0, move |context| context.link_dataset(&id, &links)).await
    }

    async fn merge_records(&self, id: &str, batch: RecordBatch) -> Result<Option<MergeCounts>> {
        let id = id.to_owned();
        self.queue.write(batch_bytes(&batch), move |context| context.merge_records(&id, &batch)).await
    }

    async fn list_records(
        &self,
        id: &str,
        limit: usize,
        after: Option<Cursor>,
    ) -> Result<Option<Page<DatasetRecord>>> {
        let id = id.to_owned();
        self.readers
            .read(move |connection| dataset_records::page(connection, &id, limit, after.as_ref()))
            .await
    }

    async fn delete_records(&self, id: &str, record_ids: Vec<String>, now_ms: i64) -> Result<Option<usize>> {
        let id = id.to_owned();
        self.queue.write(0, move |context| context.delete_records(&id, &record_ids, now_ms)).await
    }
}
