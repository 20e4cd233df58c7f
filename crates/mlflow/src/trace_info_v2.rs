//! `TraceInfo` of the deprecated version 2 calls, which clients before MLflow 3.0 use.

use serde::Serialize;
use spanwell_model::{TraceState, TraceSummary};

use crate::experiment::KeyValue;

/// Metadata that version 2 does not know: whether a header of version 3 arrived.
const FINALIZED: &str = "mlflow.trace.infoFinalized";

/// A trace's summary as answers of version 2 show it.
#[derive(Clone, Debug, Serialize)]
pub struct TraceInfoV2<'a> {
    request_id: &'a str,
    experiment_id: String,
    timestamp_ms: i64,
    execution_time_ms: i64,
    status: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    request_metadata: Vec<KeyValue<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<KeyValue<'a>>,
}

impl<'a> From<&'a TraceSummary> for TraceInfoV2<'a> {
    fn from(summary: &'a TraceSummary) -> Self {
        Self {
            request_id: summary.trace_id.as_str(),
            experiment_id: summary.experiment_id.to_string(),
            timestamp_ms: summary.request_time_ms,
            // Version 2 answers 0 while the trace runs.
            execution_time_ms: summary.execution_duration_ms.unwrap_or(0),
            status: match summary.state {
                TraceState::Unspecified => "TRACE_STATUS_UNSPECIFIED",
                state => state.name(),
            },
            request_metadata: summary
                .metadata
                .iter()
                .filter(|(key, _)| *key != FINALIZED)
                .map(|(key, value)| KeyValue { key, value })
                .collect(),
            tags: summary.tags.iter().map(|(key, value)| KeyValue { key, value }).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_print_as_lists() {
        let trace = crate::trace_info::tests::summary();
        assert_eq!(
            serde_json::to_string(&TraceInfoV2::from(&trace)).unwrap(),
            r#"{"request_id":"tr-a25b8cd6730bd00e4a79143f9d240d2c","experiment_id":"15","timestamp_ms":1795324329931,"execution_time_ms":1500,"status":"ERROR","request_metadata":[{"key":"m","value":"1"}],"tags":[{"key":"a","value":"b"},{"key":"c","value":""}]}"#
        );
    }
}
