//! The seven traces that the reference server had when its answers to filters were recorded, and views of them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use spanwell_query::{
    FieldValue, SpanField, SpanView, TraceField, TraceFilter, TraceView, matches, parse_trace_filter,
};

/// A span in memory.
#[derive(Clone, Default)]
pub(crate) struct TestSpan {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) status: String,
    pub(crate) content: String,
    pub(crate) attributes: BTreeMap<String, String>,
}

impl SpanView for TestSpan {
    fn value(&self, field: &SpanField) -> Option<Cow<'_, str>> {
        match field {
            SpanField::Name => Some(self.name.as_str().into()),
            SpanField::Type => Some(self.kind.as_str().into()),
            SpanField::Status => Some(self.status.as_str().into()),
            SpanField::Content => Some(self.content.as_str().into()),
            SpanField::Attribute(key) => self.attributes.get(key).map(|value| value.as_str().into()),
        }
    }
}

/// A trace in memory: values by field.
#[derive(Clone, Default)]
pub(crate) struct TestTrace {
    pub(crate) values: Vec<(TraceField, FieldValue<'static>)>,
    pub(crate) spans: Vec<TestSpan>,
}

impl TestTrace {
    /// With one more text value.
    pub(crate) fn text(mut self, field: TraceField, text: &str) -> Self {
        self.values.push((field, FieldValue::text(text.to_owned())));
        self
    }

    /// With one more number.
    pub(crate) fn number(mut self, field: TraceField, number: f64) -> Self {
        self.values.push((field, FieldValue::Number(number)));
        self
    }

    /// With one more value of an assessment.
    pub(crate) fn assessed(mut self, field: TraceField, text: &str, number: Option<f64>) -> Self {
        self.values.push((field, FieldValue::Assessed { text: text.to_owned().into(), number }));
        self
    }

    /// With one more span of this name, type and status.
    pub(crate) fn span(mut self, name: &str, kind: &str, status: &str) -> Self {
        let content = format!("{{\"name\": \"{name}\", \"type\": \"{kind}\"}}");
        let (name, kind, status) = (name.to_owned(), kind.to_owned(), status.to_owned());
        self.spans.push(TestSpan { name, kind, status, content, attributes: BTreeMap::new() });
        self
    }

    /// Whether the trace passes the filter written as text.
    #[track_caller]
    pub(crate) fn passes(&self, filter: &str) -> bool {
        matches(&parse_trace_filter(filter).unwrap(), self)
    }
}

impl TraceView for TestTrace {
    fn values(&self, field: &TraceField) -> Vec<FieldValue<'_>> {
        self.values.iter().filter(|(known, _)| known == field).map(|(_, value)| value.clone()).collect()
    }

    fn spans(&self) -> Vec<&dyn SpanView> {
        self.spans.iter().map(|span| span as &dyn SpanView).collect()
    }
}

/// The traces of the recording.
pub(crate) fn recorded_traces() -> Vec<TestTrace> {
    (0..7).map(recorded_trace).collect()
}

/// How many of the recorded traces pass.
pub(crate) fn count(filter: &TraceFilter) -> usize {
    recorded_traces().iter().filter(|trace| matches(filter, *trace)).count()
}

fn recorded_trace(index: usize) -> TestTrace {
    let ids = [
        "146d668ef8c84040561073630353574b",
        "26936b0eacc3ae820be94c6446d695b9",
        "427eaf5e5535927aaa6a746e24b5d73f",
        "a19c0e309a9c25925e48f6a0045d2679",
        "c78d2a9107fae71860f8308894893643",
        "202b5f1e02eea43758800512cfe1ae50",
        "1fd451865c6289d9e4fb8dfb8c5f4631",
    ];
    let name = format!("op-{}", index % 3);
    let status = if index == 5 { "ERROR" } else { "OK" };
    let session = format!("s{}", index % 2);
    let user = format!("u{}", index % 3);
    let duration_ms = if index == 0 { 96.0 } else { 0.0 };
    let timestamp_ms = 1_795_324_649_600.0;
    let tag = |key: &str| TraceField::Tag(key.to_owned());
    let metadata = |key: &str| TraceField::Metadata(key.to_owned());
    let trace = TestTrace::default()
        .text(TraceField::TraceId, &format!("tr-{}", ids[index]))
        .text(TraceField::ClientRequestId, &format!("req-{index}"))
        .text(TraceField::Name, &name)
        .text(TraceField::Status, status)
        .text(TraceField::Session, &session)
        .text(TraceField::User, &user)
        .number(TraceField::Timestamp, timestamp_ms)
        .number(TraceField::ExecutionTime, duration_ms)
        .number(TraceField::EndTime, timestamp_ms + duration_ms)
        .text(tag("idx"), &index.to_string())
        .text(tag("env"), if index % 2 == 1 { "prod" } else { "dev" })
        .text(tag("mlflow.traceName"), &name)
        .text(metadata("mlflow.trace.session"), &session)
        .text(metadata("mlflow.trace.user"), &user);
    let mut trace = trace.span(&name, ["LLM", "TOOL", "CHAIN"][index % 3], status);
    let span = &mut trace.spans[0];
    span.content = format!(
        r#"{{"name": "{name}", "attributes": {{"mlflow.spanInputs": "question {index}", "score": "{index}"}}}}"#
    );
    span.attributes.insert("score".to_owned(), index.to_string());
    span.attributes.insert("user.name".to_owned(), format!("n{index}"));
    let feedback = |name: &str| TraceField::Feedback(name.to_owned());
    match index {
        0 => trace.assessed(feedback("quality"), "0.9", Some(0.9)),
        1 => trace.assessed(feedback("quality"), "good", None),
        2 => trace.assessed(feedback("ok"), "true", None),
        3 => trace.assessed(TraceField::Expectation("exp".to_owned()), "Paris", None),
        _ => trace,
    }
}
