//! Medians and percentiles of what was measured.

use serde::Serialize;

/// How long something took, in milliseconds.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Latency {
    /// Median.
    pub(crate) p50_ms: f64,
    /// 95th percentile.
    pub(crate) p95_ms: f64,
}

impl Latency {
    /// Of these times in milliseconds; `None` when there are none.
    pub(crate) fn of(mut times_ms: Vec<f64>) -> Option<Self> {
        times_ms.sort_by(f64::total_cmp);
        let rank = |part: f64| ((times_ms.len() as f64 * part).ceil() as usize).max(1) - 1;
        Some(Self { p50_ms: *times_ms.get(rank(0.5))?, p95_ms: *times_ms.get(rank(0.95))? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        let latency = Latency::of((1..=100).rev().map(f64::from).collect()).unwrap();
        assert_eq!((latency.p50_ms, latency.p95_ms), (50.0, 95.0));
        assert!(Latency::of(Vec::new()).is_none());
    }
}
