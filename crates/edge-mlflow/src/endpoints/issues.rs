//! Issues.

pub(crate) mod create;
pub(crate) mod get;
pub(crate) mod search;
pub(crate) mod update;
