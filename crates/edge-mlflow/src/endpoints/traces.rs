//! Traces, version 3, and the version 2 calls that the current client still uses.

pub(crate) mod batch_get;
pub(crate) mod batch_get_infos;
pub(crate) mod delete_many;
pub(crate) mod delete_tag;
pub(crate) mod filter_correlation;
pub(crate) mod get;
pub(crate) mod get_artifact;
pub(crate) mod get_info;
pub(crate) mod link_prompts;
pub(crate) mod link_to_run;
pub(crate) mod metrics;
pub(crate) mod search;
pub(crate) mod set_tag;
pub(crate) mod start;
