//! The port for figures of traces, spans and assessments: counts, sums, averages and percentiles by dimension and time.

use async_trait::async_trait;
use spanwell_model::{Measure, MetricDimension, MetricGroup, Result};

use crate::{Cursor, Page, TraceSelection};

/// Exact values that spans or assessments must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MetricCondition {
    /// Name of the span.
    SpanName(String),
    /// Type of the span.
    SpanType(String),
    /// Status of the span: `OK`, `ERROR` or `UNSET`.
    SpanStatus(String),
    /// Name of the assessment.
    AssessmentName(String),
    /// Whether it is an expectation, else feedback.
    IsExpectation(bool),
}

/// A question for figures.
#[derive(Clone, Debug)]
pub struct MetricQuery {
    /// The traces. Costs of spans look at the time of the span instead of that of the trace.
    pub selection: TraceSelection,
    /// What the spans or assessments must be.
    pub conditions: Vec<MetricCondition>,
    /// What is measured.
    pub measure: Measure,
    /// What the figures are grouped by.
    pub dimensions: Vec<MetricDimension>,
    /// Width of the stretches of time that the figures are grouped by, in milliseconds since the epoch.
    pub interval_ms: Option<i64>,
    /// Whether all values are given, for percentiles.
    pub with_values: bool,
    /// Most groups of the page.
    pub limit: usize,
    /// Where the page starts.
    pub after: Option<Cursor>,
}

/// What is asked of any engine about figures.
#[async_trait]
pub trait TraceMetricStore: Send + Sync {
    /// A page of groups, by time and then by the dimensions.
    async fn trace_metrics(&self, query: MetricQuery) -> Result<Page<MetricGroup>>;
}
