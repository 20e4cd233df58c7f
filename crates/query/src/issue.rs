//! Filter of issues.

use std::fmt;
use std::str::FromStr;

use crate::clause::Rules;
use crate::error::FilterError;
use crate::field_filter::FieldFilter;
use crate::key::{Entry, Key, KeyProblem, listed};
use crate::rules::{OPTIONAL_TEXT, TEXT, text_of};

/// A fact of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IssueField {
    /// Its name.
    Name,
    /// What became of it.
    Status,
    /// How bad it is.
    Severity,
    /// The run that found it.
    SourceRunId,
    /// Who made it.
    CreatedBy,
}

const TABLE: &[Entry<IssueField>] = &[
    Entry { names: &["name"], field: IssueField::Name, rules: TEXT },
    Entry {
        names: &["status"],
        field: IssueField::Status,
        rules: text_of(&["pending", "rejected", "resolved"]),
    },
    Entry { names: &["severity"], field: IssueField::Severity, rules: OPTIONAL_TEXT },
    Entry { names: &["source_run_id"], field: IssueField::SourceRunId, rules: OPTIONAL_TEXT },
    Entry { names: &["created_by"], field: IssueField::CreatedBy, rules: OPTIONAL_TEXT },
];

const KEYS: &[&str] = &["name", "status", "severity", "source_run_id", "created_by"];

impl fmt::Display for IssueField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name => "name",
            Self::Status => "status",
            Self::Severity => "severity",
            Self::SourceRunId => "source_run_id",
            Self::CreatedBy => "created_by",
        })
    }
}

/// A condition on issues.
pub type IssueFilter = FieldFilter<IssueField>;

impl FromStr for IssueFilter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        Self::parse(text, resolve)
    }
}

fn resolve(key: &Key) -> Result<(IssueField, Rules), KeyProblem> {
    match key.entity.as_deref() {
        None | Some("attribute" | "attributes") => listed(TABLE, key, KEYS),
        Some(_) => Err(KeyProblem::unknown(key, KEYS)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_print_as_they_are_read() {
        for (text, printed) in [
            ("status='pending' and source_run_id != 'r'", "status = 'pending' AND source_run_id != 'r'"),
            ("severity IN ('high', 'low')", "severity IN ('high', 'low')"),
            ("name like '%x'", "name LIKE '%x'"),
        ] {
            let filter: IssueFilter = text.parse().unwrap();
            assert_eq!(filter.to_string(), printed);
            assert_eq!(printed.parse::<IssueFilter>().unwrap(), filter);
        }
        for text in ["bogus = '1'", "status > 5", "issue_id = 'x'", "tags.a = 'x'"] {
            assert!(text.parse::<IssueFilter>().is_err(), "{text}");
        }
    }
}
