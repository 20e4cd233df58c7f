//! Registered models, prompts among them.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod delete_alias;
pub(crate) mod delete_tag;
pub(crate) mod get;
pub(crate) mod get_by_alias;
pub(crate) mod latest_versions;
pub(crate) mod rename;
pub(crate) mod search;
pub(crate) mod set_alias;
pub(crate) mod set_tag;
pub(crate) mod update;
