//! MLflow's REST API through the whole router, on the in-memory store.

mod artifacts;
mod assessments;
mod coverage;
mod experiments;
mod harness;
mod traces;
