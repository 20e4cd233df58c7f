//! `QueryTraceMetrics`: the names of metrics, aggregations and dimensions, and data points.

use std::collections::BTreeMap;

use serde::Serialize;
use spanwell_model::{Error, Measure, MetricDimension, MetricGroup, MetricView, Result};

use crate::message::{EnumChoice, Message};
use crate::run::Double;
use crate::time::timestamp_text;

/// What metrics are about.
pub const VIEWS: [EnumChoice<MetricView>; 3] = [
    ("TRACES", 1, MetricView::Traces),
    ("SPANS", 2, MetricView::Spans),
    ("ASSESSMENTS", 3, MetricView::Assessments),
];

const AGGREGATIONS: [EnumChoice<Kind>; 6] = [
    ("COUNT", 1, Kind::Count),
    ("SUM", 2, Kind::Sum),
    ("AVG", 3, Kind::Average),
    ("PERCENTILE", 4, Kind::Percentile),
    ("MIN", 5, Kind::Min),
    ("MAX", 6, Kind::Max),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Count,
    Sum,
    Average,
    Percentile,
    Min,
    Max,
}

const COUNTED: &[Kind] = &[Kind::Count];
const SPREAD: &[Kind] = &[Kind::Average, Kind::Max, Kind::Min, Kind::Percentile];
const SUMMED: &[Kind] = &[Kind::Average, Kind::Max, Kind::Min, Kind::Percentile, Kind::Sum];

/// A metric that can be asked for.
#[derive(Debug)]
pub struct Metric {
    name: &'static str,
    /// What is measured.
    pub measure: Measure,
    aggregations: &'static [Kind],
    dimensions: &'static [MetricDimension],
}

const fn metric(
    name: &'static str,
    measure: Measure,
    aggregations: &'static [Kind],
    dimensions: &'static [MetricDimension],
) -> Metric {
    Metric { name, measure, aggregations, dimensions }
}

const OF_TRACES: &[MetricDimension] = &[MetricDimension::TraceName, MetricDimension::TraceStatus];
const BY_TRACE_NAME: &[MetricDimension] = &[MetricDimension::TraceName];
const OF_SPANS: &[MetricDimension] = &[
    MetricDimension::SpanModelName,
    MetricDimension::SpanModelProvider,
    MetricDimension::SpanName,
    MetricDimension::SpanStatus,
    MetricDimension::SpanType,
];
const BY_SPAN: &[MetricDimension] = &[MetricDimension::SpanName, MetricDimension::SpanStatus];
const BY_MODEL: &[MetricDimension] = &[MetricDimension::SpanModelName, MetricDimension::SpanModelProvider];
const OF_ASSESSMENTS: &[MetricDimension] =
    &[MetricDimension::AssessmentName, MetricDimension::AssessmentValue];
const BY_ASSESSMENT: &[MetricDimension] = &[MetricDimension::AssessmentName];

/// All metrics (MLflow 3.17).
const METRICS: &[Metric] = &[
    metric("trace_count", Measure::TraceCount, COUNTED, OF_TRACES),
    metric("session_count", Measure::SessionCount, COUNTED, &[]),
    metric("latency", Measure::TraceLatency, SPREAD, BY_TRACE_NAME),
    metric("input_tokens", Measure::InputTokens, SUMMED, BY_TRACE_NAME),
    metric("output_tokens", Measure::OutputTokens, SUMMED, BY_TRACE_NAME),
    metric("total_tokens", Measure::TotalTokens, SUMMED, BY_TRACE_NAME),
    metric("cache_read_input_tokens", Measure::CacheReadInputTokens, SUMMED, BY_TRACE_NAME),
    metric("cache_creation_input_tokens", Measure::CacheCreationInputTokens, SUMMED, BY_TRACE_NAME),
    metric("span_count", Measure::SpanCount, COUNTED, OF_SPANS),
    metric("latency", Measure::SpanLatency, SPREAD, BY_SPAN),
    metric("input_cost", Measure::InputCost, SUMMED, BY_MODEL),
    metric("output_cost", Measure::OutputCost, SUMMED, BY_MODEL),
    metric("total_cost", Measure::TotalCost, SUMMED, BY_MODEL),
    metric("assessment_count", Measure::AssessmentCount, COUNTED, OF_ASSESSMENTS),
    metric("assessment_value", Measure::AssessmentValue, SPREAD, BY_ASSESSMENT),
];

const DIMENSIONS: [(&str, MetricDimension); 9] = [
    ("trace_name", MetricDimension::TraceName),
    ("trace_status", MetricDimension::TraceStatus),
    ("span_name", MetricDimension::SpanName),
    ("span_type", MetricDimension::SpanType),
    ("span_status", MetricDimension::SpanStatus),
    ("span_model_name", MetricDimension::SpanModelName),
    ("span_model_provider", MetricDimension::SpanModelProvider),
    ("assessment_name", MetricDimension::AssessmentName),
    ("assessment_value", MetricDimension::AssessmentValue),
];

