//! A trace's header as clients send it: `StartTraceV3`, and the older pair `StartTrace` and `EndTrace`.

use std::collections::BTreeMap;

use spanwell_model::{ExperimentId, Kind, Result, TraceId, TraceState};

use crate::assessment::GivenAssessment;
use crate::error::wrong_value;
use crate::message::{EnumChoice, Message};

const STATES: [EnumChoice<TraceState>; 5] = [
    ("STATE_UNSPECIFIED", 0, TraceState::Unspecified),
    ("OK", 1, TraceState::Ok),
    ("ERROR", 2, TraceState::Error),
    ("IN_PROGRESS", 3, TraceState::InProgress),
    ("TRACE_STATUS_UNSPECIFIED", 0, TraceState::Unspecified),
];

/// Tags that say where a trace is kept. Who copies a trace sends those of the original, which say nothing of the copy.
pub const PLACE_TAGS: [&str; 4] = [
    "mlflow.artifactLocation",
    "mlflow.trace.spansLocation",
    "mlflow.trace.archiveLocation",
    "mlflow.trace.archivalFailure",
];

/// A header of `StartTraceV3`.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenTrace {
    /// The trace.
    pub trace_id: TraceId,
    /// Its experiment.
    pub experiment_id: ExperimentId,
    /// The client's own id of the request.
    pub client_request_id: Option<String>,
    /// Start, in milliseconds since the epoch.
    pub request_time_ms: i64,
    /// Duration in milliseconds.
    pub execution_duration_ms: Option<i64>,
    /// State.
    pub state: TraceState,
    /// Preview of the inputs.
    pub request_preview: Option<String>,
    /// Preview of the outputs.
    pub response_preview: Option<String>,
    /// Metadata.
    pub metadata: BTreeMap<String, String>,
    /// Tags.
    pub tags: BTreeMap<String, String>,
    /// Assessments made before the trace was sent.
    pub assessments: Vec<GivenAssessment>,
}

impl GivenTrace {
    /// Reads `{"trace": {"trace_info": …}}`. Id, location and time must be there; MLflow 3.17 takes a trace without
    /// time for one of 1970 and fails without location.
    pub fn read(request: &Message<'_>) -> Result<Self> {
        Self::read_info(&request.required_message("trace")?.required_message("trace_info")?)
    }

    /// Reads a `TraceInfo`, as headers and searches have it.
    pub fn read_info(info: &Message<'_>) -> Result<Self> {
        let location = info.required_message("trace_location")?;
        let text = |name: &str| Ok::<_, spanwell_model::Error>(info.string(name)?.map(str::to_owned));
        Ok(Self {
            trace_id: TraceId::parse(info.required_string("trace_id")?)?,
            experiment_id: location_experiment(&location)?
                .ok_or_else(|| location.missing("mlflow_experiment.experiment_id"))?,
            client_request_id: text("client_request_id")?,
            request_time_ms: info
                .timestamp_ms("request_time")?
                .ok_or_else(|| info.missing("request_time"))?,
            execution_duration_ms: info.duration_ms("execution_duration")?,
            state: info.choice("state", &STATES)?.unwrap_or(TraceState::Unspecified),
            request_preview: text("request_preview")?,
            response_preview: text("response_preview")?,
            metadata: info.string_map("trace_metadata")?,
            tags: info.string_map("tags")?,
            assessments: info
                .messages("assessments")?
                .iter()
                .map(GivenAssessment::read)
                .collect::<Result<_>>()?,
        })
    }
}

/// The status of `EndTrace`.
pub fn read_status(message: &Message<'_>) -> Result<TraceState> {
    Ok(message.choice("status", &STATES)?.unwrap_or(TraceState::Unspecified))
}

/// The experiment of a `TraceLocation`; `None` for locations of another kind.
fn location_experiment(location: &Message<'_>) -> Result<Option<ExperimentId>> {
    match location.message("mlflow_experiment")? {
        None => Ok(None),
        Some(experiment) => experiment_id(&experiment, "experiment_id").map(Some),
    }
}

/// The experiments of a list of `TraceLocation`. Locations of another kind are left out, and so are ids that no
/// experiment can have.
pub fn read_locations(message: &Message<'_>, name: &str) -> Result<Vec<ExperimentId>> {
    let mut ids = Vec::new();
    for location in message.messages(name)? {
        match location_experiment(&location) {
            Ok(id) => ids.extend(id),
            Err(error) if error.kind() == Kind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(ids)
}

/// An experiment id that must be there. A number that no experiment can have is not found rather than malformed.
pub fn experiment_id(message: &Message<'_>, name: &str) -> Result<ExperimentId> {
    parse_experiment_id(message.required_string(name)?).map_err(|error| match error.kind() {
        Kind::NotFound => error,
        _ => wrong_value(
            &message.name_of(name),
            &serde_json::Value::from(message.string(name).ok().flatten().unwrap_or_default()),
            "It must be a decimal number.",
        ),
    })
}

/// An experiment id's text; whole numbers that are out of range are not found.
pub fn parse_experiment_id(text: &str) -> Result<ExperimentId> {
    ExperimentId::parse(text).map_err(|error| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            spanwell_model::Error::not_found(format!("No Experiment with id={text} exists"))
        } else {
            error
        }
    })
}

