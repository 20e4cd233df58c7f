#![doc = include_str!("../README.md")]

pub mod any_value;
pub mod assessment;
pub mod dataset;
pub mod error;
pub mod experiment;
pub mod field_mask;
pub mod header;
pub mod issue;
pub mod label_schema;
pub mod logged_model;
pub mod message;
pub mod python_json;
pub mod request;
pub mod review_queue;
pub mod run;
pub mod scorer;
pub mod span;
pub mod time;
pub mod trace_data;
pub mod trace_info;
pub mod trace_info_v2;

pub use error::ErrorBody;
pub use message::Message;
pub use request::Request;
