//! A finite number, so that filters can be compared for equality.

use std::fmt;

/// A finite number literal of a filter.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Number(f64);

// A finite `f64` equals itself.
impl Eq for Number {}

impl Number {
    /// The number, unless it is infinite or no number.
    pub fn new(value: f64) -> Option<Self> {
        value.is_finite().then_some(Self(value))
    }

    /// Its value.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Whole numbers up to 2^53 without a fraction; the rest in the shortest form that reads back the same.
        if self.0.fract() == 0.0 && self.0.abs() <= 9_007_199_254_740_992.0 {
            write!(f, "{:.0}", self.0)
        } else {
            write!(f, "{:?}", self.0)
        }
    }
}
