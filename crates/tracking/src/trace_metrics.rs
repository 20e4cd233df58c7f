//! Figures of traces, and how two conditions on them go together.

use spanwell_model::{Error, ExperimentId, Measure, MetricGroup, MetricView, Result};
use spanwell_query::{Expression, TraceFilter};
use spanwell_store::{MetricCondition, MetricQuery, Page, TraceSelection};

use crate::Tracking;

/// Largest page of figures.
pub const METRIC_GROUPS_PER_PAGE: usize = 10_000;

/// How often two conditions hold, alone and together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FilterCorrelation {
    /// Normalised pointwise mutual information, -1 (never together) to 1 (always together); not a number when one of the
    /// conditions never holds.
    pub npmi: f64,
    /// The same with half a trace added to each of the four cases, so that few traces do not tell too much.
    pub npmi_smoothed: f64,
    /// Traces of which the first one holds.
    pub first: u64,
    /// Traces of which the second one holds.
    pub second: u64,
    /// Traces of which both hold.
    pub both: u64,
    /// All traces.
    pub total: u64,
}

impl Tracking {
    /// A page of figures. Conditions on spans or assessments go with figures of these only.
    pub async fn trace_metrics(&self, query: MetricQuery) -> Result<Page<MetricGroup>> {
        let view = query.measure.view();
        for condition in &query.conditions {
            let (of, needed, name) = match condition {
                MetricCondition::SpanName(_)
                | MetricCondition::SpanType(_)
                | MetricCondition::SpanStatus(_) => ("span", MetricView::Spans, "SPANS"),
                MetricCondition::AssessmentName(_) | MetricCondition::IsExpectation(_) => {
                    ("assessment", MetricView::Assessments, "ASSESSMENTS")
                }
            };
            if needed != view {
                let text = format!("Filtering by {of} is only supported for {name} view type");
                return Err(Error::invalid(text));
            }
        }
        self.trace_metrics.trace_metrics(query).await
    }

    /// How two conditions go together among the traces of which `base` holds.
    pub async fn filter_correlation(
        &self,
        experiment_ids: &[ExperimentId],
        first: &TraceFilter,
        second: &TraceFilter,
        base: &TraceFilter,
    ) -> Result<FilterCorrelation> {
        let total = self.count_all(experiment_ids, &[base]).await?;
        let of_first = self.count_all(experiment_ids, &[base, first]).await?;
        let of_second = self.count_all(experiment_ids, &[base, second]).await?;
        let both = self.count_all(experiment_ids, &[base, first, second]).await?;
        Ok(FilterCorrelation {
            npmi: npmi(of_first, of_second, both, total, 0.0),
            npmi_smoothed: npmi(of_first, of_second, both, total, 0.5),
            first: of_first,
            second: of_second,
            both,
            total,
        })
    }

    async fn count_all(&self, experiment_ids: &[ExperimentId], filters: &[&TraceFilter]) -> Result<u64> {
        let conditions: Vec<_> = filters.iter().filter_map(|filter| filter.expression()).cloned().collect();
        let filter = (!conditions.is_empty()).then(|| Expression::all(conditions).into());
        let query = MetricQuery {
            selection: TraceSelection {
                experiment_ids: experiment_ids.to_vec(),
                filter,
                ..TraceSelection::default()
            },
            conditions: Vec::new(),
            measure: Measure::TraceCount,
            dimensions: Vec::new(),
            interval_ms: None,
            with_values: false,
            limit: 1,
            after: None,
        };
        let page = self.trace_metrics.trace_metrics(query).await?;
        Ok(page.items.first().map_or(0, |group| group.count))
    }
}

/// Normalised pointwise mutual information of two events (Bouma 2009), with `add` added to each cell of their table.
fn npmi(first: u64, second: u64, both: u64, total: u64, add: f64) -> f64 {
    if total == 0 || first == 0 || second == 0 {
        return f64::NAN;
    }
    if both == total {
        return 1.0;
    }
    if both == 0 && add == 0.0 {
        return -1.0;
    }
    let together = both as f64 + add;
    let of_first = first as f64 + 2.0 * add;
    let of_second = second as f64 + 2.0 * add;
    let all = total as f64 + 4.0 * add;
    let information = (together * all / (of_first * of_second)).ln();
    (information / -(together / all).ln()).clamp(-1.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measure_is_that_of_the_official_server() {
        // Values that the official server 3.17.2 answered.
        for (counts, plain, smoothed) in [
            ((2, 3, 1, 7), 0.079_217_778_838_398_2, 0.065_735_963_827_292_01),
            ((6, 1, 0, 7), -1.0, -0.392_676_108_095_212_54),
        ] {
            let (first, second, both, total) = counts;
            assert!((npmi(first, second, both, total, 0.0) - plain).abs() < 1e-12);
            assert!((npmi(first, second, both, total, 0.5) - smoothed).abs() < 1e-12);
        }
        assert!((npmi(4, 4, 4, 4, 0.0) - 1.0).abs() < f64::EPSILON);
        assert!(npmi(0, 4, 0, 4, 0.0).is_nan());
        assert!(npmi(0, 0, 0, 0, 0.5).is_nan());
    }
}
