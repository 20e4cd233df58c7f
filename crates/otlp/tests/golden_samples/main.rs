//! Recorded requests of real instrumentations, translated, and compared with what a real MLflow 3.17.2 server made of
//! the same bytes. The rule: where MLflow found something ours is equal, apart from a short list of differences with
//! reasons; where it lost something, ours finds it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test binary")]

mod differences;
mod expectations;
mod samples;

use std::collections::BTreeSet;

use serde_json::Value as Json;
use spanwell_model::{Span, SpanFacts};

use differences::DIFFERENCES;
use samples::{Case, cases};

/// A field whose value differs from MLflow's.
struct Difference {
    case: String,
    field: &'static str,
    span: String,
    theirs: String,
    ours: String,
}

#[test]
fn facts_are_a_superset_of_what_mlflow_extracts() {
    let mut unused: BTreeSet<usize> = (0..DIFFERENCES.len()).collect();
    let mut failures = Vec::new();
    let cases = cases();
    assert!(cases.len() > 260, "only {} cases", cases.len());
    for case in &cases {
        for difference in compare(case) {
            let known = DIFFERENCES.iter().position(|known| known.covers(&difference.case, difference.field));
            match known {
                Some(index) => {
                    unused.remove(&index);
                }
                None => failures.push(format!(
                    "{} | {} | {}\n    theirs {}\n    ours   {}",
                    difference.case,
                    difference.span,
                    difference.field,
                    cut(&difference.theirs),
                    cut(&difference.ours)
                )),
            }
        }
    }
    assert!(failures.is_empty(), "{} differences:\n{}", failures.len(), failures.join("\n"));
    let unused: Vec<_> = unused.into_iter().map(|index| DIFFERENCES[index].reason).collect();
    assert!(unused.is_empty(), "differences that no longer occur: {unused:#?}");
}

fn cut(text: &str) -> String {
    text.chars().take(400).collect()
}

fn compare(case: &Case) -> Vec<Difference> {
    let mut found = Vec::new();
    for trace in case.expected["traces"].as_array().unwrap() {
        for expected in trace["spans"].as_array().unwrap() {
            let id = expected["span_id"].as_str().unwrap();
            let span = case.spans.iter().find(|span| span.span_id.to_string() == id).unwrap();
            compare_span(case, span, expected, &mut found);
            if span.parent_span_id.is_none() {
                for (field, ours) in [
                    ("request_preview", &span.facts.request_preview),
                    ("response_preview", &span.facts.response_preview),
                ] {
                    compare_preview(case, span, field, &trace[field], ours.as_deref(), &mut found);
                }
            }
        }
        for (key, field) in [("mlflow.trace.session", "session"), ("mlflow.trace.user", "user")] {
            if let Some(theirs) = trace["trace_metadata"][key].as_str() {
                let ours = case.spans.iter().any(|span| {
                    let id = if field == "session" { &span.facts.session_id } else { &span.facts.user_id };
                    id.as_deref() == Some(theirs)
                });
                if !ours {
                    found.push(difference(case, &case.spans[0], field, theirs, "absent"));
                }
            }
        }
    }
    found
}

fn difference(case: &Case, span: &Span, field: &'static str, theirs: &str, ours: &str) -> Difference {
    Difference {
        case: case.name.clone(),
        field,
        span: span.name.clone(),
        theirs: theirs.to_owned(),
        ours: ours.to_owned(),
    }
}

fn compare_span(case: &Case, span: &Span, expected: &Json, found: &mut Vec<Difference>) {
    let facts = &span.facts;
    let texts = [
        ("span_type", "span_type", &facts.span_type),
        ("model", "model", &facts.model),
        ("provider", "provider", &facts.provider),
        ("message_format", "message_format", &facts.message_format),
    ];
    for (key, field, ours) in texts {
        if let Some(theirs) = expected[key].as_str().filter(|theirs| *theirs != "UNKNOWN")
            && ours.as_deref() != Some(theirs)
        {
            found.push(difference(case, span, field, theirs, ours.as_deref().unwrap_or("absent")));
        }
    }
    let bodies = [("inputs", &facts.inputs), ("outputs", &facts.outputs), ("chat_tools", &facts.tools)];
    for (field, ours) in bodies {
        let ours_tree = ours.as_deref().map(|text| {
            serde_json::from_str::<Json>(text)
                .unwrap_or_else(|error| panic!("{}: {field} is no JSON: {error}", case.name))
        });
        if let Some(theirs) = expected.get(field)
            && !ours_tree.as_ref().is_some_and(|ours| same(ours, theirs))
        {
            found.push(difference(
                case,
                span,
                field,
                &theirs.to_string(),
                ours.as_deref().unwrap_or("absent"),
            ));
        }
    }
    if let Some(theirs) = expected.get("chat_usage") {
        let ours = usage(facts);
        if theirs.as_object().unwrap().iter().any(|(key, count)| ours[key] != *count) {
            found.push(difference(case, span, "usage", &theirs.to_string(), &ours.to_string()));
        }
    }
}

fn usage(facts: &SpanFacts) -> Json {
    serde_json::to_value(facts.usage).unwrap()
}

/// Raw JSON as a preview is what MLflow falls back to; ours may be better.
fn compare_preview(
    case: &Case,
    span: &Span,
    field: &'static str,
    theirs: &Json,
    ours: Option<&str>,
    found: &mut Vec<Difference>,
) {
    let Some(theirs) = theirs.as_str() else { return };
    let is_raw = theirs.starts_with(['{', '[']);
    let is_equal = ours == Some(theirs);
    if !is_equal && (!is_raw || ours.is_none_or(str::is_empty)) {
        found.push(difference(case, span, field, theirs, ours.unwrap_or("absent")));
    }
}

/// Equal apart from the way numbers are written.
fn same(left: &Json, right: &Json) -> bool {
    match (left, right) {
        (Json::Number(left), Json::Number(right)) => left.as_f64() == right.as_f64(),
        (Json::Array(left), Json::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Json::Object(left), Json::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(key, value)| right.get(key).is_some_and(|other| same(value, other)))
        }
        _ => left == right,
    }
}
