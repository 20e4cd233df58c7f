//! Review queues: traces that people shall look at, and what became of them.

use spanwell_model::{
    Error, ExperimentId, Kind, Result, ReviewQueue, ReviewQueueItem, ReviewQueueKind, ReviewStatus,
};
use spanwell_store::{Page, ReviewItemQuery, ReviewQueueChange, ReviewQueueQuery, ReviewStatusChange};

use crate::{Tracking, review_queue_checks};

/// Largest page of queues and of traces in them (MLflow 3.17).
pub const REVIEWS_PER_PAGE: usize = 50_000;

/// What a client says of a queue it makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewQueueDraft {
    /// The experiment it belongs to.
    pub experiment_id: ExperimentId,
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub kind: ReviewQueueKind,
    /// Who shall review.
    pub users: Vec<String>,
    /// The questions to be answered.
    pub schema_ids: Vec<String>,
}

impl Tracking {
    /// Makes a queue. It has no owner as long as nobody signs in.
    pub async fn create_review_queue(&self, draft: ReviewQueueDraft) -> Result<ReviewQueue> {
        self.create_owned_queue(review_queue_checks::draft(draft)?, None).await
    }

    /// The queue of a user, which is made when it is not there.
    pub async fn user_queue(&self, experiment_id: ExperimentId, user: &str) -> Result<ReviewQueue> {
        let name = review_queue_checks::user("user", user)?;
        let draft = ReviewQueueDraft {
            experiment_id,
            name: name.clone(),
            kind: ReviewQueueKind::User,
            users: vec![name.clone()],
            schema_ids: Vec::new(),
        };
        match self.create_owned_queue(draft, Some(name.clone())).await {
            Err(error) if error.kind() == Kind::AlreadyExists => {}
            other => return other,
        }
        let queue = self.review_queue_by_name(experiment_id, &name).await?;
        match queue.kind {
            ReviewQueueKind::User => Ok(queue),
            ReviewQueueKind::Custom => Err(Error::new(
                Kind::AlreadyExists,
                format!("A queue named '{name}' that is not of a user already exists: rename it first"),
            )),
        }
    }

    /// One queue.
    pub async fn review_queue(&self, id: &str) -> Result<ReviewQueue> {
        self.review_queues.get_review_queue(id).await?.ok_or_else(|| no_queue(id))
    }

    /// One queue of an experiment, by its name in any case.
    pub async fn review_queue_by_name(&self, experiment_id: ExperimentId, name: &str) -> Result<ReviewQueue> {
        self.existing_experiment(experiment_id).await?;
        let found = self.review_queues.get_review_queue_by_name(experiment_id, name).await?;
        found.ok_or_else(|| {
            Error::not_found(format!(
                "Review queue with name '{name}' not found for experiment '{experiment_id}'."
            ))
        })
    }

    /// A page of queues.
    pub async fn list_review_queues(&self, mut query: ReviewQueueQuery) -> Result<Page<ReviewQueue>> {
        self.existing_experiment(query.experiment_id).await?;
        query.user = query.user.map(|user| user.trim().to_lowercase());
        self.review_queues.list_review_queues(query).await
    }

    /// Changes a custom queue.
    pub async fn change_review_queue(&self, id: &str, mut change: ReviewQueueChange) -> Result<ReviewQueue> {
        let queue = self.review_queue(id).await?;
        if queue.kind == ReviewQueueKind::User {
            return Err(Error::invalid(
                "A user queue's name, assigned user, schemas, and owner are fixed and cannot be updated.",
            ));
        }
        if change == ReviewQueueChange::default() {
            return Ok(queue);
        }
        change.name = change.name.as_deref().map(review_queue_checks::custom_name).transpose()?;
        change.owner = change.owner.as_deref().map(review_queue_checks::owner).transpose()?;
        change.users = change.users.as_deref().map(review_queue_checks::users).transpose()?;
        change.schema_ids = change.schema_ids.as_deref().map(review_queue_checks::schema_ids).transpose()?;
        change.now_ms = self.clock.now_ms();
        self.review_queues.change_review_queue(id, change).await?.ok_or_else(|| no_queue(id))
    }

    /// Deletes a queue; one that is not there is no error.
    pub async fn delete_review_queue(&self, id: &str) -> Result<()> {
        self.review_queues.delete_review_queue(id).await?;
        Ok(())
    }

    /// Adds traces to a queue; those it has stay as they are.
    pub async fn add_review_items(&self, id: &str, item_ids: &[String]) -> Result<Vec<ReviewQueueItem>> {
        let item_ids = review_queue_checks::item_ids(item_ids)?;
        let added = self.review_queues.add_review_items(id, item_ids, self.clock.now_ms()).await?;
        added.ok_or_else(|| no_queue(id))
    }

    /// Takes traces out of a queue; those it has not are no error.
    pub async fn remove_review_items(&self, id: &str, item_ids: &[String]) -> Result<()> {
        let item_ids = review_queue_checks::item_ids(item_ids)?;
        self.review_queues.remove_review_items(id, item_ids).await?.ok_or_else(|| no_queue(id))
    }

    /// A page of a queue's traces.
    pub async fn review_items(&self, id: &str, query: ReviewItemQuery) -> Result<Page<ReviewQueueItem>> {
        self.review_queues.list_review_items(id, query).await?.ok_or_else(|| no_queue(id))
    }

    /// Says what became of a trace in a queue, and by whom.
    pub async fn set_review_status(
        &self,
        id: &str,
        item_id: &str,
        status: ReviewStatus,
        completed_by: Option<&str>,
    ) -> Result<ReviewQueueItem> {
        let item_id = review_queue_checks::item_id(item_id)?;
        let completed_by =
            completed_by.map(|user| review_queue_checks::user("completed_by", user)).transpose()?;
        match (status, &completed_by) {
            (ReviewStatus::Pending, Some(_)) => {
                return Err(Error::invalid(
                    "`completed_by` must not be set when an item is set back to pending.",
                ));
            }
            (ReviewStatus::Complete | ReviewStatus::Declined, None) => {
                return Err(Error::invalid(format!(
                    "`completed_by` is required when setting status to `{}`.",
                    status.name()
                )));
            }
            _ => {}
        }
        let change = ReviewStatusChange { status, completed_by, now_ms: self.clock.now_ms() };
        let item = self.review_queues.set_review_status(id, &item_id, change).await?;
        item.ok_or_else(|| no_queue(id))?.ok_or_else(|| {
            Error::not_found(format!("Item '{item_id}' is not attached to review queue '{id}'."))
        })
    }

    async fn create_owned_queue(
        &self,
        draft: ReviewQueueDraft,
        owner: Option<String>,
    ) -> Result<ReviewQueue> {
        self.existing_experiment(draft.experiment_id).await?;
        let now_ms = self.clock.now_ms();
        let new = ReviewQueue {
            queue_id: format!("rq-{}", self.ids.run_id()),
            experiment_id: draft.experiment_id,
            name: draft.name,
            kind: draft.kind,
            created_by: owner,
            users: draft.users,
            schema_ids: draft.schema_ids,
            creation_time_ms: now_ms,
            last_update_time_ms: now_ms,
        };
        self.review_queues.create_review_queue(new).await
    }
}

fn no_queue(id: &str) -> Error {
    Error::not_found(format!("Review queue with id '{id}' not found."))
}
