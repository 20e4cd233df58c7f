//! What clients ask about the server itself.

pub(crate) mod health;
pub(crate) mod info;
pub(crate) mod version;
