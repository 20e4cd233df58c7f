//! One file an endpoint: read the request, call one service, print the answer.

pub(crate) mod artifacts;
pub(crate) mod assessments;
pub(crate) mod datasets;
pub(crate) mod experiments;
pub(crate) mod issues;
pub(crate) mod label_schemas;
pub(crate) mod logged_models;
pub(crate) mod model_versions;
pub(crate) mod registered_models;
pub(crate) mod review_queues;
pub(crate) mod runs;
pub(crate) mod scorers;
pub(crate) mod server;
pub(crate) mod traces;
pub(crate) mod traces_v2;
pub(crate) mod webhooks;
