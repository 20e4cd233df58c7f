//! Filter and order of versions of registered models, prompts among them.

use std::fmt;
use std::str::FromStr;

use crate::clause::Rules;
use crate::comparison::{Comparison, QuotedName, Test, TextComparator};
use crate::error::FilterError;
use crate::expression::Expression;
use crate::field_filter::FieldFilter;
use crate::key::{Entry, Key, KeyProblem, listed, named};
use crate::order::{Order, parse_order};
use crate::rules::{NUMBER, PLAIN_TAG, PLAIN_TEXT, PLAIN_TEXT_LIST};

/// A fact of a version. Times are in milliseconds since the epoch.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ModelVersionField {
    /// Name of the registered model.
    Name,
    /// Its number.
    VersionNumber,
    /// The run it came from; not to be ordered by.
    RunId,
    /// Where its files are; not to be ordered by.
    SourcePath,
    /// When it was made.
    CreationTime,
    /// When it was changed.
    LastUpdateTime,
    /// A tag; not to be ordered by.
    Tag(String),
}

const TABLE: &[Entry<ModelVersionField>] = &[
    Entry { names: &["name"], field: ModelVersionField::Name, rules: PLAIN_TEXT_LIST },
    Entry { names: &["version_number"], field: ModelVersionField::VersionNumber, rules: NUMBER },
    Entry { names: &["run_id"], field: ModelVersionField::RunId, rules: PLAIN_TEXT_LIST },
    Entry { names: &["source_path"], field: ModelVersionField::SourcePath, rules: PLAIN_TEXT },
    Entry { names: &["creation_timestamp"], field: ModelVersionField::CreationTime, rules: NUMBER },
    Entry { names: &["last_updated_timestamp"], field: ModelVersionField::LastUpdateTime, rules: NUMBER },
];

const ORDER_KEYS: &[&str] = &["name", "version_number", "creation_timestamp", "last_updated_timestamp"];
const KEYS: &[&str] = &[
    "name",
    "version_number",
    "run_id",
    "source_path",
    "creation_timestamp",
    "last_updated_timestamp",
    "tags.",
];

impl fmt::Display for ModelVersionField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => f.write_str("name"),
            Self::VersionNumber => f.write_str("version_number"),
            Self::RunId => f.write_str("run_id"),
            Self::SourcePath => f.write_str("source_path"),
            Self::CreationTime => f.write_str("creation_timestamp"),
            Self::LastUpdateTime => f.write_str("last_updated_timestamp"),
            Self::Tag(key) => write!(f, "tags.{}", QuotedName(key)),
        }
    }
}

/// A condition on versions.
pub type ModelVersionFilter = FieldFilter<ModelVersionField>;

impl FromStr for ModelVersionFilter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        Self::parse(text, resolve)
    }
}

impl ModelVersionFilter {
    /// The one name that every version that passes has, when the condition says so.
    pub fn only_name(&self) -> Option<&str> {
        let conditions = match self.expression()? {
            Expression::All(children) => children.as_slice(),
            other => std::slice::from_ref(other),
        };
        conditions.iter().find_map(|condition| match condition {
            Expression::Leaf(Comparison {
                field: ModelVersionField::Name,
                test: Test::Text(TextComparator::Equal, name),
            }) => Some(name.as_str()),
            _ => None,
        })
    }
}

/// A key to order versions by, and its direction.
pub type ModelVersionOrder = Order<ModelVersionField>;

/// Parses an `order_by` of versions. The result is complete: name and number (highest first) follow what was asked for, and
/// the last changed come first when nothing was.
pub fn parse_model_version_order(items: &[String]) -> Result<Vec<ModelVersionOrder>, FilterError> {
    let mut last =
        vec![Order::ascending(ModelVersionField::Name), Order::descending(ModelVersionField::VersionNumber)];
    if items.is_empty() {
        last.insert(0, Order::descending(ModelVersionField::LastUpdateTime));
    }
    parse_order(items, order_key, last)
}

fn resolve(key: &Key) -> Result<(ModelVersionField, Rules), KeyProblem> {
    match key.entity.as_deref() {
        Some("tag" | "tags") => named(ModelVersionField::Tag, PLAIN_TAG, key, KEYS),
        None | Some("attribute" | "attributes") => listed(TABLE, key, KEYS),
        Some(_) => Err(KeyProblem::unknown(key, KEYS)),
    }
}

fn order_key(key: &Key) -> Result<ModelVersionField, KeyProblem> {
    use ModelVersionField::{RunId, SourcePath, Tag};
    match resolve(key) {
        Ok((RunId | SourcePath | Tag(_), _)) | Err(_) => Err(KeyProblem::unknown(key, ORDER_KEYS)),
        Ok((field, _)) => Ok(field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_print_as_they_are_read_and_tell_their_only_name() {
        for (text, printed, name) in [
            ("name='greet' AND tag.k = 'v'", "name = 'greet' AND tags.k = 'v'", Some("greet")),
            ("name = 'greet'", "name = 'greet'", Some("greet")),
            ("name = 'a' OR name = 'b'", "name = 'a' OR name = 'b'", None),
            ("NOT name = 'a'", "NOT name = 'a'", None),
            ("version_number >= 2 and run_id in ('r')", "version_number >= 2 AND run_id IN ('r')", None),
        ] {
            let filter: ModelVersionFilter = text.parse().unwrap();
            assert_eq!(filter.to_string(), printed);
            assert_eq!(filter.only_name(), name, "{text}");
            assert_eq!(printed.parse::<ModelVersionFilter>().unwrap(), filter);
        }
        for text in ["bogus='1'", "version_number = 'x'", "source_path IN ('x')", "tags. = 'x'"] {
            assert!(text.parse::<ModelVersionFilter>().is_err(), "{text}");
        }
    }

    #[test]
    fn orders_end_with_name_and_number() {
        let print = |items: &[&str]| {
            let items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
            let orders = parse_model_version_order(&items).unwrap();
            orders.iter().map(|order| order.key.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(print(&[]), ["last_updated_timestamp", "name", "version_number"]);
        assert_eq!(print(&["version_number ASC"]), ["version_number", "name"]);
        for wrong in ["bogus", "tags.v", "run_id"] {
            assert!(parse_model_version_order(&[wrong.to_owned()]).is_err(), "{wrong}");
        }
    }
}
