//! Label schemas.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod get_by_name;
pub(crate) mod list;
pub(crate) mod update;
