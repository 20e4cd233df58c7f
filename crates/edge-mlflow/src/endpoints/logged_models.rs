//! Logged models.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod delete_tag;
pub(crate) mod finalize;
pub(crate) mod get;
pub(crate) mod log_params;
pub(crate) mod search;
pub(crate) mod set_tags;
