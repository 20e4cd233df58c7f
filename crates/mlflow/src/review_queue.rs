//! `review_queues.ReviewQueue` and `review_queues.ReviewQueueItem`.

use serde::Serialize;
use spanwell_model::{Result, ReviewQueue, ReviewQueueItem, ReviewQueueKind, ReviewStatus};

use crate::message::{EnumChoice, Message};

const KINDS: [EnumChoice<ReviewQueueKind>; 2] =
    [("USER", 1, ReviewQueueKind::User), ("CUSTOM", 2, ReviewQueueKind::Custom)];

const STATUSES: [EnumChoice<Option<ReviewStatus>>; 4] = [
    ("REVIEW_STATUS_UNSPECIFIED", 0, None),
    ("PENDING", 1, Some(ReviewStatus::Pending)),
    ("COMPLETE", 2, Some(ReviewStatus::Complete)),
    ("DECLINED", 3, Some(ReviewStatus::Declined)),
];

const ITEM_KINDS: [EnumChoice<()>; 2] = [("REVIEW_ITEM_TYPE_UNSPECIFIED", 0, ()), (TRACE, 1, ())];

const TRACE: &str = "TRACE";

/// A queue as answers show it.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewQueueAnswer<'a> {
    queue_id: &'a str,
    experiment_id: String,
    name: &'a str,
    queue_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by: Option<&'a str>,
    creation_time_ms: i64,
    last_update_time_ms: i64,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    users: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    schema_ids: &'a [String],
}

impl<'a> From<&'a ReviewQueue> for ReviewQueueAnswer<'a> {
    fn from(queue: &'a ReviewQueue) -> Self {
        Self {
            queue_id: &queue.queue_id,
            experiment_id: queue.experiment_id.to_string(),
            name: &queue.name,
            queue_type: queue.kind.name(),
            created_by: queue.created_by.as_deref(),
            creation_time_ms: queue.creation_time_ms,
            last_update_time_ms: queue.last_update_time_ms,
            users: &queue.users,
            schema_ids: &queue.schema_ids,
        }
    }
}

/// A trace in a queue as answers show it.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewItemAnswer<'a> {
    queue_id: &'a str,
    item_type: &'static str,
    item_id: &'a str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_time_ms: Option<i64>,
    creation_time_ms: i64,
    last_update_time_ms: i64,
}

impl<'a> From<&'a ReviewQueueItem> for ReviewItemAnswer<'a> {
    fn from(item: &'a ReviewQueueItem) -> Self {
        Self {
            queue_id: &item.queue_id,
            item_type: TRACE,
            item_id: &item.item_id,
            status: item.status.name(),
            completed_by: item.completed_by.as_deref(),
            completed_time_ms: item.completed_time_ms,
            creation_time_ms: item.creation_time_ms,
            last_update_time_ms: item.last_update_time_ms,
        }
    }
}

/// Reads `queue_type`, which must be there.
pub fn read_kind(message: &Message<'_>) -> Result<ReviewQueueKind> {
    message.choice("queue_type", &KINDS)?.ok_or_else(|| message.missing("queue_type"))
}

/// Reads `status`; unspecified is as good as none.
pub fn read_status(message: &Message<'_>) -> Result<Option<ReviewStatus>> {
    Ok(message.choice("status", &STATUSES)?.flatten())
}

/// Checks `item_type`: only traces are reviewed.
pub fn check_item_kind(message: &Message<'_>) -> Result<()> {
    message.choice("item_type", &ITEM_KINDS).map(|_| ())
}