/// A list of experiment ids; those that no experiment can have are left out.
pub fn experiment_ids(message: &Message<'_>, name: &str) -> Result<Vec<ExperimentId>> {
    let mut ids = Vec::new();
    for text in message.strings(name)? {
        match parse_experiment_id(text) {
            Ok(id) => ids.push(id),
            Err(error) if error.kind() == Kind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(ids)
}

/// A list of trace ids. Texts that no trace can have as its id are left out, as unknown ids are.
pub fn trace_ids(message: &Message<'_>, name: &str) -> Result<Vec<TraceId>> {
    Ok(message.strings(name)?.into_iter().filter_map(|text| TraceId::parse(text).ok()).collect())
}

/// The one trace a call is about. A text that no trace can have as its id is not found.
pub fn parse_trace_id(text: &str) -> Result<TraceId> {
    TraceId::parse(text).map_err(|_| {
        spanwell_model::Error::not_found(format!("Trace with ID '{}' not found.", text.escape_debug()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Request;

    fn read(info: &str) -> Result<GivenTrace> {
        let body = format!(r#"{{"trace": {{"trace_info": {info}}}}}"#);
        GivenTrace::read(&Request::from_body(body.as_bytes()).message())
    }

    const LOCATION: &str =
        r#""trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "15"}}"#;

    #[test]
    fn a_header_is_read_whole() {
        let trace = read(&format!(
            r#"{{"trace_id": "tr-A25B8CD6730BD00E4A79143F9D240D2C", {LOCATION}, "request_time": "2026-11-22T05:12:09.931Z",
                "state": 2, "execution_duration": "1.5s", "request_preview": "p", "tags": {{"a": "b"}},
                "traceMetadata": {{"m": "1"}}, "client_request_id": "c", "unknown_field": 1,
                "assessments": [{{"assessment_name": "f", "feedback": {{"value": 1}}}}]}}"#
        ))
        .unwrap();
        assert_eq!(trace.trace_id.as_str(), "tr-a25b8cd6730bd00e4a79143f9d240d2c");
        assert_eq!(trace.experiment_id.number(), 15);
        assert_eq!(trace.state, TraceState::Error);
        assert_eq!(trace.execution_duration_ms, Some(1_500));
        assert_eq!(trace.request_time_ms, 1_795_324_329_931);
        assert_eq!((trace.metadata["m"].as_str(), trace.tags["a"].as_str()), ("1", "b"));
        assert_eq!(trace.assessments.len(), 1);
    }

    #[test]
    fn what_mlflow_takes_by_accident_is_refused_with_its_name() {
        let time = r#""request_time": "2026-11-22T05:12:09.931Z""#;
        for (info, expected) in [
            (
                format!(r#"{{"trace_id": "", {LOCATION}, {time}}}"#),
                "Missing value for required parameter 'trace.trace_info.trace_id'",
            ),
            (
                format!(r#"{{{LOCATION}, {time}}}"#),
                "Missing value for required parameter 'trace.trace_info.trace_id'",
            ),
            (
                format!(r#"{{"trace_id": "tr-1", {time}}}"#),
                "Missing value for required parameter 'trace.trace_info.trace_location'",
            ),
            (
                format!(r#"{{"trace_id": "tr-1", "trace_location": {{"type": "INFERENCE_TABLE"}}, {time}}}"#),
                "Missing value for required parameter 'trace.trace_info.trace_location.mlflow_experiment.experiment_id'",
            ),
            (
                format!(r#"{{"trace_id": "tr-1", {LOCATION}}}"#),
                "Missing value for required parameter 'trace.trace_info.request_time'",
            ),
            (
                format!(r#"{{"trace_id": "tr-1", {LOCATION}, "request_time": 1700000000000}}"#),
                "Invalid value 1700000000000 for parameter 'trace.trace_info.request_time' supplied: It must be RFC 3339",
            ),
            (
                format!(r#"{{"trace_id": "tr-1", {LOCATION}, {time}, "state": "BOGUS"}}"#),
                "Invalid value \"BOGUS\" for parameter 'trace.trace_info.state' supplied: It must be one of",
            ),
            (format!(r#"{{"trace_id": "a b", {LOCATION}, {time}}}"#), "trace id `a b` has a blank"),
        ] {
            let error = read(&info).unwrap_err();
            assert!(error.outside().starts_with(expected), "{}", error.outside());
        }
    }

    #[test]
    fn locations_without_an_experiment_are_left_out() {
        let request = Request::from_body(
            br#"{"locations": [{"type": "INFERENCE_TABLE", "inference_table": {"full_table_name": "t"}},
                {"mlflow_experiment": {"experiment_id": "3"}}, {"mlflow_experiment": {"experiment_id": "99999999999"}}]}"#,
        );
        let ids = read_locations(&request.message(), "locations").unwrap();
        assert_eq!(ids, [ExperimentId::new(3).unwrap()]);
        let request =
            Request::from_body(br#"{"locations": [{"mlflow_experiment": {"experiment_id": "abc"}}]}"#);
        assert_eq!(
            read_locations(&request.message(), "locations").unwrap_err().outside(),
            "Invalid value \"abc\" for parameter 'locations.mlflow_experiment.experiment_id' supplied: It must be a decimal \
             number. Hint: Value was of type 'str'. See the API docs for more information about request parameters."
        );
    }
}
