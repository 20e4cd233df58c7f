//! Registered scorers.

pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod list_versions;
pub(crate) mod online_configs;
pub(crate) mod register;
pub(crate) mod set_online_config;
