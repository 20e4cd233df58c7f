//! Filter and order of runs (MLflow's `SearchUtils`, with OR, NOT and parentheses).

use std::fmt;
use std::str::FromStr;

use crate::clause::Rules;
use crate::comparison::QuotedName;
use crate::error::FilterError;
use crate::field_filter::FieldFilter;
use crate::key::{Entry, Key, KeyProblem, listed, named};
use crate::order::{Order, parse_order};
use crate::rules::{NUMBER, OPTIONAL_NUMBER, PLAIN_TAG, PLAIN_TEXT_LIST};

/// A fact of a run. Times are in milliseconds since the epoch.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RunField {
    /// Its id.
    RunId,
    /// Its name.
    Name,
    /// Who made it.
    UserId,
    /// `RUNNING`, `SCHEDULED`, `FINISHED`, `FAILED` or `KILLED`.
    Status,
    /// Root of its artifacts.
    ArtifactUri,
    /// When it started.
    StartTime,
    /// When it ended.
    EndTime,
    /// The latest value of a metric.
    Metric(String),
    /// A parameter.
    Param(String),
    /// A tag.
    Tag(String),
    /// The name of one of its datasets; not to be ordered by, as the two that follow.
    DatasetName,
    /// The digest of one of its datasets.
    DatasetDigest,
    /// What one of its datasets was used for (tag `mlflow.data.context` of the input).
    DatasetContext,
}

const ATTRIBUTES: &[Entry<RunField>] = &[
    Entry { names: &["run_id"], field: RunField::RunId, rules: PLAIN_TEXT_LIST },
    Entry {
        names: &["run_name", "run name", "Run name", "Run Name"],
        field: RunField::Name,
        rules: PLAIN_TEXT_LIST,
    },
    Entry { names: &["user_id"], field: RunField::UserId, rules: PLAIN_TEXT_LIST },
    Entry { names: &["status"], field: RunField::Status, rules: PLAIN_TEXT_LIST },
    Entry { names: &["artifact_uri"], field: RunField::ArtifactUri, rules: PLAIN_TEXT_LIST },
    Entry { names: &["start_time", "created", "Created"], field: RunField::StartTime, rules: NUMBER },
    Entry { names: &["end_time"], field: RunField::EndTime, rules: OPTIONAL_NUMBER },
];

const DATASETS: &[Entry<RunField>] = &[
    Entry { names: &["name"], field: RunField::DatasetName, rules: PLAIN_TEXT_LIST },
    Entry { names: &["digest"], field: RunField::DatasetDigest, rules: PLAIN_TEXT_LIST },
    Entry { names: &["context"], field: RunField::DatasetContext, rules: PLAIN_TEXT_LIST },
];

const KEYS: &[&str] = &[
    "run_id",
    "run_name",
    "user_id",
    "status",
    "artifact_uri",
    "start_time",
    "end_time",
    "metrics.",
    "params.",
    "tags.",
    "datasets.name",
    "datasets.digest",
    "datasets.context",
];
const ORDER_KEYS: &[&str] = &[
    "run_id",
    "run_name",
    "user_id",
    "status",
    "artifact_uri",
    "start_time",
    "end_time",
    "metrics.",
    "params.",
    "tags.",
];

impl fmt::Display for RunField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Metric(key) => write!(f, "metrics.{}", QuotedName(key)),
            Self::Param(key) => write!(f, "params.{}", QuotedName(key)),
            Self::Tag(key) => write!(f, "tags.{}", QuotedName(key)),
            Self::RunId => f.write_str("run_id"),
            Self::Name => f.write_str("run_name"),
            Self::UserId => f.write_str("user_id"),
            Self::Status => f.write_str("status"),
            Self::ArtifactUri => f.write_str("artifact_uri"),
            Self::StartTime => f.write_str("start_time"),
            Self::EndTime => f.write_str("end_time"),
            Self::DatasetName => f.write_str("datasets.name"),
            Self::DatasetDigest => f.write_str("datasets.digest"),
            Self::DatasetContext => f.write_str("datasets.context"),
        }
    }
}

/// A condition on runs.
pub type RunFilter = FieldFilter<RunField>;

impl FromStr for RunFilter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        parse_run_filter(text)
    }
}

/// A key to order runs by (never a field of datasets), and its direction.
pub type RunOrder = Order<RunField>;

/// Parses a run filter; every run passes the empty text.
pub fn parse_run_filter(text: &str) -> Result<RunFilter, FilterError> {
    RunFilter::parse(text, resolve)
}

/// Parses an `order_by` of runs. The result is complete: newest first and then the id follow what was asked for.
pub fn parse_run_order(items: &[String]) -> Result<Vec<RunOrder>, FilterError> {
    parse_order(items, order_key, default_run_order())
}

/// The order when nothing is asked for: newest first, then by id.
pub fn default_run_order() -> Vec<RunOrder> {
    vec![Order::descending(RunField::StartTime), Order::ascending(RunField::RunId)]
}

fn resolve(key: &Key) -> Result<(RunField, Rules), KeyProblem> {
    match key.entity.as_deref() {
        Some("metric" | "metrics") => named(RunField::Metric, OPTIONAL_NUMBER, key, KEYS),
        Some("param" | "params" | "parameter" | "parameters") => named(RunField::Param, PLAIN_TAG, key, KEYS),
        Some("tag" | "tags") => named(RunField::Tag, PLAIN_TAG, key, KEYS),
        Some("dataset" | "datasets") => listed(DATASETS, key, KEYS),
        None | Some("attribute" | "attributes" | "attr" | "run") => listed(ATTRIBUTES, key, KEYS),
        Some(_) => Err(KeyProblem::unknown(key, KEYS)),
    }
}

fn order_key(key: &Key) -> Result<RunField, KeyProblem> {
    match resolve(key) {
        Ok((RunField::DatasetName | RunField::DatasetDigest | RunField::DatasetContext, _)) | Err(_) => {
            Err(KeyProblem::unknown(key, ORDER_KEYS))
        }
        Ok((field, _)) => Ok(field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_print_as_they_are_read() {
        for (text, printed) in [
            ("metrics.acc > 0.5 and params.lr = '0.1'", "metrics.acc > 0.5 AND params.lr = '0.1'"),
            ("attributes.`Run name` ilike '%x%'", "run_name ILIKE '%x%'"),
            (
                "parameter.\"a b\" IS NULL OR NOT run.created < 5",
                "params.`a b` IS NULL OR NOT start_time < 5",
            ),
            ("datasets.context IN ('train')", "datasets.context IN ('train')"),
            ("", ""),
        ] {
            let filter = parse_run_filter(text).unwrap();
            assert_eq!(filter.to_string(), printed);
            assert_eq!(filter.to_string().parse::<RunFilter>().unwrap(), filter);
        }
    }

    #[test]
    fn what_the_grammar_does_not_know_is_named() {
        for text in ["metrics.acc > 'x'", "params.lr > 5", "dataset.size = '1'", "tags. = 'x'", "bogus = 'x'"]
        {
            assert!(parse_run_filter(text).is_err(), "{text}");
        }
        assert!(parse_run_order(&["dataset.name".to_owned()]).is_err());
    }

    #[test]
    fn orders_are_complete() {
        let order = parse_run_order(&["metrics.acc DESC".to_owned(), "attributes.start_time ASC".to_owned()])
            .unwrap();
        let printed: Vec<String> = order.iter().map(ToString::to_string).collect();
        assert_eq!(printed, ["metrics.acc DESC", "start_time ASC", "run_id ASC"]);
    }
}
