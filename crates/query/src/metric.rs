//! The filters of trace metrics (charts): each is one `key = 'value'`, a list of them must hold together.

use std::fmt;

use crate::clause::{Rules, clause};
use crate::comparison::{Quoted, QuotedName, Test};
use crate::error::FilterError;
use crate::key::{Entry, Key, KeyProblem, look_up};
use crate::limits::FILTER_CLAUSES;
use crate::parser::Cursor;
use crate::rules::{EXACT_TEXT, exact_of};

/// What a metric filter looks at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MetricField {
    /// `OK`, `ERROR` or `IN_PROGRESS`.
    TraceStatus,
    /// A tag of the trace.
    TraceTag(String),
    /// A metadata entry of the trace.
    TraceMetadata(String),
    /// The span's name.
    SpanName,
    /// The span's type.
    SpanType,
    /// The span's status.
    SpanStatus,
    /// The assessment's name.
    AssessmentName,
    /// `feedback` or `expectation`.
    AssessmentType,
}

const TABLE: &[Entry<MetricField>] = &[
    Entry {
        names: &["trace.status"],
        field: MetricField::TraceStatus,
        rules: exact_of(&["OK", "ERROR", "IN_PROGRESS"]),
    },
    Entry { names: &["span.name"], field: MetricField::SpanName, rules: EXACT_TEXT },
    Entry { names: &["span.type"], field: MetricField::SpanType, rules: EXACT_TEXT },
    Entry {
        names: &["span.status"],
        field: MetricField::SpanStatus,
        rules: exact_of(&["OK", "ERROR", "UNSET"]),
    },
    Entry { names: &["assessment.name"], field: MetricField::AssessmentName, rules: EXACT_TEXT },
    Entry {
        names: &["assessment.type"],
        field: MetricField::AssessmentType,
        rules: exact_of(&["feedback", "expectation"]),
    },
];

const KEYS: &[&str] = &[
    "trace.status",
    "trace.tag.",
    "trace.metadata.",
    "span.name",
    "span.type",
    "span.status",
    "assessment.name",
    "assessment.type",
];

impl fmt::Display for MetricField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TraceTag(key) => write!(f, "trace.tag.{}", QuotedName(key)),
            Self::TraceMetadata(key) => write!(f, "trace.metadata.{}", QuotedName(key)),
            Self::TraceStatus => f.write_str("trace.status"),
            Self::SpanName => f.write_str("span.name"),
            Self::SpanType => f.write_str("span.type"),
            Self::SpanStatus => f.write_str("span.status"),
            Self::AssessmentName => f.write_str("assessment.name"),
            Self::AssessmentType => f.write_str("assessment.type"),
        }
    }
}

/// The field has exactly this value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetricFilter {
    /// What is looked at.
    pub field: MetricField,
    /// Its value.
    pub value: String,
}

impl fmt::Display for MetricFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}", self.field, Quoted(&self.value))
    }
}

/// Parses one metric filter.
pub fn parse_metric_filter(text: &str) -> Result<MetricFilter, FilterError> {
    let mut cursor = Cursor::new(text)?;
    let comparison = clause(&mut cursor, resolve)?;
    if cursor.peek().is_some() {
        return Err(cursor.error("the end").hint("write several conditions as several filters"));
    }
    match comparison.test {
        Test::Text(_, value) => Ok(MetricFilter { field: comparison.field, value }),
        _ => Err(cursor.error("a text in quotes")),
    }
}

/// Parses the list of metric filters of a request; all of them must hold.
pub fn parse_metric_filters(texts: &[String]) -> Result<Vec<MetricFilter>, FilterError> {
    let parse = |(index, text): (usize, &String)| {
        if index == FILTER_CLAUSES {
            let error = FilterError::new(text, 0, text.len(), format!("at most {FILTER_CLAUSES} filters"));
            return Err(error.in_item(index));
        }
        parse_metric_filter(text).map_err(|error| error.in_item(index))
    };
    texts.iter().enumerate().map(parse).collect()
}

fn resolve(key: &Key) -> Result<(MetricField, Rules), KeyProblem> {
    let text = key.text();
    let named = |prefix: &str| text.strip_prefix(prefix).filter(|name| !name.is_empty()).map(str::to_owned);
    if let Some(name) = named("trace.tag.") {
        return Ok((MetricField::TraceTag(name), EXACT_TEXT));
    }
    if let Some(name) = named("trace.metadata.") {
        return Ok((MetricField::TraceMetadata(name), EXACT_TEXT));
    }
    look_up(TABLE, &text)
        .map(|entry| (entry.field.clone(), entry.rules))
        .ok_or_else(|| KeyProblem::unknown(key, KEYS))
}