/// The metric of a request.
pub fn read_metric(view: MetricView, request: &Message<'_>) -> Result<&'static Metric> {
    let name = request.required_string("metric_name")?;
    let of_view = || METRICS.iter().filter(|metric| metric.measure.view() == view);
    of_view().find(|metric| metric.name == name).ok_or_else(|| {
        let names: Vec<_> = of_view().map(|metric| metric.name).collect();
        Error::invalid(format!("metric_name must be one of {}, got '{name}'", quoted(&names)))
    })
}

/// The dimensions of a request, each once.
pub fn read_dimensions(metric: &Metric, request: &Message<'_>) -> Result<Vec<MetricDimension>> {
    let mut dimensions = Vec::new();
    for name in request.strings("dimensions")? {
        let known = DIMENSIONS.iter().find(|(known, _)| *known == name).map(|(_, dimension)| *dimension);
        let Some(dimension) = known.filter(|dimension| metric.dimensions.contains(dimension)) else {
            let names: Vec<_> = metric.dimensions.iter().map(|one| dimension_name(*one)).collect();
            return Err(Error::invalid(format!(
                "Found invalid dimension(s): ['{name}']. Supported dimensions: {}",
                quoted(&names)
            )));
        };
        if !dimensions.contains(&dimension) {
            dimensions.push(dimension);
        }
    }
    Ok(dimensions)
}

/// How the values of a group become one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aggregation {
    kind: Kind,
    percent: f64,
}

impl Aggregation {
    /// Whether it needs all values.
    pub fn needs_values(&self) -> bool {
        self.kind == Kind::Percentile
    }

    fn name(&self) -> String {
        match self.kind {
            // As Python prints a float.
            Kind::Percentile => format!("P{:?}", self.percent),
            kind => kind_name(kind).to_owned(),
        }
    }

    fn of(&self, group: &MetricGroup) -> Option<f64> {
        match self.kind {
            Kind::Count => Some(group.count as f64),
            Kind::Sum => Some(group.sum),
            Kind::Average => (group.count > 0).then(|| group.sum / group.count as f64),
            Kind::Percentile => group.percentile(self.percent),
            Kind::Min => Some(group.min),
            Kind::Max => Some(group.max),
        }
    }
}

/// The aggregations of a request, at least one.
pub fn read_aggregations(metric: &Metric, request: &Message<'_>) -> Result<Vec<Aggregation>> {
    let read = |message: Message<'_>| {
        let kind = message.choice("aggregation_type", &AGGREGATIONS)?;
        let kind = kind.ok_or_else(|| message.missing("aggregation_type"))?;
        if !metric.aggregations.contains(&kind) {
            let names: Vec<_> = metric.aggregations.iter().map(|kind| kind_name(*kind)).collect();
            return Err(Error::invalid(format!(
                "Found invalid aggregation_type(s): ['{}']. Supported aggregation types: {}",
                kind_name(kind),
                quoted(&names)
            )));
        }
        Ok(Aggregation { kind, percent: percent(kind, &message)? })
    };
    let aggregations: Vec<_> =
        request.messages("aggregations")?.into_iter().map(read).collect::<Result<_>>()?;
    match aggregations.is_empty() {
        true => Err(request.missing("aggregations")),
        false => Ok(aggregations),
    }
}

fn percent(kind: Kind, message: &Message<'_>) -> Result<f64> {
    match (kind, message.double("percentile_value")?) {
        (Kind::Percentile, None) => Err(message.missing("percentile_value")),
        (Kind::Percentile, Some(percent)) if !(0.0..=100.0).contains(&percent) => {
            Err(Error::invalid(format!(
                "Invalid value for parameter 'percentile_value' supplied: it must be from 0 to 100, got {percent}"
            )))
        }
        (_, percent) => Ok(percent.unwrap_or_default()),
    }
}

fn kind_name(kind: Kind) -> &'static str {
    AGGREGATIONS.iter().find(|(_, _, known)| *known == kind).map_or("", |(name, ..)| name)
}

fn dimension_name(dimension: MetricDimension) -> &'static str {
    DIMENSIONS.iter().find(|(_, known)| *known == dimension).map_or("", |(name, _)| name)
}

fn quoted(names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("'{name}'")).collect();
    format!("[{}]", names.join(", "))
}

/// The figures of one group.
#[derive(Clone, Debug, Serialize)]
pub struct DataPoint {
    metric_name: &'static str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    dimensions: BTreeMap<&'static str, String>,
    values: BTreeMap<String, Double>,
}

impl DataPoint {
    /// The figures of a group.
    pub fn new(
        metric: &Metric,
        dimensions: &[MetricDimension],
        aggregations: &[Aggregation],
        group: MetricGroup,
    ) -> Self {
        let value = |one: &Aggregation| Some((one.name(), Double(one.of(&group)?)));
        let values = aggregations.iter().filter_map(value).collect();
        let names = dimensions.iter().map(|dimension| dimension_name(*dimension));
        let mut dimensions: BTreeMap<_, _> = names.zip(group.dimensions).collect();
        if let Some(bucket) = group.bucket_ms {
            // As Python prints a time in UTC.
            dimensions.insert("time_bucket", timestamp_text(bucket).replace('Z', "+00:00"));
        }
        Self { metric_name: metric.name, dimensions, values }
    }

    /// What a count without dimensions is when nothing was counted.
    pub fn zero(metric: &Metric) -> Option<Self> {
        (metric.aggregations == COUNTED).then(|| Self {
            metric_name: metric.name,
            dimensions: BTreeMap::new(),
            values: [("COUNT".to_owned(), Double(0.0))].into(),
        })
    }
}
