//! Issues: one, and the search, which compares those of the experiment by the filter language itself.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row};
use spanwell_model::{Error, ExperimentId, Issue, IssueSeverity, IssueStatus, Result};
use spanwell_query::{Direction, FieldValue, FieldView, IssueField};
use spanwell_store::{FoundIssue, IssueQuery, Page};

use crate::assessment_document::ISSUE;
use crate::error::SqliteResult;
use crate::read::sort_key::{SortPart, SortValue, page_of, part};

macro_rules! columns {
    () => {
        "SELECT issue_id, experiment_id, name, description, status, severity, root_causes, categories, source_run_id,
         created_by, created_ms, last_updated_ms FROM issues"
    };
}

pub(crate) const BY_ID: &str = concat!(columns!(), " WHERE issue_id = ?1");
pub(crate) const ALL: &str = columns!();
pub(crate) const OF_EXPERIMENT: &str = concat!(columns!(), " WHERE experiment_id = ?1");
pub(crate) const TRACE_COUNTS: &str = "SELECT i.issue_id, COUNT(DISTINCT a.trace_key)
    FROM issues i CROSS JOIN assessments a ON a.name = i.issue_id AND a.kind = ?2
    WHERE ?1 IS NULL OR i.experiment_id = ?1 GROUP BY i.issue_id";

/// One issue.
pub(crate) fn load(connection: &Connection, id: &str) -> Result<Option<Issue>> {
    let mut statement = connection.prepare_cached(BY_ID).sql()?;
    statement.query_row([id], |row| Ok(read(row))).optional().sql()?.transpose()
}

/// A page of issues.
pub(crate) fn search(connection: &Connection, query: &IssueQuery) -> Result<Page<FoundIssue>> {
    let experiment = query.experiment_id.map(ExperimentId::number);
    let counts = match query.with_trace_counts {
        true => Some(trace_counts(connection, experiment)?),
        false => None,
    };
    let mut statement =
        connection.prepare_cached(if experiment.is_some() { OF_EXPERIMENT } else { ALL }).sql()?;
    let binds: &[&dyn rusqlite::ToSql] = if experiment.is_some() { &[&experiment] } else { &[] };
    let mut found = statement.query(binds).sql()?;
    let mut rows = Vec::new();
    while let Some(row) = found.next().sql()? {
        let issue = read(row)?;
        if query.filter.matches(&View(&issue)) {
            let trace_count = counts.as_ref().map(|counts| counts.get(&issue.issue_id).copied().unwrap_or(0));
            let found = FoundIssue { issue, trace_count };
            rows.push((place(&found), found));
        }
    }
    page_of(rows, query.limit, query.after.as_ref())
}

/// The worst first, then those of most traces, then the newest.
fn place(found: &FoundIssue) -> Vec<SortPart> {
    let down = |value: SortValue| part(Some(value), Direction::Descending);
    let severity = found.issue.severity.map_or(-1, |severity| severity as i64);
    let mut place = vec![down(severity.into())];
    place.extend(found.trace_count.map(|count| down(i64::from(count).into())));
    place.extend([down(found.issue.created_ms.into()), down((&found.issue.issue_id).into())]);
    place
}

fn trace_counts(connection: &Connection, experiment: Option<i64>) -> Result<HashMap<String, u32>> {
    let mut statement = connection.prepare_cached(TRACE_COUNTS).sql()?;
    let rows = statement.query_map((experiment, ISSUE), |row| Ok((row.get(0)?, row.get(1)?))).sql()?;
    rows.collect::<rusqlite::Result<_>>().sql()
}

fn read(row: &Row<'_>) -> Result<Issue> {
    let list = |index: usize| -> Result<Vec<String>> {
        serde_json::from_str(&row.get::<_, String>(index).sql()?).map_err(Error::internal)
    };
    let status: String = row.get(4).sql()?;
    let severity: Option<String> = row.get(5).sql()?;
    Ok(Issue {
        issue_id: row.get(0).sql()?,
        experiment_id: ExperimentId::new(row.get(1).sql()?)?,
        name: row.get(2).sql()?,
        description: row.get(3).sql()?,
        status: IssueStatus::from_name(&status)
            .ok_or_else(|| Error::internal(format!("an issue has the status `{status}`")))?,
        severity: severity.as_deref().and_then(IssueSeverity::from_name),
        root_causes: list(6)?,
        categories: list(7)?,
        source_run_id: row.get(8).sql()?,
        created_by: row.get(9).sql()?,
        created_ms: row.get(10).sql()?,
        last_updated_ms: row.get(11).sql()?,
    })
}

struct View<'a>(&'a Issue);

impl FieldView<IssueField> for View<'_> {
    fn values(&self, field: &IssueField) -> Vec<FieldValue<'_>> {
        let issue = self.0;
        let value = match field {
            IssueField::Name => Some(issue.name.as_str()),
            IssueField::Status => Some(issue.status.name()),
            IssueField::Severity => issue.severity.map(IssueSeverity::name),
            IssueField::SourceRunId => issue.source_run_id.as_deref(),
            IssueField::CreatedBy => issue.created_by.as_deref(),
        };
        value.map(FieldValue::text).into_iter().collect()
    }
}
