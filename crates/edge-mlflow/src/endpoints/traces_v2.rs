//! The deprecated version 2 calls, for clients before MLflow 3.0 and for the current one when it falls back.

pub(crate) mod end;
pub(crate) mod get_info;
pub(crate) mod search;
pub(crate) mod start;
