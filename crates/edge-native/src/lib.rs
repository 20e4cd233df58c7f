#![doc = include_str!("../README.md")]

pub mod endpoints;
pub mod openapi;
pub mod problem;
pub mod router;
pub mod wire;

pub use router::router;
