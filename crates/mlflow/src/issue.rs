//! `issues.Issue`: its status and its severity are text on the wire, in lower case.

use serde::Serialize;
use spanwell_model::{Issue, IssueSeverity, IssueStatus, Result};

use crate::error::wrong_value;
use crate::message::Message;

/// An issue as answers show it.
#[derive(Clone, Debug, Serialize)]
pub struct IssueAnswer<'a> {
    issue_id: &'a str,
    experiment_id: String,
    name: &'a str,
    description: &'a str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<&'static str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    root_causes: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    source_run_id: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    categories: &'a [String],
    created_timestamp: i64,
    last_updated_timestamp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace_count: Option<u32>,
}

impl<'a> IssueAnswer<'a> {
    /// The answer about an issue, with the number of its traces when they were counted.
    pub fn new(issue: &'a Issue, trace_count: Option<u32>) -> Self {
        Self {
            issue_id: &issue.issue_id,
            experiment_id: issue.experiment_id.to_string(),
            name: &issue.name,
            description: &issue.description,
            status: issue.status.name(),
            severity: issue.severity.map(IssueSeverity::name),
            root_causes: &issue.root_causes,
            source_run_id: issue.source_run_id.as_deref(),
            categories: &issue.categories,
            created_timestamp: issue.created_ms,
            last_updated_timestamp: issue.last_updated_ms,
            created_by: issue.created_by.as_deref(),
            trace_count,
        }
    }
}

/// Reads `status`.
pub fn read_status(message: &Message<'_>) -> Result<Option<IssueStatus>> {
    named(message, "status", IssueStatus::from_name, &IssueStatus::ALL.map(IssueStatus::name))
}

/// Reads `severity`.
pub fn read_severity(message: &Message<'_>) -> Result<Option<IssueSeverity>> {
    named(message, "severity", IssueSeverity::from_name, &IssueSeverity::ALL.map(IssueSeverity::name))
}

fn named<T>(
    message: &Message<'_>,
    name: &str,
    read: fn(&str) -> Option<T>,
    names: &[&str],
) -> Result<Option<T>> {
    let Some(text) = message.string(name)? else { return Ok(None) };
    read(text).map(Some).ok_or_else(|| {
        let expected = format!("It must be one of {}.", names.join(", "));
        wrong_value(&message.name_of(name), &text.into(), &expected)
    })
}
