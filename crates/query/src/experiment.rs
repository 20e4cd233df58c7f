//! Filter and order of experiments: the whole of a grammar in one file, to be copied for the next one.

use std::fmt;
use std::str::FromStr;

use crate::clause::Rules;
use crate::comparison::QuotedName;
use crate::error::FilterError;
use crate::field_filter::FieldFilter;
use crate::key::{Entry, Key, KeyProblem, listed, named};
use crate::order::{Order, parse_order};
use crate::rules::{NUMBER, PLAIN_TAG, PLAIN_TEXT, PLAIN_TEXT_LIST};

/// A fact of an experiment. Times are in milliseconds since the epoch.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ExperimentField {
    /// Its name.
    Name,
    /// Its id.
    ExperimentId,
    /// When it was made.
    CreationTime,
    /// When it was changed.
    LastUpdateTime,
    /// A tag; not to be ordered by.
    Tag(String),
}

const TABLE: &[Entry<ExperimentField>] = &[
    Entry { names: &["name"], field: ExperimentField::Name, rules: PLAIN_TEXT },
    Entry { names: &["experiment_id"], field: ExperimentField::ExperimentId, rules: PLAIN_TEXT_LIST },
    Entry { names: &["creation_time"], field: ExperimentField::CreationTime, rules: NUMBER },
    Entry { names: &["last_update_time"], field: ExperimentField::LastUpdateTime, rules: NUMBER },
];

const ORDER_KEYS: &[&str] = &["name", "experiment_id", "creation_time", "last_update_time"];
const KEYS: &[&str] = &["name", "experiment_id", "creation_time", "last_update_time", "tags."];

impl fmt::Display for ExperimentField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tag(key) => write!(f, "tags.{}", QuotedName(key)),
            Self::Name => f.write_str("name"),
            Self::ExperimentId => f.write_str("experiment_id"),
            Self::CreationTime => f.write_str("creation_time"),
            Self::LastUpdateTime => f.write_str("last_update_time"),
        }
    }
}

/// A condition on experiments.
pub type ExperimentFilter = FieldFilter<ExperimentField>;

impl FromStr for ExperimentFilter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        parse_experiment_filter(text)
    }
}

/// A key to order experiments by (never [`ExperimentField::Tag`]), and its direction.
pub type ExperimentOrder = Order<ExperimentField>;

/// Parses an experiment filter; every experiment passes the empty text.
pub fn parse_experiment_filter(text: &str) -> Result<ExperimentFilter, FilterError> {
    ExperimentFilter::parse(text, resolve)
}

/// Parses an `order_by` of experiments. The result is complete: `experiment_id ASC` follows what was asked for.
pub fn parse_experiment_order(items: &[String]) -> Result<Vec<ExperimentOrder>, FilterError> {
    let last = if items.is_empty() {
        default_experiment_order()
    } else {
        vec![Order::ascending(ExperimentField::ExperimentId)]
    };
    parse_order(items, order_key, last)
}

/// The order when nothing is asked for: newest first, then by id.
pub fn default_experiment_order() -> Vec<ExperimentOrder> {
    vec![Order::descending(ExperimentField::CreationTime), Order::ascending(ExperimentField::ExperimentId)]
}

fn resolve(key: &Key) -> Result<(ExperimentField, Rules), KeyProblem> {
    match key.entity.as_deref() {
        Some("tag" | "tags") => named(ExperimentField::Tag, PLAIN_TAG, key, KEYS),
        None | Some("attribute") => listed(TABLE, key, KEYS),
        Some(_) => Err(KeyProblem::unknown(key, KEYS)),
    }
}

fn order_key(key: &Key) -> Result<ExperimentField, KeyProblem> {
    match resolve(key) {
        Ok((ExperimentField::Tag(_), _)) | Err(_) => Err(KeyProblem::unknown(key, ORDER_KEYS)),
        Ok((field, _)) => Ok(field),
    }
}
