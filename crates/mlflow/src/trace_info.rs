//! `TraceInfoV3`, and `Trace` around it.

use std::collections::BTreeMap;

use serde::Serialize;
use spanwell_model::TraceSummary;

use crate::assessment::AssessmentAnswer;
use crate::span::SpanAnswer;
use crate::time::{duration_text, timestamp_text};

#[derive(Clone, Debug, Serialize)]
struct ExperimentLocation {
    experiment_id: String,
}

#[derive(Clone, Debug, Serialize)]
struct Location {
    #[serde(rename = "type")]
    kind: &'static str,
    mlflow_experiment: ExperimentLocation,
}

/// A trace's summary as answers of version 3 show it.
#[derive(Clone, Debug, Serialize)]
pub struct TraceInfo<'a> {
    trace_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_request_id: Option<&'a str>,
    trace_location: Location,
    request_time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    execution_duration: Option<String>,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_preview: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_preview: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    trace_metadata: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    assessments: Vec<AssessmentAnswer<'a>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tags: BTreeMap<&'a str, &'a str>,
}

impl<'a> From<&'a TraceSummary> for TraceInfo<'a> {
    fn from(summary: &'a TraceSummary) -> Self {
        Self {
            trace_id: summary.trace_id.as_str(),
            client_request_id: summary.client_request_id.as_deref(),
            trace_location: Location {
                kind: "MLFLOW_EXPERIMENT",
                mlflow_experiment: ExperimentLocation { experiment_id: summary.experiment_id.to_string() },
            },
            request_time: timestamp_text(summary.request_time_ms),
            execution_duration: summary.execution_duration_ms.map(duration_text),
            state: summary.state.name(),
            request_preview: summary.request_preview.as_deref(),
            response_preview: summary.response_preview.as_deref(),
            trace_metadata: &summary.metadata,
            assessments: summary.assessments.iter().map(AssessmentAnswer::from).collect(),
            tags: summary.tags.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect(),
        }
    }
}

impl TraceInfo<'_> {
    /// Leaves a tag out of the answer.
    #[must_use]
    pub fn without_tag(mut self, key: &str) -> Self {
        self.tags.remove(key);
        self
    }
}

/// A trace: its summary and, where asked for, its spans.
#[derive(Clone, Debug, Serialize)]
pub struct TraceAnswer<'a> {
    /// The summary.
    pub trace_info: TraceInfo<'a>,
    /// The spans.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<SpanAnswer<'a>>,
}

impl<'a> From<TraceInfo<'a>> for TraceAnswer<'a> {
    fn from(trace_info: TraceInfo<'a>) -> Self {
        Self { trace_info, spans: Vec::new() }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use spanwell_model::{ExperimentId, TraceId, TraceState};

    use super::*;

    pub(crate) fn summary() -> TraceSummary {
        TraceSummary {
            trace_id: TraceId::parse("tr-a25b8cd6730bd00e4a79143f9d240d2c").unwrap(),
            experiment_id: ExperimentId::new(15).unwrap(),
            client_request_id: None,
            name: None,
            state: TraceState::Error,
            request_time_ms: 1_795_324_329_931,
            execution_duration_ms: Some(1_500),
            request_preview: Some("p".into()),
            response_preview: None,
            first_question: None,
            last_answer: None,
            error_message: None,
            metadata: [("m".to_owned(), "1".to_owned())].into(),
            tags: [("a".to_owned(), "b".to_owned()), ("c".to_owned(), String::new())].into(),
            assessments: Vec::new(),
            run_ids: Default::default(),
            prompts: Default::default(),
            span_count: 0,
            error_count: 0,
            usage: None,
            cost: None,
            models: Default::default(),
            session_id: None,
            user_id: None,
            time_to_first_token_ms: None,
            finalized: true,
            expected_spans: None,
            version: 1,
        }
    }

    #[test]
    fn what_is_unset_is_absent() {
        let mut trace = summary();
        let printed = serde_json::to_string(&TraceInfo::from(&trace).without_tag("a")).unwrap();
        assert_eq!(
            printed,
            r#"{"trace_id":"tr-a25b8cd6730bd00e4a79143f9d240d2c","trace_location":{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"15"}},"request_time":"2026-11-22T05:12:09.931Z","execution_duration":"1.500s","state":"ERROR","request_preview":"p","trace_metadata":{"m":"1"},"tags":{"c":""}}"#
        );
        trace.metadata.clear();
        trace.tags.clear();
        trace.execution_duration_ms = None;
        let printed = serde_json::to_string(&TraceInfo::from(&trace)).unwrap();
        for absent in ["trace_metadata", "tags", "execution_duration", "assessments", "null"] {
            assert!(!printed.contains(absent), "{printed}");
        }
    }
}
