//! Keys that rows are sorted by in memory, and that page tokens are made of.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};
use spanwell_query::Direction;

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

/// A text.
#[expect(clippy::unnecessary_wraps, reason = "values that may be missing stand beside it")]
pub(crate) fn text(text: &str) -> Option<SortValue> {
    Some(SortValue::Text(text.to_owned()))
}

/// A whole number.
#[expect(clippy::unnecessary_wraps, reason = "values that may be missing stand beside it")]
pub(crate) const fn whole(number: i64) -> Option<SortValue> {
    Some(SortValue::Whole(number))
}

/// A number.
#[expect(clippy::unnecessary_wraps, reason = "values that may be missing stand beside it")]
pub(crate) fn number(number: f64) -> Option<SortValue> {
    Some(SortValue::Bits((!number.is_nan()).then(|| ordered_bits(number))))
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
            let mut numbers = [f64::NEG_INFINITY, -2.0, -0.5, 0.0, 1e-9, 3.0, f64::INFINITY].map(number);
            if direction == Direction::Descending {
                numbers.reverse();
            }
            let parts: Vec<SortPart> = numbers
                .into_iter()
                .chain([number(f64::NAN), None])
                .map(|value| part(value, direction))
                .collect();
            assert!(parts.is_sorted_by(|left, right| left < right), "{parts:?}");
        }
    }
}
