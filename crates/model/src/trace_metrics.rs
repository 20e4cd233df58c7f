//! Figures of traces, spans and assessments: what is measured, what it is grouped by, and the figures of a group.

/// What figures are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MetricView {
    /// Traces.
    #[default]
    Traces,
    /// Their spans.
    Spans,
    /// Their valid feedback and expectations.
    Assessments,
}

/// What is measured of one trace, span or assessment. What has no value is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Traces.
    TraceCount,
    /// Different sessions.
    SessionCount,
    /// How long the trace took, in milliseconds.
    TraceLatency,
    /// Tokens sent to models.
    InputTokens,
    /// Tokens that models answered.
    OutputTokens,
    /// All tokens.
    TotalTokens,
    /// Input tokens that came from the provider's cache.
    CacheReadInputTokens,
    /// Input tokens that went into the provider's cache.
    CacheCreationInputTokens,
    /// Spans.
    SpanCount,
    /// How long the span took, in milliseconds.
    SpanLatency,
    /// Cost of the span's input in US dollars.
    InputCost,
    /// Cost of the span's output in US dollars.
    OutputCost,
    /// Cost of the span in US dollars.
    TotalCost,
    /// Assessments.
    AssessmentCount,
    /// Values that are numbers, or true (1) or false (0).
    AssessmentValue,
}

impl Measure {
    /// What it is measured of.
    pub const fn view(self) -> MetricView {
        match self {
            Self::TraceCount
            | Self::SessionCount
            | Self::TraceLatency
            | Self::InputTokens
            | Self::OutputTokens
            | Self::TotalTokens
            | Self::CacheReadInputTokens
            | Self::CacheCreationInputTokens => MetricView::Traces,
            Self::SpanCount | Self::SpanLatency | Self::InputCost | Self::OutputCost | Self::TotalCost => {
                MetricView::Spans
            }
            Self::AssessmentCount | Self::AssessmentValue => MetricView::Assessments,
        }
    }
}

/// What figures are grouped by. What has no value there is in no group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MetricDimension {
    /// Name of the trace.
    TraceName,
    /// State of the trace.
    TraceStatus,
    /// Name of the span.
    SpanName,
    /// Type of the span.
    SpanType,
    /// Status of the span.
    SpanStatus,
    /// The model that the span called.
    SpanModelName,
    /// The provider of that model.
    SpanModelProvider,
    /// Name of the assessment.
    AssessmentName,
    /// Value of the assessment as JSON text.
    AssessmentValue,
}

/// Figures of one group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MetricGroup {
    /// Start of the stretch of time, in milliseconds since the epoch.
    pub bucket_ms: Option<i64>,
    /// The values of the dimensions, in the order in which they were asked for.
    pub dimensions: Vec<String>,
    /// How many values there are.
    pub count: u64,
    /// Their sum.
    pub sum: f64,
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
    /// All of them, smallest first, when asked for.
    pub values: Vec<f64>,
}

impl MetricGroup {
    /// The value below which `percent` (0 to 100) of the values are, interpolated between the two nearest ones.
    pub fn percentile(&self, percent: f64) -> Option<f64> {
        let rank = percent / 100.0 * (self.values.len().checked_sub(1)? as f64);
        let low = *self.values.get(rank.floor() as usize)?;
        let high = *self.values.get(rank.ceil() as usize)?;
        Some(low + (high - low) * rank.fract())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_lie_between_the_nearest_values() {
        let group = MetricGroup { values: vec![10.0, 20.0, 40.0], ..MetricGroup::default() };
        for (percent, expected) in [(0.0, 10.0), (50.0, 20.0), (75.0, 30.0), (100.0, 40.0)] {
            assert_eq!(group.percentile(percent), Some(expected));
        }
        assert_eq!(MetricGroup::default().percentile(50.0), None);
    }
}
