//! Filter and order of evaluation datasets.

use std::fmt;
use std::str::FromStr;

use crate::clause::Rules;
use crate::comparison::QuotedName;
use crate::error::FilterError;
use crate::field_filter::FieldFilter;
use crate::key::{Entry, Key, KeyProblem, listed, named};
use crate::order::{Order, parse_order};
use crate::rules::{NUMBER, PLAIN_TAG, PLAIN_TEXT_LIST};

/// A fact of a dataset. Times are in milliseconds since the epoch.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DatasetField {
    /// Its id; only to be ordered by.
    DatasetId,
    /// Its name.
    Name,
    /// When it was made.
    CreatedTime,
    /// When it was changed.
    LastUpdateTime,
    /// Who made it.
    CreatedBy,
    /// Who changed it.
    LastUpdatedBy,
    /// A tag; not to be ordered by.
    Tag(String),
}

const TABLE: &[Entry<DatasetField>] = &[
    Entry { names: &["name"], field: DatasetField::Name, rules: PLAIN_TEXT_LIST },
    Entry { names: &["created_time"], field: DatasetField::CreatedTime, rules: NUMBER },
    Entry { names: &["last_update_time"], field: DatasetField::LastUpdateTime, rules: NUMBER },
    Entry { names: &["created_by"], field: DatasetField::CreatedBy, rules: PLAIN_TAG },
    Entry { names: &["last_updated_by"], field: DatasetField::LastUpdatedBy, rules: PLAIN_TAG },
];

const ORDER_KEYS: &[&str] = &["name", "created_time", "last_update_time"];
const KEYS: &[&str] = &["name", "created_time", "last_update_time", "created_by", "last_updated_by", "tags."];

impl fmt::Display for DatasetField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tag(key) => write!(f, "tags.{}", QuotedName(key)),
            Self::DatasetId => f.write_str("dataset_id"),
            Self::Name => f.write_str("name"),
            Self::CreatedTime => f.write_str("created_time"),
            Self::LastUpdateTime => f.write_str("last_update_time"),
            Self::CreatedBy => f.write_str("created_by"),
            Self::LastUpdatedBy => f.write_str("last_updated_by"),
        }
    }
}

/// A condition on datasets.
pub type DatasetFilter = FieldFilter<DatasetField>;

impl FromStr for DatasetFilter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        Self::parse(text, resolve)
    }
}

/// A key to order datasets by, and its direction.
pub type DatasetOrder = Order<DatasetField>;

/// Parses an `order_by` of datasets. The result is complete: the id follows what was asked for, and newest first when
/// nothing was.
pub fn parse_dataset_order(items: &[String]) -> Result<Vec<DatasetOrder>, FilterError> {
    let id = Order::descending(DatasetField::DatasetId);
    let last = match items.is_empty() {
        true => vec![Order::descending(DatasetField::CreatedTime), id],
        false => vec![id],
    };
    parse_order(items, order_key, last)
}

fn resolve(key: &Key) -> Result<(DatasetField, Rules), KeyProblem> {
    match key.entity.as_deref() {
        Some("tag" | "tags") => named(DatasetField::Tag, PLAIN_TAG, key, KEYS),
        None | Some("attribute" | "attributes") => listed(TABLE, key, KEYS),
        Some(_) => Err(KeyProblem::unknown(key, KEYS)),
    }
}

fn order_key(key: &Key) -> Result<DatasetField, KeyProblem> {
    match resolve(key) {
        Ok((field @ (DatasetField::Name | DatasetField::CreatedTime | DatasetField::LastUpdateTime), _)) => {
            Ok(field)
        }
        _ => Err(KeyProblem::unknown(key, ORDER_KEYS)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_print_as_they_are_read() {
        for (text, printed) in [
            ("name='d' and tags.v ilike '%1'", "name = 'd' AND tags.v ILIKE '%1'"),
            ("created_time >= 5", "created_time >= 5"),
            ("name IN ('a', 'b') AND created_by != 'eve'", "name IN ('a', 'b') AND created_by != 'eve'"),
        ] {
            let filter: DatasetFilter = text.parse().unwrap();
            assert_eq!(filter.to_string(), printed);
            assert_eq!(printed.parse::<DatasetFilter>().unwrap(), filter);
        }
        for text in ["bogus='1'", "dataset_id = 'd'", "name > 5", "created_time = 'x'", "tags. = 'x'"] {
            assert!(text.parse::<DatasetFilter>().is_err(), "{text}");
        }
    }

    #[test]
    fn orders_end_with_the_id() {
        let print = |items: &[&str]| {
            let items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
            let orders = parse_dataset_order(&items).unwrap();
            orders.iter().map(|order| order.key.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(print(&[]), ["created_time", "dataset_id"]);
        assert_eq!(print(&["name ASC"]), ["name", "dataset_id"]);
        for wrong in ["bogus", "created_by", "tags.v"] {
            assert!(parse_dataset_order(&[wrong.to_owned()]).is_err(), "{wrong}");
        }
    }
}
