//! Versions of registered models and prompts.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod delete_tag;
pub(crate) mod download_uri;
pub(crate) mod get;
pub(crate) mod search;
pub(crate) mod set_tag;
pub(crate) mod transition_stage;
pub(crate) mod update;

pub(super) use get::found;
