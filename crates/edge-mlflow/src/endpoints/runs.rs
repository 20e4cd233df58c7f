//! Runs.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod delete_tag;
pub(crate) mod get;
pub(crate) mod log_batch;
pub(crate) mod log_inputs;
pub(crate) mod log_metric;
pub(crate) mod log_outputs;
pub(crate) mod log_parameter;
pub(crate) mod metric_history;
pub(crate) mod metric_history_bulk;
pub(crate) mod restore;
pub(crate) mod search;
pub(crate) mod set_tag;
pub(crate) mod update;
