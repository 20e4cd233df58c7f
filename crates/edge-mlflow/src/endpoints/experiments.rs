//! Experiments.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod delete_tag;
pub(crate) mod get;
pub(crate) mod get_by_name;
pub(crate) mod restore;
pub(crate) mod search;
pub(crate) mod set_tag;
pub(crate) mod update;
