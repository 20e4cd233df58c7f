//! `ExportMetricsServiceRequest`: only counted, so that what is dropped can be told.

use bytes::Bytes;
use spanwell_model::{Error, Limits, Result};

use super::json;
use super::schema;
use super::wire::{Fields, Malformed};

/// What a metrics request held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DecodedMetrics {
    /// Metrics.
    pub metrics: u64,
    /// Data points of all metrics.
    pub points: u64,
}

/// Counts the points of an OTLP `ExportMetricsServiceRequest` in protobuf.
pub fn decode_metrics_protobuf(body: Bytes, _limits: &Limits) -> Result<DecodedMetrics> {
    count(&body)
}

/// Counts the points of an OTLP `ExportMetricsServiceRequest` in JSON.
pub fn decode_metrics_json(body: &[u8], limits: &Limits) -> Result<DecodedMetrics> {
    count(&json::to_protobuf(body, &schema::METRICS_REQUEST, limits)?)
}

fn count(body: &[u8]) -> Result<DecodedMetrics> {
    let mut counted = DecodedMetrics::default();
    count_request(body, &mut counted)
        .map_err(|error| Error::invalid(format!("the body is not an OTLP metrics request: {error}")))?;
    Ok(counted)
}

fn count_request(body: &[u8], counted: &mut DecodedMetrics) -> Result<(), Malformed> {
    let mut resources = Fields::new(body);
    while let Some((number, resource)) = resources.next()? {
        let mut scopes = Fields::new(if number == 1 { resource.bytes() } else { &[] });
        while let Some((number, scope)) = scopes.next()? {
            let mut metrics = Fields::new(if number == 2 { scope.bytes() } else { &[] });
            while let Some((number, metric)) = metrics.next()? {
                if number == 2 {
                    counted.metrics += 1;
                    count_metric(metric.bytes(), counted)?;
                }
            }
        }
    }
    Ok(())
}

/// Gauge, sum, histogram, exponential histogram and summary all keep their points in field 1.
fn count_metric(message: &[u8], counted: &mut DecodedMetrics) -> Result<(), Malformed> {
    let mut kinds = Fields::new(message);
    while let Some((number, kind)) = kinds.next()? {
        let mut points = Fields::new(if matches!(number, 5 | 7 | 9 | 10 | 11) { kind.bytes() } else { &[] });
        while let Some((number, _)) = points.next()? {
            counted.points += u64::from(number == 1);
        }
    }
    Ok(())
}
