//! Keys that rows are sorted by in memory, and that page tokens are made of.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};
use spanwell_model::{Error, Result};
use spanwell_query::Direction;
use spanwell_store::{Cursor, Page};

use crate::cursor;

/// One part of a key. The variants stand in their order: not-a-numbers and missing values come last whatever the direction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum SortPart {
    Up(SortValue),
    Down(Reverse<SortValue>),
    NotANumber,
    Missing,
}

/// A value that is there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum SortValue {
    /// A whole number.
    Whole(i64),
    /// A number by its bits, put into the order of the numbers; `None` when it is none.
    Bits(Option<i64>),
    /// A text.
    Text(String),
}

impl From<&str> for SortValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for SortValue {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<i64> for SortValue {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<f64> for SortValue {
    fn from(number: f64) -> Self {
        Self::Bits((!number.is_nan()).then(|| ordered_bits(number)))
    }
}

/// The part for a value, which may be missing.
pub(crate) fn part(value: Option<SortValue>, direction: Direction) -> SortPart {
    match (value, direction) {
        (None, _) => SortPart::Missing,
        (Some(SortValue::Bits(None)), _) => SortPart::NotANumber,
        (Some(value), Direction::Ascending) => SortPart::Up(value),
        (Some(value), Direction::Descending) => SortPart::Down(Reverse(value)),
    }
}

/// The rows after a page token, in order, at most `limit` of them.
pub(crate) fn page_of<T>(
    mut rows: Vec<(Vec<SortPart>, T)>,
    limit: usize,
    after: Option<&Cursor>,
) -> Result<Page<T>> {
    if let Some(after) = cursor::read::<Vec<SortPart>>(after)? {
        if rows.first().is_some_and(|(place, _)| place.len() != after.len()) {
            return Err(Error::invalid(
                "the page token is of another order: leave it out to start from the first page",
            ));
        }
        rows.retain(|(place, _)| *place > after);
    }
    rows.sort_by(|(left, _), (right, _)| left.cmp(right));
    let is_last = rows.len() <= limit;
    rows.truncate(limit);
    let next = match rows.last() {
        Some((place, _)) if !is_last => Some(cursor::write(place)?),
        _ => None,
    };
    Ok(Page { items: rows.into_iter().map(|(_, row)| row).collect(), next })
}

/// As `f64::total_cmp` orders them.
const fn ordered_bits(number: f64) -> i64 {
    let bits = number.to_bits() as i64;
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_in_order_and_what_is_missing_comes_last() {
        for direction in [Direction::Ascending, Direction::Descending] {
            let mut numbers =
                [f64::NEG_INFINITY, -2.0, -0.5, 0.0, 1e-9, 3.0, f64::INFINITY].map(SortValue::from).map(Some);
            if direction == Direction::Descending {
                numbers.reverse();
            }
            let parts: Vec<SortPart> = numbers
                .into_iter()
                .chain([Some(SortValue::from(f64::NAN)), None])
                .map(|value| part(value, direction))
                .collect();
            assert!(parts.is_sorted_by(|left, right| left < right), "{parts:?}");
        }
    }
}
