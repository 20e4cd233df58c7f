//! The port for issues.

use async_trait::async_trait;
use spanwell_model::{ExperimentId, Issue, IssueSeverity, IssueStatus, Result};
use spanwell_query::IssueFilter;

use crate::page::{Cursor, Page};

/// What changes of an issue; `None` leaves it as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IssueChange {
    /// Its name.
    pub name: Option<String>,
    /// Its description.
    pub description: Option<String>,
    /// What became of it.
    pub status: Option<IssueStatus>,
    /// How bad it is.
    pub severity: Option<IssueSeverity>,
    /// Now, in milliseconds since the epoch.
    pub now_ms: i64,
}

/// A search for issues: the worst first, then (when counted) those of most traces, then the newest.
#[derive(Clone, Debug, Default)]
pub struct IssueQuery {
    /// Only issues of this experiment.
    pub experiment_id: Option<ExperimentId>,
    /// Condition.
    pub filter: IssueFilter,
    /// Whether the traces of each are counted.
    pub with_trace_counts: bool,
    /// Most rows of the page.
    pub limit: usize,
    /// Where the page starts.
    pub after: Option<Cursor>,
}

/// An issue that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundIssue {
    /// The issue.
    pub issue: Issue,
    /// How many traces are linked to it, when that was asked for.
    pub trace_count: Option<u32>,
}

/// What is asked of any engine about issues. `Ok(None)` says that there is no such issue.
#[async_trait]
pub trait IssueStore: Send + Sync {
    /// Makes an issue. `InvalidArgument` when the experiment has too many.
    async fn create_issue(&self, new: Issue) -> Result<Issue>;

    /// One issue.
    async fn get_issue(&self, id: &str) -> Result<Option<Issue>>;

    /// Changes an issue.
    async fn change_issue(&self, id: &str, change: IssueChange) -> Result<Option<Issue>>;

    /// A page of issues.
    async fn search_issues(&self, query: IssueQuery) -> Result<Page<FoundIssue>>;
}
