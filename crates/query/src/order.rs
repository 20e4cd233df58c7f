//! The shared part of every `order_by`: `key [ASC|DESC]`.

use std::fmt;

use crate::error::FilterError;
use crate::key::{Key, KeyProblem};
use crate::limits::ORDER_KEYS;
use crate::parser::Cursor;

/// Up or down. Rows without the key come last either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl Direction {
    /// As written in an `order_by`, and in SQL.
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Ascending => "ASC",
            Self::Descending => "DESC",
        }
    }
}

/// A key to order by and its direction. `Key` is the order key enum of a grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order<Key> {
    /// What rows are compared by.
    pub key: Key,
    /// Up or down.
    pub direction: Direction,
}

impl<Key> Order<Key> {
    /// Smallest first.
    pub const fn ascending(key: Key) -> Self {
        Self { key, direction: Direction::Ascending }
    }

    /// Largest first.
    pub const fn descending(key: Key) -> Self {
        Self { key, direction: Direction::Descending }
    }
}

impl<Key: fmt::Display> fmt::Display for Order<Key> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.key, self.direction.keyword())
    }
}

/// Parses `items`, then appends those of `last` that are not named by them: the result orders any two rows. The first
/// mention of a key counts.
pub(crate) fn parse_order<K: PartialEq>(
    items: &[String],
    resolve: impl Fn(&Key) -> Result<K, KeyProblem>,
    last: Vec<Order<K>>,
) -> Result<Vec<Order<K>>, FilterError> {
    let mut orders: Vec<Order<K>> = Vec::with_capacity(items.len() + last.len());
    for (index, item) in items.iter().enumerate() {
        if index == ORDER_KEYS {
            let error =
                FilterError::new(item, 0, item.len(), format!("at most {ORDER_KEYS} keys to order by"));
            return Err(error.in_item(index));
        }
        let order = parse_item(item, &resolve).map_err(|error| error.in_item(index))?;
        push_new(&mut orders, order);
    }
    for order in last {
        push_new(&mut orders, order);
    }
    Ok(orders)
}

fn push_new<K: PartialEq>(orders: &mut Vec<Order<K>>, order: Order<K>) {
    if !orders.iter().any(|earlier| earlier.key == order.key) {
        orders.push(order);
    }
}

fn parse_item<K>(
    item: &str,
    resolve: impl Fn(&Key) -> Result<K, KeyProblem>,
) -> Result<Order<K>, FilterError> {
    let mut cursor = Cursor::new(item)?;
    let place = cursor.place();
    let key = resolve(&Key::read(&mut cursor)?).map_err(|problem| problem.at(&cursor, place))?;
    let direction = if cursor.keyword("DESC") {
        Direction::Descending
    } else {
        cursor.keyword("ASC");
        Direction::Ascending
    };
    match cursor.peek() {
        None => Ok(Order { key, direction }),
        Some(_) => Err(cursor.error("`ASC`, `DESC` or the end")),
    }
}
