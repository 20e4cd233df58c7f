//! The port for review queues.

use async_trait::async_trait;
use spanwell_model::{ExperimentId, Result, ReviewQueue, ReviewQueueItem};
use spanwell_store::{
    Page, ReviewItemQuery, ReviewQueueChange, ReviewQueueQuery, ReviewQueueStore, ReviewStatusChange,
};

use super::SqliteStore;
use crate::read::{review_items, review_queues};

#[async_trait]
impl ReviewQueueStore for SqliteStore {
    async fn create_review_queue(&self, new: ReviewQueue) -> Result<ReviewQueue> {
        self.queue.write(0, move |context| context.create_review_queue(&new)).await
    }

    async fn get_review_queue(&self, id: &str) -> Result<Option<ReviewQueue>> {
        let id = id.to_owned();
        self.readers
            .read(move |connection| Ok(review_queues::load(connection, &id)?.map(|(_, queue)| queue)))
            .await
    }

    async fn get_review_queue_by_name(
        &self,
        experiment_id: ExperimentId,
        name: &str,
    ) -> Result<Option<ReviewQueue>> {
        let name = name.to_owned();
        self.readers
            .read(move |connection| review_queues::load_by_name(connection, experiment_id, &name))
            .await
    }

    async fn list_review_queues(&self, query: ReviewQueueQuery) -> Result<Page<ReviewQueue>> {
        self.readers.read(move |connection| review_queues::list(connection, &query)).await
    }

    async fn change_review_queue(&self, id: &str, change: ReviewQueueChange) -> Result<Option<ReviewQueue>> {
        let id = id.to_owned();
        self.queue.write(0, move |context| context.change_review_queue(&id, &change)).await
    }

    async fn delete_review_queue(&self, id: &str) -> Result<bool> {
        let id = id.to_owned();
        self.queue.write(0, move |context| context.delete_review_queue(&id)).await
    }

    async fn add_review_items(
        &self,
        id: &str,
        item_ids: Vec<String>,
        now_ms: i64,
    ) -> Result<Option<Vec<ReviewQueueItem>>> {
        let id = id.to_owned();
        let bytes = item_ids.iter().map(String::len).sum();
        self.queue.write(bytes, move |context| context.add_review_items(&id, &item_ids, now_ms)).await
    }

    async fn remove_review_items(&self, id: &str, item_ids: Vec<String>) -> Result<Option<()>> {
        let id = id.to_owned();
        let bytes = item_ids.iter().map(String::len).sum();
        self.queue.write(bytes, move |context| context.remove_review_items(&id, &item_ids)).await
    }

    async fn list_review_items(
        &self,
        id: &str,
        query: ReviewItemQuery,
    ) -> Result<Option<Page<ReviewQueueItem>>> {
        let id = id.to_owned();
        self.readers
            .read(move |connection| {
                let Some((key, _)) = review_queues::load(connection, &id)? else { return Ok(None) };
                review_items::page(connection, (key, &id), &query).map(Some)
            })
            .await
    }

    async fn set_review_status(
        &self,
        id: &str,
        item_id: &str,
        change: ReviewStatusChange,
    ) -> Result<Option<Option<ReviewQueueItem>>> {
        let (id, item_id) = (id.to_owned(), item_id.to_owned());
        self.queue.write(0, move |context| context.set_review_status(&id, &item_id, &change)).await
    }
}
