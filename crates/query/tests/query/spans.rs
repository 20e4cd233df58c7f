//! Conditions on spans: which of them speak of the same span.

use spanwell_query::{TraceFilter, parse_trace_filter};

use crate::recorded_traces::TestTrace;

#[track_caller]
fn canonical(text: &str) -> String {
    let filter = parse_trace_filter(text).unwrap();
    let printed = filter.to_string();
    assert_eq!(parse_trace_filter(&printed), Ok(filter), "{printed}");
    printed
}

fn trace() -> TestTrace {
    TestTrace::default().span("plan", "LLM", "OK").span("search", "TOOL", "ERROR")
}

#[test]
fn plain_conditions_joined_by_and_hold_for_one_span() {
    assert!(trace().passes("span.name = 'search' AND span.status = 'ERROR'"));
    assert!(!trace().passes("span.name = 'plan' AND span.status = 'ERROR'"));
    assert!(!trace().passes("span.name = 'plan' AND (span.type = 'LLM' AND span.status = 'ERROR')"));
    assert!(!trace().passes("span.name = 'plan' AND trace.text LIKE '%' AND span.status = 'ERROR'"));
}

#[test]
fn an_or_of_plain_conditions_joins_its_neighbours() {
    assert!(trace().passes("span.name = 'plan' AND (span.type = 'LLM' OR span.type = 'TOOL')"));
    assert!(!trace().passes("span.name = 'plan' AND (span.type = 'TOOL' OR span.status = 'ERROR')"));
    assert_eq!(
        canonical("status = 'OK' AND span.name = 'a' AND (span.type = 'b' OR span.type = 'c')"),
        "status = 'OK' AND span(name = 'a' AND (type = 'b' OR type = 'c'))"
    );
}

#[test]
fn an_or_with_something_else_stays_apart() {
    assert_eq!(
        canonical("span.name = 'a' AND (span.type = 'b' OR name = 'c')"),
        "span(name = 'a') AND (span(type = 'b') OR name = 'c')"
    );
}

#[test]
fn not_says_that_no_span_is_so() {
    assert!(!trace().passes("NOT span.name = 'plan'"));
    assert!(trace().passes("NOT span.name = 'other'"));
    assert!(trace().passes("span.name != 'plan'"));
    assert_eq!(
        canonical("span.type = 'TOOL' AND NOT span.name = 'a'"),
        "span(type = 'TOOL') AND NOT span(name = 'a')"
    );
}

#[test]
fn a_group_speaks_of_a_span_of_its_own() {
    assert!(trace().passes("span(name = 'plan') AND span(name = 'search')"));
    assert!(!trace().passes("span.name = 'plan' AND span.name = 'search'"));
    assert!(trace().passes("span(type = 'TOOL' AND NOT name = 'plan')"));
    assert!(!trace().passes("SPAN ( type = 'LLM' AND NOT span.name = 'plan' )"));
}

#[test]
fn a_single_condition_prints_plain() {
    assert_eq!(canonical("span(name = 'a')"), "span.name = 'a'");
    assert_eq!(canonical("NOT span.attributes.`a b` IS NULL"), "NOT span.attributes.`a b` IS NULL");
    assert_eq!(canonical("span.attributes.`user.name` = 'x'"), "span.attributes.user.name = 'x'");
    assert_eq!(canonical("span(attributes.k RLIKE '^3$')"), "span.attributes.k RLIKE '^3$'");
}

#[test]
fn attributes_can_be_missing() {
    let mut trace = trace();
    trace.spans[0].attributes.insert("k".to_owned(), "v".to_owned());
    assert!(trace.passes("span.attributes.k = 'v'"));
    assert!(trace.passes("span.attributes.k IN ('u', 'v')"));
    assert!(trace.passes("span.attributes.k IS NULL"), "the other span has none");
    assert!(trace.passes("span.attributes.k IS NULL AND span.name = 'search'"));
    assert!(!trace.passes("span.attributes.k IS NULL AND span.name = 'plan'"));
    assert!(!trace.passes("span.attributes.other != 'v'"));
    assert!(!trace.passes("span.attributes.k != 'v'"));
}

#[test]
fn groups_do_not_nest_and_must_close() {
    for text in
        ["span(span(name = 'a'))", "span(name = 'a'", "span()", "span(tags.a = 'x')", "span(name = 'a' AND)"]
    {
        assert!(parse_trace_filter(text).is_err(), "{text}");
    }
}

#[test]
fn joining_in_code_keeps_groups_apart() {
    let filter = |text: &str| parse_trace_filter(text).unwrap();
    let both: TraceFilter = filter("span.name = 'plan'").and(filter("span.name = 'search'"));
    assert_eq!(both.to_string(), "span(name = 'plan') AND span(name = 'search')");
    assert!(spanwell_query::matches(&both, &trace()));
}
