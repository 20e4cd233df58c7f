//! The port for runs.

use async_trait::async_trait;
use spanwell_model::{Lifecycle, Metric, Result, Run, RunId};
use spanwell_store::{Cursor, NewRun, Page, RunBatch, RunChange, RunQuery, RunStore};

use super::SqliteStore;
use crate::read::{run_search, runs};

/// What a batch keeps in memory while it waits, in bytes.
fn batch_bytes(batch: &RunBatch) -> usize {
    let texts = |map: &std::collections::BTreeMap<String, String>| {
        map.iter().map(|(key, value)| key.len() + value.len() + 64).sum::<usize>()
    };
    let datasets = batch.datasets.iter().map(|dataset| {
        dataset.source.len()
            + dataset.schema.as_ref().map_or(0, String::len)
            + dataset.profile.as_ref().map_or(0, String::len)
            + 500
    });
    batch.metrics.len() * 250 + texts(&batch.params) + texts(&batch.tags) + datasets.sum::<usize>()
}

#[async_trait]
impl RunStore for SqliteStore {
    async fn create_run(&self, new: NewRun) -> Result<Run> {
        self.queue.write(0, move |context| context.create_run(&new)).await
    }

    async fn get_run(&self, id: &RunId) -> Result<Option<Run>> {
        let id = id.clone();
        self.readers.read(move |connection| runs::load(connection, &id)).await
    }

    async fn update_run(&self, id: &RunId, change: RunChange) -> Result<Option<Run>> {
        let id = id.clone();
        self.queue.write(0, move |context| context.update_run(&id, &change)).await
    }

    async fn log_to_run(&self, id: &RunId, batch: RunBatch) -> Result<Option<()>> {
        let id = id.clone();
        self.queue.write(batch_bytes(&batch), move |context| context.log_to_run(&id, &batch)).await
    }

    async fn delete_run_tag(&self, id: &RunId, key: &str) -> Result<Option<bool>> {
        let (id, key) = (id.clone(), key.to_owned());
        self.queue.write(0, move |context| context.delete_run_tag(&id, &key)).await
    }

    async fn set_run_lifecycle(&self, id: &RunId, lifecycle: Lifecycle) -> Result<Option<()>> {
        let id = id.clone();
        self.queue.write(0, move |context| context.set_run_lifecycle(&id, lifecycle)).await
    }

    async fn search_runs(&self, query: RunQuery) -> Result<Page<Run>> {
        self.readers.read(move |connection| run_search::search(connection, &query)).await
    }

    async fn metric_history(
        &self,
        id: &RunId,
        key: &str,
        limit: usize,
        after: Option<Cursor>,
    ) -> Result<Page<Metric>> {
        let (id, key) = (id.clone(), key.to_owned());
        self.readers.read(move |connection| runs::history(connection, &id, &key, limit, after.as_ref())).await
    }
}
