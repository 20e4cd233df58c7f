#![doc = include_str!("../README.md")]

pub mod answer;
pub mod artifact_path;
pub mod attachments;
mod direct_files;
mod endpoints;
pub mod fields;
pub mod folder_attachments;
pub mod not_served;
mod page_token;
mod path;
mod router;
pub mod routes;
mod search;
mod state;

pub use attachments::{AttachmentId, AttachmentStore, follow_deletions};
pub use folder_attachments::FolderAttachments;
pub use router::router;
pub use state::MlflowState;
