//! Figures by bucket, as they are collected.

use std::collections::BTreeMap;

use spanwell_model::Result;
use spanwell_store::{ChartBucket, ChartBuckets, Charts};

use super::figures::{Figures, SlicedFigures};
use super::slices::Slices;

/// Figures by bucket, and by name and model of all of them.
pub(super) struct Timeline {
    pub(super) buckets: ChartBuckets,
    figures: BTreeMap<i64, Figures>,
    by_name: Slices,
    by_models: Slices,
}

impl Timeline {
    pub(super) fn new(buckets: ChartBuckets) -> Self {
        Self { buckets, figures: BTreeMap::new(), by_name: Slices::default(), by_models: Slices::default() }
    }

    /// Adds a stretch of time that lies in the bucket that starts at `bucket_ms`.
    pub(super) fn add(&mut self, bucket_ms: i64, stretch: &SlicedFigures) {
        self.figures.entry(bucket_ms).or_default().add_all(&stretch.figures);
        self.by_name.add_all(&stretch.by_name);
        self.by_models.add_all(&stretch.by_models);
    }

    /// The buckets that have a trace, and all of them as one that starts at `start_ms`.
    pub(super) fn finish(self, start_ms: i64) -> Result<Charts> {
        let mut total = Figures::default();
        self.figures.values().for_each(|figures| total.add_all(figures));
        let buckets: Vec<ChartBucket> =
            self.figures.into_iter().map(|(start_ms, figures)| figures.finish(start_ms)).collect();
        Ok(Charts {
            buckets,
            total: total.finish(start_ms),
            by_model: self.by_models.split()?.largest(),
            by_name: self.by_name.largest(),
        })
    }
}
