#![doc = include_str!("../README.md")]

pub mod checks;
mod dataset_checks;
pub mod datasets;
pub mod experiments;
pub mod feedback;
mod imports;
pub mod ingest;
pub mod issues;
pub mod label_schemas;
pub mod logged_models;
pub mod model_versions;
pub mod priced_facts;
pub mod prices;
pub mod registered_models;
mod registry_checks;
mod registry_events;
pub mod retention;
mod review_queue_checks;
pub mod review_queues;
mod run_checks;
mod run_names;
pub mod runs;
mod scorer_checks;
pub mod scorers;
pub mod trace_metrics;
pub mod traces;
pub mod waiting;
mod webhook_checks;
mod webhook_examples;
pub mod webhooks;

use std::sync::Arc;

use spanwell_model::{Clock, IdSource, Limits};
use spanwell_store::{
    DatasetStore, ExperimentStore, IssueStore, LabelSchemaStore, LoggedModelStore, RegistryStore,
    ReviewQueueStore, RunStore, ScorerStore, TraceMetricStore, TraceStore, Undelivered, WebhookDelivery,
    WebhookStore,
};

pub use datasets::DatasetDraft;
pub use feedback::{AssessmentChange, AssessmentDraft};
pub use ingest::{ExperimentTarget, Ingest, IngestReport, LossCounters, LossFigures, TraceParts};
pub use issues::IssueDraft;
pub use label_schemas::LabelSchemaDraft;
pub use logged_models::LoggedModelDraft;
pub use model_versions::ModelVersionDraft;
pub use priced_facts::PricedFacts;
pub use prices::PriceBook;
pub use retention::{RetentionPolicy, RetentionReport};
pub use review_queues::ReviewQueueDraft;
pub use runs::RunDraft;
pub use webhooks::{WebhookDraft, WebhookEdit};

/// The stores that the services work on: one engine may be several of them.
#[derive(Clone)]
pub struct Stores {
    /// Experiments.
    pub experiments: Arc<dyn ExperimentStore>,
    /// Traces.
    pub traces: Arc<dyn TraceStore>,
    /// Runs.
    pub runs: Arc<dyn RunStore>,
    /// Logged models.
    pub logged_models: Arc<dyn LoggedModelStore>,
    /// Evaluation datasets.
    pub datasets: Arc<dyn DatasetStore>,
    /// Figures of traces.
    pub trace_metrics: Arc<dyn TraceMetricStore>,
    /// Registered models and prompts.
    pub registry: Arc<dyn RegistryStore>,
    /// Registered scorers.
    pub scorers: Arc<dyn ScorerStore>,
    /// Issues.
    pub issues: Arc<dyn IssueStore>,
    /// Label schemas.
    pub label_schemas: Arc<dyn LabelSchemaStore>,
    /// Review queues.
    pub review_queues: Arc<dyn ReviewQueueStore>,
    /// Webhooks.
    pub webhooks: Arc<dyn WebhookStore>,
}

impl Stores {
    /// All of them on one engine.
    pub fn on<E>(engine: &Arc<E>) -> Self
    where
        E: ExperimentStore
            + TraceStore
            + RunStore
            + LoggedModelStore
            + DatasetStore
            + RegistryStore
            + TraceMetricStore
            + ScorerStore
            + IssueStore
            + LabelSchemaStore
            + ReviewQueueStore
            + WebhookStore
            + 'static,
    {
        Self {
            experiments: engine.clone(),
            traces: engine.clone(),
            runs: engine.clone(),
            logged_models: engine.clone(),
            datasets: engine.clone(),
            registry: engine.clone(),
            trace_metrics: engine.clone(),
            scorers: engine.clone(),
            issues: engine.clone(),
            label_schemas: engine.clone(),
            review_queues: engine.clone(),
            webhooks: engine.clone(),
        }
    }
}

/// The services for experiments, traces and feedback. Cheap to clone: everything inside is shared.
#[derive(Clone)]
pub struct Tracking {
    pub(crate) experiments: Arc<dyn ExperimentStore>,
    pub(crate) traces: Arc<dyn TraceStore>,
    pub(crate) runs: Arc<dyn RunStore>,
    pub(crate) logged_models: Arc<dyn LoggedModelStore>,
    pub(crate) datasets: Arc<dyn DatasetStore>,
    pub(crate) registry: Arc<dyn RegistryStore>,
    pub(crate) trace_metrics: Arc<dyn TraceMetricStore>,
    pub(crate) scorers: Arc<dyn ScorerStore>,
    pub(crate) issues: Arc<dyn IssueStore>,
    pub(crate) label_schemas: Arc<dyn LabelSchemaStore>,
    pub(crate) review_queues: Arc<dyn ReviewQueueStore>,
    pub(crate) webhooks: Arc<dyn WebhookStore>,
    pub(crate) delivery: Arc<dyn WebhookDelivery>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) limits: Arc<Limits>,
}

impl Tracking {
    /// The services on these stores.
    pub fn new(stores: Stores, clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>, limits: Arc<Limits>) -> Self {
        Self {
            experiments: stores.experiments,
            traces: stores.traces,
            runs: stores.runs,
            logged_models: stores.logged_models,
            datasets: stores.datasets,
            scorers: stores.scorers,
            issues: stores.issues,
            label_schemas: stores.label_schemas,
            review_queues: stores.review_queues,
            webhooks: stores.webhooks,
            delivery: Arc::new(Undelivered),
            registry: stores.registry,
            trace_metrics: stores.trace_metrics,
            clock,
            ids,
            limits,
        }
    }

    /// The same services, which tell webhooks of changes by this delivery; without it none are told.
    pub fn delivering_by(mut self, delivery: Arc<dyn WebhookDelivery>) -> Self {
        self.delivery = delivery;
        self
    }

    /// The store of traces, for reads that need no rule of a service (charts, sessions, suggestions, skeletons, changes).
    pub fn trace_store(&self) -> &Arc<dyn TraceStore> {
        &self.traces
    }

    /// The caps on what comes in and goes out.
    pub fn limits(&self) -> &Arc<Limits> {
        &self.limits
    }

    /// The clock.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Where new ids come from.
    pub fn ids(&self) -> &Arc<dyn IdSource> {
        &self.ids
    }
}
