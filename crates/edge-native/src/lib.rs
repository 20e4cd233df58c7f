#![doc = include_str!("../README.md")]

mod convert;
pub mod endpoints;
mod events;
pub mod extract;
mod filters;
pub mod guard;
pub mod openapi;
mod paging;
pub mod problem;
pub mod router;
pub mod state;
#[cfg(test)]
mod testing;
pub mod wire;

pub use guard::Guard;
pub use router::router;
pub use state::{About, NativeState};
