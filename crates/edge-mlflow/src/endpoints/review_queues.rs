//! Review queues and the traces in them.

pub(crate) mod add_items;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod get_by_name;
pub(crate) mod get_or_create_user;
pub(crate) mod list;
pub(crate) mod list_items;
pub(crate) mod remove_items;
pub(crate) mod set_item_status;
pub(crate) mod update;
