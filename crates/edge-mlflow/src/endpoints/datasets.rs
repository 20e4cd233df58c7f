//! Evaluation datasets.

pub(crate) mod add_experiments;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod delete_records;
pub(crate) mod delete_tag;
pub(crate) mod experiment_ids;
pub(crate) mod get;
pub(crate) mod list_records;
pub(crate) mod merge_records;
pub(crate) mod remove_experiments;
pub(crate) mod search;
pub(crate) mod set_tags;
