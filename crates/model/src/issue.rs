//! Issues: what goes wrong in an application, found in its traces.

use crate::ids::ExperimentId;

/// What became of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IssueStatus {
    /// Nobody decided yet.
    Pending,
    /// It is none.
    Rejected,
    /// It was dealt with.
    Resolved,
}

impl IssueStatus {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Rejected, Self::Resolved];

    /// MLflow's name; also what is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Rejected => "rejected",
            Self::Resolved => "resolved",
        }
    }

    /// The status of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// How bad an issue is. The variants stand in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IssueSeverity {
    /// Not bad at all.
    NotAnIssue,
    /// A little.
    Low,
    /// Rather.
    Medium,
    /// Very.
    High,
}

impl IssueSeverity {
    /// All of them, from the least to the worst.
    pub const ALL: [Self; 4] = [Self::NotAnIssue, Self::Low, Self::Medium, Self::High];

    /// MLflow's name; also what is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotAnIssue => "not_an_issue",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// The severity of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }
}

/// An issue. Traces are linked to it by assessments that have its id as their name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Its id: `iss-` and 32 hexadecimal digits.
    pub issue_id: String,
    /// The experiment it belongs to.
    pub experiment_id: ExperimentId,
    /// What is wrong, in a few words.
    pub name: String,
    /// What is wrong.
    pub description: String,
    /// What became of it.
    pub status: IssueStatus,
    /// How bad it is.
    pub severity: Option<IssueSeverity>,
    /// Why it may be so.
    pub root_causes: Vec<String>,
    /// Its kinds.
    pub categories: Vec<String>,
    /// The run that found it.
    pub source_run_id: Option<String>,
    /// Who made it.
    pub created_by: Option<String>,
    /// When it was made, in milliseconds since the epoch.
    pub created_ms: i64,
    /// When it was changed, in milliseconds since the epoch.
    pub last_updated_ms: i64,
}
