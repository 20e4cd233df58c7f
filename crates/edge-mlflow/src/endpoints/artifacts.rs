//! The artifact proxy, as far as traces use it.

pub(crate) mod download;
pub(crate) mod list;
pub(crate) mod upload;
