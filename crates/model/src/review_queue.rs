//! Review queues: traces that people shall look at.

use crate::ids::ExperimentId;

/// Whose a queue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReviewQueueKind {
    /// One user's own, with all questions of the experiment.
    User,
    /// Anybody's, with chosen users and questions.
    Custom,
}

impl ReviewQueueKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::User, Self::Custom];

    /// MLflow's name; also what is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::User => "USER",
            Self::Custom => "CUSTOM",
        }
    }

    /// The kind of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A queue without its items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewQueue {
    /// Its id: `rq-` and 32 hexadecimal digits.
    pub queue_id: String,
    /// The experiment it belongs to.
    pub experiment_id: ExperimentId,
    /// Its name, one of a kind in the experiment in whatever case.
    pub name: String,
    /// Whose it is.
    pub kind: ReviewQueueKind,
    /// Who owns it.
    pub created_by: Option<String>,
    /// Who shall review, in lower case, sorted.
    pub users: Vec<String>,
    /// The questions to be answered, sorted.
    pub schema_ids: Vec<String>,
    /// When it was made, in milliseconds since the epoch.
    pub creation_time_ms: i64,
    /// When it was changed, in milliseconds since the epoch.
    pub last_update_time_ms: i64,
}

/// What became of a trace that is to be reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReviewStatus {
    /// It waits.
    Pending,
    /// It was reviewed.
    Complete,
    /// Somebody chose not to review it.
    Declined,
}

impl ReviewStatus {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Complete, Self::Declined];

    /// MLflow's name; also what is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Complete => "COMPLETE",
            Self::Declined => "DECLINED",
        }
    }

    /// The status of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// A trace in a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewQueueItem {
    /// The queue.
    pub queue_id: String,
    /// The trace.
    pub item_id: String,
    /// What became of it.
    pub status: ReviewStatus,
    /// Who reviewed or declined it.
    pub completed_by: Option<String>,
    /// When it was reviewed or declined, in milliseconds since the epoch.
    pub completed_time_ms: Option<i64>,
    /// When it was added, in milliseconds since the epoch.
    pub creation_time_ms: i64,
    /// When it was changed, in milliseconds since the epoch.
    pub last_update_time_ms: i64,
}
