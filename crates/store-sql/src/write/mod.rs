//! The writing side: one thread, one connection, one transaction for all that waits.

pub(crate) mod context;
pub(crate) mod dataset_records;
pub(crate) mod datasets;
pub(crate) mod experiments;
pub(crate) mod feedback;
pub(crate) mod hours;
pub(crate) mod issues;
pub(crate) mod label_schemas;
pub(crate) mod logged_models;
pub(crate) mod logs;
pub(crate) mod prepare;
pub(crate) mod queue;
pub(crate) mod registry;
pub(crate) mod removal;
pub(crate) mod review_items;
pub(crate) mod review_queues;
pub(crate) mod room;
pub(crate) mod runs;
pub(crate) mod scorers;
pub(crate) mod spans;
pub(crate) mod trace_cache;
pub(crate) mod trace_row;
pub(crate) mod webhooks;
