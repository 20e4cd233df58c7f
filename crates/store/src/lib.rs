#![doc = include_str!("../README.md")]

pub mod change;
pub mod claim;
pub mod datasets;
pub mod experiments;
pub mod feedback;
pub mod issues;
pub mod joining;
pub mod label_schemas;
pub mod logged_models;
#[cfg(any(test, feature = "suite"))]
pub mod memory;
mod metadata_text;
pub mod page;
pub mod registry;
pub mod review_queues;
pub mod runs;
pub mod scorers;
#[cfg(any(test, feature = "suite"))]
pub mod suite;
pub mod summary;
pub mod text;
pub mod trace_metrics;
pub mod traces;
pub mod tree;
pub mod webhooks;

pub use change::{ChangeKind, TraceChange};
pub use datasets::{DatasetLinks, DatasetQuery, DatasetStore, MergeCounts, RecordBatch, RecordDraft};
pub use experiments::{ExperimentQuery, ExperimentStore, LifecycleView, NewExperiment};
pub use issues::{FoundIssue, IssueChange, IssueQuery, IssueStore};
pub use label_schemas::{LabelSchemaChange, LabelSchemaStore};
pub use logged_models::{LoggedModelChange, LoggedModelQuery, LoggedModelStore};
#[cfg(any(test, feature = "suite"))]
pub use memory::MemoryStore;
pub use page::{Cursor, Page};
pub use registry::{
    ModelVersionQuery, NewModelVersion, NewRegisteredModel, RegisteredModelQuery, RegistryChange,
    RegistryStore, StageChange,
};
pub use review_queues::{
    ReviewItemQuery, ReviewQueueChange, ReviewQueueQuery, ReviewQueueStore, ReviewStatusChange,
};
pub use runs::{NewRun, RunBatch, RunChange, RunQuery, RunStore};
pub use scorers::{NewScorerVersion, OnlineScoringChange, ScorerStore};
pub use summary::{Origin, TraceRecord};
pub use trace_metrics::{MetricCondition, MetricQuery, TraceMetricStore};
pub use traces::{
    ChartBucket, ChartBuckets, ChartSlice, Charts, ExperimentFigures, LogWrite, SessionQuery, SessionRow,
    SpanSkeleton, SpanWrite, StorageFigures, SuggestField, TraceChanges, TraceCount, TraceHeader, TraceQuery,
    TraceSelection, TraceStore,
};
pub use tree::SpanTree;
pub use webhooks::{
    NewWebhook, Undelivered, WebhookChange, WebhookDelivery, WebhookNotice, WebhookStore, WebhookTarget,
};
