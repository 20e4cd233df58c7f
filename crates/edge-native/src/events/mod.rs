//! Changes as they happen: what a stream watches, what it sends and how often, and what it catches up on.

pub(crate) mod feed;
pub(crate) mod journal;
pub(crate) mod topics;
