#![doc = include_str!("../README.md")]

mod assessment_document;
mod bytes;
mod connection;
mod cursor;
mod directory;
mod error;
mod filter;
mod functions;
mod migrations;
mod options;
mod payload;
#[cfg(test)]
mod plans;
mod read;
mod store;
mod terms;
mod text;
mod text_map;
mod write;

pub use options::OpenOptions;
pub use store::SqliteStore;
