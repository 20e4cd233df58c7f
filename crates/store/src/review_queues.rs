//! The port for review queues and the traces in them.

use async_trait::async_trait;
use spanwell_model::{ExperimentId, Result, ReviewQueue, ReviewQueueItem, ReviewStatus};

use crate::page::{Cursor, Page};

/// What changes of a queue; `None` leaves it as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewQueueChange {
    /// Its name.
    pub name: Option<String>,
    /// Who owns it.
    pub owner: Option<String>,
    /// Who shall review.
    pub users: Option<Vec<String>>,
    /// The questions to be answered.
    pub schema_ids: Option<Vec<String>>,
    /// Now, in milliseconds since the epoch.
    pub now_ms: i64,
}

/// A list of queues, newest first.
#[derive(Clone, Debug)]
pub struct ReviewQueueQuery {
    /// The experiment.
    pub experiment_id: ExperimentId,
    /// Only queues that this user shall review.
    pub user: Option<String>,
    /// Only queues with this trace.
    pub item_id: Option<String>,
    /// Most rows of the page.
    pub limit: usize,
    /// Where the page starts.
    pub after: Option<Cursor>,
}

/// A list of a queue's traces, those that were added last first.
#[derive(Clone, Debug)]
pub struct ReviewItemQuery {
    /// Only traces with this status.
    pub status: Option<ReviewStatus>,
    /// Most rows of the page.
    pub limit: usize,
    /// Where the page starts.
    pub after: Option<Cursor>,
}

/// What becomes of a trace in a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewStatusChange {
    /// The status; nothing is changed when it has it.
    pub status: ReviewStatus,
    /// Who reviewed or declined it; `None` when it waits again.
    pub completed_by: Option<String>,
    /// Now, in milliseconds since the epoch.
    pub now_ms: i64,
}

/// What is asked of any engine about review queues. `Ok(None)` says that there is no such queue.
#[async_trait]
pub trait ReviewQueueStore: Send + Sync {
    /// Makes a queue. `AlreadyExists` when the experiment has one of this name, `InvalidArgument` when it has too many or one
    /// of the questions is none of the experiment.
    async fn create_review_queue(&self, new: ReviewQueue) -> Result<ReviewQueue>;

    /// One queue.
    async fn get_review_queue(&self, id: &str) -> Result<Option<ReviewQueue>>;

    /// One queue of an experiment, by its name in any case.
    async fn get_review_queue_by_name(
        &self,
        experiment_id: ExperimentId,
        name: &str,
    ) -> Result<Option<ReviewQueue>>;

    /// A page of queues.
    async fn list_review_queues(&self, query: ReviewQueueQuery) -> Result<Page<ReviewQueue>>;

    /// Changes a queue. Refused as in [`create_review_queue`](Self::create_review_queue), and when the questions of a queue
    /// with traces shall change.
    async fn change_review_queue(&self, id: &str, change: ReviewQueueChange) -> Result<Option<ReviewQueue>>;

    /// Deletes a queue with its list of traces; whether it was there.
    async fn delete_review_queue(&self, id: &str) -> Result<bool>;

    /// Adds traces to a queue; those it has stay as they are. `NotFound` when one of them is no trace of the queue's
    /// experiment. The answer is in the order of the ids.
    async fn add_review_items(
        &self,
        id: &str,
        item_ids: Vec<String>,
        now_ms: i64,
    ) -> Result<Option<Vec<ReviewQueueItem>>>;

    /// Takes traces out of a queue.
    async fn remove_review_items(&self, id: &str, item_ids: Vec<String>) -> Result<Option<()>>;

    /// A page of a queue's traces.
    async fn list_review_items(
        &self,
        id: &str,
        query: ReviewItemQuery,
    ) -> Result<Option<Page<ReviewQueueItem>>>;

    /// Changes what became of a trace; the inner `None` says that it is not in the queue.
    async fn set_review_status(
        &self,
        id: &str,
        item_id: &str,
        change: ReviewStatusChange,
    ) -> Result<Option<Option<ReviewQueueItem>>>;
}
