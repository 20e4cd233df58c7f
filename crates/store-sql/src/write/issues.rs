//! Changing issues.

use rusqlite::params;
use spanwell_model::{Error, Issue, IssueSeverity, Result};
use spanwell_store::IssueChange;

use crate::error::SqliteResult;
use crate::read::issues::load;
use crate::write::context::WriteContext;

/// Most issues of an experiment: a search reads them all.
const ISSUES: i64 = 10_000;

const COUNT: &str = "SELECT COUNT(*) FROM issues WHERE experiment_id = ?1";

const INSERT: &str =
    "INSERT INTO issues (issue_id, experiment_id, name, description, status, severity, root_causes,
    categories, source_run_id, created_by, created_ms, last_updated_ms)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";

const CHANGE: &str = "UPDATE issues SET name = COALESCE(?2, name), description = COALESCE(?3, description),
    status = COALESCE(?4, status), severity = COALESCE(?5, severity), last_updated_ms = ?6 WHERE issue_id = ?1";

impl WriteContext<'_> {
    /// Makes an issue.
    pub(crate) fn create_issue(&mut self, new: &Issue) -> Result<Issue> {
        self.check_room(COUNT, new.experiment_id, ISSUES, "issues")?;
        self.connection
            .execute(
                INSERT,
                params![
                    new.issue_id,
                    new.experiment_id.number(),
                    new.name,
                    new.description,
                    new.status.name(),
                    new.severity.map(IssueSeverity::name),
                    serde_json::to_string(&new.root_causes).map_err(Error::internal)?,
                    serde_json::to_string(&new.categories).map_err(Error::internal)?,
                    new.source_run_id,
                    new.created_by,
                    new.created_ms,
                    new.last_updated_ms,
                ],
            )
            .sql()?;
        load(self.connection, &new.issue_id)?
            .ok_or_else(|| Error::internal("an issue that was just made is not there"))
    }

    /// Changes an issue; `None` when there is no such issue.
    pub(crate) fn change_issue(&mut self, id: &str, change: &IssueChange) -> Result<Option<Issue>> {
        self.connection
            .execute(
                CHANGE,
                params![
                    id,
                    change.name,
                    change.description,
                    change.status.map(spanwell_model::IssueStatus::name),
                    change.severity.map(IssueSeverity::name),
                    change.now_ms,
                ],
            )
            .sql()?;
        load(self.connection, id)
    }
}
