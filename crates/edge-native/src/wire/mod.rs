//! The shapes of the native API, one file a group. Their documentation is the text of the OpenAPI document.
//!
//! Names are in `snake_case`; times are whole milliseconds since the epoch unless the name ends in `_ns`; durations
//! are milliseconds; what is not known is left out.

pub mod assessments;
pub mod charts;
pub mod datasets;
pub mod error;
pub mod events;
pub mod experiments;
pub mod filter;
pub mod message;
pub mod prompts;
pub mod runs;
pub mod search;
pub mod server;
pub mod sessions;
pub mod skeleton;
pub mod span;
pub mod trace;

pub use assessments::{Assessment, AssessmentChange, AssessmentDraft};
pub use error::{ErrorBody, ErrorDetail};
pub use trace::{State, Tokens, TraceDetail, TraceRow};
