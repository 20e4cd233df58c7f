//! Search in the text of spans: an index finds the traces that may have it, their texts are read to be sure.

pub(crate) mod conditions;
pub(crate) mod index;
pub(crate) mod indexer;
pub(crate) mod key_set;
pub(crate) mod need;
pub(crate) mod probe;
pub(crate) mod tokens;
