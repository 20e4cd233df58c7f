//! Figures over time in memory.

use std::collections::BTreeMap;

use spanwell_model::{Error, ExperimentId, Result, TraceState, TraceSummary};

use super::MemoryStore;
use crate::{ChartBucket, ChartBuckets, ChartSlice, Charts, ExperimentFigures, TraceSelection};

/// Slices shown at most.
const SLICES: usize = 20;
const HOUR_MS: i64 = 3_600_000;

impl MemoryStore {
    pub(super) fn charts_now(&self, selection: &TraceSelection, cut: ChartBuckets) -> Result<Charts> {
        let (Some(start_ms), Some(_)) = (selection.start_ms, selection.end_ms) else {
            return Err(Error::invalid("charts need `start_ms` and `end_ms`"));
        };
        let traces = self.selected(selection);
        let traces: Vec<_> = traces.iter().collect();
        Ok(Charts {
            buckets: buckets(&traces, cut),
            total: bucket(start_ms, &traces),
            by_model: slices(&traces, |summary| summary.models.iter().cloned().collect()),
            by_name: slices(&traces, |summary| summary.name.iter().cloned().collect()),
        })
    }

    pub(super) fn experiment_figures_now(
        &self,
        id: ExperimentId,
        since_ms: i64,
    ) -> Result<ExperimentFigures> {
        let all = TraceSelection { experiment_ids: vec![id], ..TraceSelection::default() };
        let all = self.selected(&all);
        let recent: Vec<_> = all.iter().filter(|summary| summary.request_time_ms >= since_ms).collect();
        Ok(ExperimentFigures {
            trace_count: all.len() as u64,
            last_trace_ms: all.iter().map(|summary| summary.request_time_ms).max(),
            hours: buckets(&recent, ChartBuckets::new(since_ms, HOUR_MS)?),
            total: bucket(since_ms, &recent),
        })
    }
}

fn buckets(traces: &[&TraceSummary], cut: ChartBuckets) -> Vec<ChartBucket> {
    let mut by_bucket: BTreeMap<i64, Vec<&TraceSummary>> = BTreeMap::new();
    for summary in traces {
        by_bucket.entry(cut.start_of(summary.request_time_ms)).or_default().push(summary);
    }
    by_bucket.iter().map(|(start_ms, traces)| bucket(*start_ms, traces)).collect()
}

fn bucket(start_ms: i64, traces: &[&TraceSummary]) -> ChartBucket {
    let mut durations: Vec<_> = traces.iter().filter_map(|summary| summary.execution_duration_ms).collect();
    durations.sort_unstable();
    let mut bucket = ChartBucket {
        start_ms,
        p50_ms: percentile(&durations, 0.5),
        p95_ms: percentile(&durations, 0.95),
        ..ChartBucket::default()
    };
    for summary in traces {
        match summary.state {
            TraceState::Ok | TraceState::Unspecified => bucket.ok += 1,
            TraceState::Error => bucket.error += 1,
            TraceState::InProgress => bucket.in_progress += 1,
        }
        bucket.tokens_input += summary.usage.map_or(0, |usage| usage.input_tokens);
        bucket.tokens_output += summary.usage.map_or(0, |usage| usage.output_tokens);
        bucket.cost_usd += summary.cost.map_or(0.0, |cost| cost.total_usd);
    }
    bucket
}

/// Interpolated between the two nearest ranks.
fn percentile(sorted: &[i64], part: f64) -> Option<f64> {
    let rank = part * (sorted.len().checked_sub(1)? as f64);
    let at = |rank: f64| sorted.get(rank as usize).map(|value| *value as f64);
    let (low, high) = (at(rank.floor())?, at(rank.ceil())?);
    Some(low + (high - low) * rank.fract())
}

fn slices(traces: &[&TraceSummary], keys: impl Fn(&TraceSummary) -> Vec<String>) -> Vec<ChartSlice> {
    let mut by_key: BTreeMap<String, ChartSlice> = BTreeMap::new();
    for summary in traces {
        for key in keys(summary) {
            let slice =
                by_key.entry(key.clone()).or_insert_with(|| ChartSlice { key, ..ChartSlice::default() });
            slice.traces += 1;
            slice.errors += u64::from(summary.state == TraceState::Error);
            slice.tokens += summary.usage.map_or(0, |usage| usage.total_tokens);
            slice.cost_usd += summary.cost.map_or(0.0, |cost| cost.total_usd);
        }
    }
    let mut slices: Vec<_> = by_key.into_values().collect();
    slices.sort_by(|a, b| b.traces.cmp(&a.traces).then_with(|| a.key.cmp(&b.key)));
    slices.truncate(SLICES);
    slices
}
