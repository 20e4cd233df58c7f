#![doc = include_str!("../README.md")]

pub mod assessment;
pub mod clock;
pub mod dataset;
pub mod error;
pub mod experiment;
pub mod ids;
pub mod issue;
pub mod label_schema;
pub mod limits;
pub mod logged_model;
pub mod registry;
pub mod review_queue;
pub mod run;
pub mod scorer;
pub mod span;
pub mod time;
pub mod trace;
pub mod trace_metrics;
pub mod usage;
pub mod value;
pub mod webhook;

pub use assessment::{Assessment, AssessmentSource, AssessmentValue, FeedbackError, SourceKind};
pub use clock::{Clock, SystemClock};
pub use dataset::{
    Dataset, DatasetRecord, DatasetSchema, OutputsSchema, RecordSource, RecordSourceKind, inputs_identity,
};
pub use error::{Error, Kind, Result};
pub use experiment::{Experiment, Lifecycle};
pub use ids::{AssessmentId, ExperimentId, IdSource, RandomIds, RunId, SpanId, TraceId};
pub use issue::{Issue, IssueSeverity, IssueStatus};
pub use label_schema::{DEFAULT_LABEL_SCHEMA_NAME, LabelInput, LabelSchema, LabelSchemaKind};
pub use limits::Limits;
pub use logged_model::{LoggedModel, LoggedModelStatus, ModelMetric};
pub use registry::{ModelStage, ModelVersion, RegisteredModel};
pub use review_queue::{ReviewQueue, ReviewQueueItem, ReviewQueueKind, ReviewStatus};
pub use run::{DatasetInput, Metric, ModelOutput, Run, RunStatus};
pub use scorer::{OnlineScoringConfig, ScorerVersion};
pub use span::{
    DeriveFacts, PromptReference, Resource, Scope, Span, SpanError, SpanEvent, SpanFacts, SpanKind, SpanLink,
    SpanStatus, StatusCode,
};
pub use trace::{TraceState, TraceSummary};
pub use trace_metrics::{Measure, MetricDimension, MetricGroup, MetricView};
pub use usage::{Cost, CostSource, ModalityTokens, TokenUsage};
pub use value::{Attributes, Value};
pub use webhook::{Webhook, WebhookEvent, WebhookSecret, WebhookStatus, WebhookTestResult};
