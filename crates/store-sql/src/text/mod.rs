//! Search in the text of spans.

pub(crate) mod conditions;
pub(crate) mod probe;
