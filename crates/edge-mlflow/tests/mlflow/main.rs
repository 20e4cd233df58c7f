//! MLflow's REST API through the whole router, on the in-memory store.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod artifacts;
mod assessments;
mod coverage;
mod datasets;
mod experiments;
mod harness;
mod registry;
mod reviews;
mod runs;
mod scorers;
mod trace_metrics;
mod traces;
mod webhooks;
