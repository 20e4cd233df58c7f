//! Every cap: what is just inside passes, what is just over is refused with the cap in the text.

use spanwell_query::limits::{
    FILTER_CHARACTERS, FILTER_CLAUSES, FILTER_NESTING, FILTER_REGEXES, LIST_VALUES, ORDER_KEYS,
};
use spanwell_query::{
    FilterError, complete, parse_experiment_filter, parse_metric_filter, parse_metric_filters,
    parse_trace_filter, parse_trace_order,
};

#[track_caller]
fn refused(text: &str) -> FilterError {
    parse_trace_filter(text).unwrap_err()
}

#[test]
fn length() {
    let filter = |characters: usize| format!("name = '{}'", "ü".repeat(characters - 9));
    assert!(parse_trace_filter(&filter(FILTER_CHARACTERS)).is_ok());
    let error = refused(&filter(FILTER_CHARACTERS + 1));
    assert_eq!(error.position.character, FILTER_CHARACTERS);
    assert_eq!(error.expected, "a filter of at most 10000 characters");
    assert!(parse_experiment_filter(&filter(FILTER_CHARACTERS + 1)).is_err());
    assert!(parse_metric_filter(&filter(FILTER_CHARACTERS + 1)).is_err());
    assert!(parse_trace_order(&[" ".repeat(FILTER_CHARACTERS + 1)]).is_err());
}

#[test]
fn nesting_of_parentheses_and_not() {
    let parentheses = |depth: usize| format!("{}name = 'a'{}", "(".repeat(depth), ")".repeat(depth));
    let nots = |depth: usize| format!("{}name = 'a'", "NOT ".repeat(depth));
    for filter in [parentheses, nots] {
        assert!(parse_trace_filter(&filter(FILTER_NESTING)).is_ok());
        let error = refused(&filter(FILTER_NESTING + 1));
        assert_eq!(error.expected, "at most 64 levels of parentheses and `NOT`");
    }
    assert!(parse_trace_filter(&"(".repeat(FILTER_CHARACTERS)).is_err());
    assert!(parse_trace_filter(&format!("span({}", "(".repeat(5_000))).is_err());
}

#[test]
fn clauses() {
    let filter = |clauses: usize| vec!["cost>1"; clauses].join(" OR ");
    assert!(parse_trace_filter(&filter(FILTER_CLAUSES)).is_ok());
    let error = refused(&filter(FILTER_CLAUSES + 1));
    assert_eq!(error.expected, "at most 200 conditions");
    assert!(
        parse_trace_filter(&format!("span({})", vec!["name='a'"; FILTER_CLAUSES + 1].join(" OR "))).is_err()
    );
}

#[test]
fn list_values() {
    let filter = |values: usize| format!("name IN ({})", vec!["'a'"; values].join(","));
    assert!(parse_trace_filter(&filter(LIST_VALUES)).is_ok());
    assert_eq!(refused(&filter(LIST_VALUES + 1)).expected, "at most 1000 values in a list");
    assert!(parse_trace_filter("name IN ()").is_err());
    assert!(parse_trace_filter("name IN (,)").is_err());
}

#[test]
fn regular_expressions() {
    assert!(parse_trace_filter(r"name RLIKE '\w{10}'").is_ok());
    let error = refused(r"name RLIKE '\w{1000}{1000}'");
    assert_eq!(error.expected, "a regular expression");
    assert_eq!(error.hint.unwrap(), "the regular expression needs more than 1048576 bytes when compiled");
    let deep = format!("name RLIKE '{}a{}'", "(".repeat(100), ")".repeat(100));
    assert!(parse_trace_filter(&deep).is_err());
}

#[test]
fn number_of_regular_expressions() {
    let filter = |regexes: usize| vec!["name RLIKE 'a'"; regexes].join(" OR ");
    assert!(parse_trace_filter(&filter(FILTER_REGEXES)).is_ok());
    assert_eq!(refused(&filter(FILTER_REGEXES + 1)).expected, "at most 32 regular expressions in a filter");
}

#[test]
fn the_longest_patterns_still_compile() {
    for piece in ["_", "k", "_a", "%a", "ß", "%", "\u{1E9E}"] {
        let pattern = piece.repeat((FILTER_CHARACTERS - 20) / piece.chars().count());
        let filter = format!("name ILIKE '{pattern}'");
        assert!(parse_trace_filter(&filter).is_ok(), "{piece}");
    }
}

#[test]
fn numbers() {
    assert!(parse_trace_filter("cost > 1e308").is_ok());
    assert!(parse_trace_filter("cost > 1e309").is_err());
    assert!(parse_trace_filter("duration > 1e308h").is_err());
    assert!(parse_trace_filter("timestamp > 'inf'").is_err());
    assert!(parse_trace_filter("timestamp > 'nan'").is_err());
}

#[test]
fn order_keys_and_metric_filters() {
    assert!(parse_trace_order(&vec!["name".to_owned(); ORDER_KEYS]).is_ok());
    let error = parse_trace_order(&vec!["name".to_owned(); ORDER_KEYS + 1]).unwrap_err();
    assert_eq!((error.item, error.expected.as_str()), (Some(100), "at most 100 keys to order by"));
    let filters = vec!["span.name = 'a'".to_owned(); FILTER_CLAUSES + 1];
    assert!(parse_metric_filters(&filters[1..]).is_ok());
    assert!(parse_metric_filters(&filters).is_err());
}

#[test]
fn completion_of_a_huge_text_gives_up_quietly() {
    let text = "name = 'a' AND ".repeat(2_000);
    assert_eq!(complete(&text, text.len()).replace_range, text.len()..text.len());
}
