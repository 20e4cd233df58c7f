//! The port for figures.

use async_trait::async_trait;
use spanwell_model::{MetricGroup, Result};
use spanwell_store::{MetricQuery, Page, TraceMetricStore};

use super::SqliteStore;
use crate::read::trace_metrics::metrics;

#[async_trait]
impl TraceMetricStore for SqliteStore {
    async fn trace_metrics(&self, query: MetricQuery) -> Result<Page<MetricGroup>> {
        self.readers.read(move |reader| metrics(reader, &query)).await
    }
}
