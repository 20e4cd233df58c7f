//! The artifact proxy, artifacts by their run, and those that clients send to the store and fetch from it themselves.

pub(crate) mod abort_upload;
pub(crate) mod begin_upload;
pub(crate) mod delete;
pub(crate) mod direct_download;
pub(crate) mod direct_download_of_run;
pub(crate) mod direct_upload_of_run;
pub(crate) mod download;
pub(crate) mod finish_upload;
pub(crate) mod list;
pub(crate) mod list_of_run;
pub(crate) mod of_run;
pub(crate) mod upload;
pub(crate) mod upload_to_run;
