//! The artifact proxy, and artifacts by their run.

pub(crate) mod delete;
pub(crate) mod download;
pub(crate) mod list;
pub(crate) mod list_of_run;
pub(crate) mod of_run;
pub(crate) mod upload;
