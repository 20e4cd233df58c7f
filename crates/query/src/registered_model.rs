//! Filter and order of registered models, prompts among them.

use std::fmt;
use std::str::FromStr;

use crate::clause::Rules;
use crate::comparison::QuotedName;
use crate::error::FilterError;
use crate::field_filter::FieldFilter;
use crate::key::{Entry, Key, KeyProblem, listed, named};
use crate::order::{Order, parse_order};
use crate::rules::{NUMBER, PLAIN_TAG, PLAIN_TEXT_LIST};

/// A fact of a registered model. Times are in milliseconds since the epoch.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RegisteredModelField {
    /// Its name.
    Name,
    /// When it was made.
    CreationTime,
    /// When it was changed.
    LastUpdateTime,
    /// A tag; not to be ordered by.
    Tag(String),
}

const TABLE: &[Entry<RegisteredModelField>] = &[
    Entry { names: &["name"], field: RegisteredModelField::Name, rules: PLAIN_TEXT_LIST },
    Entry { names: &["creation_timestamp"], field: RegisteredModelField::CreationTime, rules: NUMBER },
    Entry {
        names: &["last_updated_timestamp", "timestamp"],
        field: RegisteredModelField::LastUpdateTime,
        rules: NUMBER,
    },
];

const ORDER_KEYS: &[&str] = &["name", "creation_timestamp", "last_updated_timestamp"];
const KEYS: &[&str] = &["name", "creation_timestamp", "last_updated_timestamp", "tags."];

impl fmt::Display for RegisteredModelField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => f.write_str("name"),
            Self::CreationTime => f.write_str("creation_timestamp"),
            Self::LastUpdateTime => f.write_str("last_updated_timestamp"),
            Self::Tag(key) => write!(f, "tags.{}", QuotedName(key)),
        }
    }
}

/// A condition on registered models.
pub type RegisteredModelFilter = FieldFilter<RegisteredModelField>;

impl FromStr for RegisteredModelFilter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        Self::parse(text, resolve)
    }
}

/// A key to order registered models by, and its direction.
pub type RegisteredModelOrder = Order<RegisteredModelField>;

/// Parses an `order_by` of registered models. The result is complete: the name follows what was asked for.
pub fn parse_registered_model_order(items: &[String]) -> Result<Vec<RegisteredModelOrder>, FilterError> {
    parse_order(items, order_key, vec![Order::ascending(RegisteredModelField::Name)])
}

fn resolve(key: &Key) -> Result<(RegisteredModelField, Rules), KeyProblem> {
    match key.entity.as_deref() {
        Some("tag" | "tags") => named(RegisteredModelField::Tag, PLAIN_TAG, key, KEYS),
        None | Some("attribute" | "attributes") => listed(TABLE, key, KEYS),
        Some(_) => Err(KeyProblem::unknown(key, KEYS)),
    }
}

fn order_key(key: &Key) -> Result<RegisteredModelField, KeyProblem> {
    match resolve(key) {
        Ok((RegisteredModelField::Tag(_), _)) | Err(_) => Err(KeyProblem::unknown(key, ORDER_KEYS)),
        Ok((field, _)) => Ok(field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_print_as_they_are_read() {
        for (text, printed) in [
            (
                "tags.`mlflow.prompt.is_prompt` = 'true' AND name LIKE 'gr%'",
                "tags.mlflow.prompt.is_prompt = 'true' AND name LIKE 'gr%'",
            ),
            ("tag.k IS NULL or name in ('a')", "tags.k IS NULL OR name IN ('a')"),
        ] {
            let filter: RegisteredModelFilter = text.parse().unwrap();
            assert_eq!(filter.to_string(), printed);
            assert_eq!(printed.parse::<RegisteredModelFilter>().unwrap(), filter);
        }
        for text in ["bogus='1'", "name > 5", "version_number = 1", "tags. = 'x'"] {
            assert!(text.parse::<RegisteredModelFilter>().is_err(), "{text}");
        }
    }

    #[test]
    fn orders_end_with_the_name() {
        let print = |items: &[&str]| {
            let items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
            let orders = parse_registered_model_order(&items).unwrap();
            orders.iter().map(|order| order.key.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(print(&[]), ["name"]);
        assert_eq!(print(&["timestamp DESC"]), ["last_updated_timestamp", "name"]);
        for wrong in ["bogus", "tags.v"] {
            assert!(parse_registered_model_order(&[wrong.to_owned()]).is_err(), "{wrong}");
        }
    }
}
