//! The reading side: each file one question and the SQL that answers it.

pub(crate) mod charts;
pub(crate) mod dataset_records;
pub(crate) mod datasets;
pub(crate) mod driver;
pub(crate) mod experiments;
pub(crate) mod figures;
pub(crate) mod issues;
pub(crate) mod label_schemas;
pub(crate) mod logged_models;
pub(crate) mod order;
pub(crate) mod record;
pub(crate) mod registry;
pub(crate) mod registry_search;
pub(crate) mod review_items;
pub(crate) mod review_queues;
pub(crate) mod run_search;
pub(crate) mod runs;
pub(crate) mod scorers;
pub(crate) mod search;
pub(crate) mod selection;
pub(crate) mod sessions;
pub(crate) mod skeleton;
pub(crate) mod sort_key;
pub(crate) mod spans;
pub(crate) mod suggest;
pub(crate) mod trace_metrics;
