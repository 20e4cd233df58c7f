//! Filter and order of logged models.

use std::fmt;
use std::str::FromStr;

use crate::clause::Rules;
use crate::comparison::QuotedName;
use crate::error::FilterError;
use crate::field_filter::FieldFilter;
use crate::key::{Entry, Key, KeyProblem, listed, named};
use crate::order::{Order, parse_order};
use crate::rules::{NUMBER, OPTIONAL_NUMBER, PLAIN_TAG, PLAIN_TEXT_LIST};

/// A fact of a logged model. Times are in milliseconds since the epoch.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LoggedModelField {
    /// Its id.
    ModelId,
    /// Its name.
    Name,
    /// What it is.
    ModelType,
    /// Its status, as `READY` or `LOGGED_MODEL_READY`.
    Status,
    /// The run that made it.
    SourceRunId,
    /// When it was made.
    CreationTime,
    /// When its status changed.
    LastUpdateTime,
    /// The latest value of a metric about it.
    Metric(String),
    /// A parameter.
    Param(String),
    /// A tag.
    Tag(String),
}

const ATTRIBUTES: &[Entry<LoggedModelField>] = &[
    Entry { names: &["model_id"], field: LoggedModelField::ModelId, rules: PLAIN_TEXT_LIST },
    Entry { names: &["name"], field: LoggedModelField::Name, rules: PLAIN_TEXT_LIST },
    Entry { names: &["model_type"], field: LoggedModelField::ModelType, rules: PLAIN_TEXT_LIST },
    Entry { names: &["status"], field: LoggedModelField::Status, rules: PLAIN_TEXT_LIST },
    Entry { names: &["source_run_id"], field: LoggedModelField::SourceRunId, rules: PLAIN_TEXT_LIST },
    Entry {
        names: &["creation_timestamp", "creation_time", "creation_timestamp_ms"],
        field: LoggedModelField::CreationTime,
        rules: NUMBER,
    },
    Entry {
        names: &["last_updated_timestamp", "last_updated_timestamp_ms"],
        field: LoggedModelField::LastUpdateTime,
        rules: NUMBER,
    },
];

const KEYS: &[&str] = &[
    "model_id",
    "name",
    "model_type",
    "status",
    "source_run_id",
    "creation_timestamp",
    "last_updated_timestamp",
    "metrics.",
    "params.",
    "tags.",
];

impl fmt::Display for LoggedModelField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Metric(key) => write!(f, "metrics.{}", QuotedName(key)),
            Self::Param(key) => write!(f, "params.{}", QuotedName(key)),
            Self::Tag(key) => write!(f, "tags.{}", QuotedName(key)),
            Self::ModelId => f.write_str("model_id"),
            Self::Name => f.write_str("name"),
            Self::ModelType => f.write_str("model_type"),
            Self::Status => f.write_str("status"),
            Self::SourceRunId => f.write_str("source_run_id"),
            Self::CreationTime => f.write_str("creation_timestamp"),
            Self::LastUpdateTime => f.write_str("last_updated_timestamp"),
        }
    }
}

/// A condition on logged models.
pub type LoggedModelFilter = FieldFilter<LoggedModelField>;

impl FromStr for LoggedModelFilter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        Self::parse(text, resolve)
    }
}

/// A key to order logged models by, and its direction.
pub type LoggedModelOrder = Order<LoggedModelField>;

/// Parses an `order_by` of logged models. The result is complete: newest first and then the id follow what was asked for.
pub fn parse_logged_model_order(items: &[String]) -> Result<Vec<LoggedModelOrder>, FilterError> {
    let last =
        vec![Order::descending(LoggedModelField::CreationTime), Order::ascending(LoggedModelField::ModelId)];
    parse_order(items, |key| resolve(key).map(|(field, _)| field), last)
}

fn resolve(key: &Key) -> Result<(LoggedModelField, Rules), KeyProblem> {
    match key.entity.as_deref() {
        Some("metric" | "metrics") => named(LoggedModelField::Metric, OPTIONAL_NUMBER, key, KEYS),
        Some("param" | "params") => named(LoggedModelField::Param, PLAIN_TAG, key, KEYS),
        Some("tag" | "tags") => named(LoggedModelField::Tag, PLAIN_TAG, key, KEYS),
        None | Some("attribute" | "attributes") => listed(ATTRIBUTES, key, KEYS),
        Some(_) => Err(KeyProblem::unknown(key, KEYS)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_print_as_they_are_read() {
        for (text, printed) in [
            ("name='lm2' and metrics.acc > 0.5", "name = 'lm2' AND metrics.acc > 0.5"),
            ("attributes.creation_time > 1", "creation_timestamp > 1"),
            ("params.`a b` != 'x'", "params.`a b` != 'x'"),
        ] {
            let filter: LoggedModelFilter = text.parse().unwrap();
            assert_eq!(filter.to_string(), printed);
            assert_eq!(printed.parse::<LoggedModelFilter>().unwrap(), filter);
        }
        for text in ["bogus='x'", "metrics.acc = 'x'", "status > 5", "tags. = 'x'"] {
            assert!(text.parse::<LoggedModelFilter>().is_err(), "{text}");
        }
    }
}
