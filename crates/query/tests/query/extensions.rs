//! What filters mean, beyond the recorded answers: missing values, several values, our own keys.

use spanwell_query::{TraceField, split_prompt};

use crate::recorded_traces::TestTrace;

fn tag(key: &str) -> TraceField {
    TraceField::Tag(key.to_owned())
}

#[test]
fn a_missing_value_fails_every_test_but_is_null() {
    let trace = TestTrace::default();
    for filter in [
        "tags.a = 'x'",
        "tags.a != 'x'",
        "tags.a NOT IN ('x')",
        "metadata.a != 'x'",
        "run_id != 'x'",
        "feedback.a != 'x'",
        "feedback.a < 5",
        "expectation.a != 'x'",
        "execution_time_ms < 5",
        "cost < 5",
        "error LIKE '%'",
        "name IS NOT NULL",
        "span.name LIKE '%'",
        "trace.text LIKE '%'",
    ] {
        assert!(!trace.passes(filter), "{filter}");
        assert!(trace.passes(&format!("NOT {filter}")), "NOT {filter}");
    }
    for key in
        ["tags.a", "metadata.a", "run_id", "feedback.a", "expectation.a", "cost", "error", "name", "session"]
    {
        assert!(trace.passes(&format!("{key} IS NULL")), "{key}");
    }
}

#[test]
fn one_of_several_values_is_enough() {
    let trace = TestTrace::default()
        .text(TraceField::Model, "small")
        .text(TraceField::Model, "large")
        .text(TraceField::RunId, "r1")
        .text(TraceField::RunId, "r2")
        .text(TraceField::Prompt, "greeting/3")
        .text(TraceField::IssueId, "i-1");
    for filter in [
        "model = 'large'",
        "model IN ('x', 'small')",
        "model != 'small'",
        "model NOT IN ('small')",
        "run_id = 'r2' AND run_id = 'r1'",
        "prompt = 'greeting/3'",
        "issue.id = 'i-1'",
    ] {
        assert!(trace.passes(filter), "{filter}");
    }
    assert!(!trace.passes("NOT model = 'small'"));
    assert!(!trace.passes("prompt = 'greeting/4'"));
}

#[test]
fn assessments_compare_as_text_or_as_numbers() {
    let feedback = || TraceField::Feedback("q".to_owned());
    let number = TestTrace::default().assessed(feedback(), "0.9", Some(0.9));
    let boolean = TestTrace::default().assessed(feedback(), "true", None);
    let text = TestTrace::default().assessed(feedback(), "5", None);
    assert!(number.passes("feedback.q > 0.5 AND feedback.q <= 0.9 AND feedback.q = '0.9'"));
    assert!(number.passes("feedback.q IN ('0.9', 'x') AND feedback.q LIKE '0%'"));
    assert!(boolean.passes("feedback.q = 'true' AND NOT feedback.q > 0"));
    assert!(text.passes("feedback.q = '5' AND NOT feedback.q > 0"));
    assert!(!number.passes("expectation.q IS NOT NULL"));
}

#[test]
fn numbers_and_units() {
    let trace = TestTrace::default()
        .number(TraceField::ExecutionTime, 3_000.0)
        .number(TraceField::TotalTokens, 120.0)
        .number(TraceField::InputTokens, 100.0)
        .number(TraceField::OutputTokens, 20.0)
        .number(TraceField::Cost, 0.012);
    for filter in [
        "duration = 3s",
        "duration >= 3000 AND duration < 3001ms",
        "duration < 1m AND execution_time < 1h",
        "tokens = 120 AND total_tokens != 121",
        "input_tokens > 99.5 AND output_tokens <= 20",
        "cost > 0.01 AND cost < 1.3e-2",
        "cost IS NOT NULL",
    ] {
        assert!(trace.passes(filter), "{filter}");
    }
}

#[test]
fn or_not_and_parentheses() {
    let trace = TestTrace::default().text(tag("env"), "prod").text(TraceField::User, "u1");
    assert!(trace.passes("tags.env = 'dev' OR user = 'u1'"));
    assert!(trace.passes("NOT (tags.env = 'dev' OR user = 'u2')"));
    assert!(!trace.passes("tags.env = 'dev' AND user = 'u1' OR user = 'u2'"));
    assert!(!trace.passes("tags.env = 'dev' AND (user = 'u1' OR user = 'u2')"));
    assert!(trace.passes("not tags.env in ('dev') and user ilike 'U_'"));
}

#[test]
fn text_is_searched_span_by_span() {
    let trace = TestTrace::default().span("alpha", "LLM", "OK").span("beta", "TOOL", "OK");
    assert!(trace.passes("trace.text LIKE '%alpha%' AND trace.text LIKE '%beta%'"));
    assert!(trace.passes("text ILIKE '%BETA%'"));
    assert!(!trace.passes("trace.text LIKE '%alpha%beta%'"));
    assert!(!trace.passes("span.content LIKE '%alpha%' AND span.content LIKE '%beta%'"));
}

#[test]
fn prompts_have_a_name_and_a_version() {
    assert_eq!(split_prompt("greeting/3"), Some(("greeting", "3")));
    for text in ["greeting", "/3", "greeting/", "a/b/3", ""] {
        assert_eq!(split_prompt(text), None, "{text}");
    }
}
