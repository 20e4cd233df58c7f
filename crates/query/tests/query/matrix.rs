//! Every key with every comparator: which pairs are accepted, in one table that can be read against MLflow's.

use spanwell_query::{parse_experiment_filter, parse_trace_filter};

/// The comparators in the order of the table's columns, each with a value of text and one of a number.
const COMPARATORS: [&str; 13] =
    ["=", "!=", ">", ">=", "<", "<=", "LIKE", "ILIKE", "RLIKE", "IN", "NOT IN", "IS NULL", "IS NOT NULL"];

/// What may follow a key: `t` quoted text, `n` a number, `b` either, `y` nothing or a list, `-` refused.
const TRACE_KEYS: [(&str, &str); 34] = [
    //                        =    !=  > >= < <=  LIKE ILIKE RLIKE  IN NOT-IN  NULL NOT-NULL
    ("status", "t t - - - - t t t y y - -"),
    ("state", "t t - - - - t t t y y - -"),
    ("request_id", "t t - - - - t t t y y - -"),
    ("trace_id", "t t - - - - t t t y y - -"),
    ("client_request_id", "t t - - - - t t t y y - -"),
    ("name", "t t - - - - t t t y y y y"),
    ("run_id", "t t - - - - t t t y y y y"),
    ("session", "t t - - - - t t t y y y y"),
    ("user", "t t - - - - t t t y y y y"),
    ("model", "t t - - - - t t t y y y y"),
    ("provider", "t t - - - - t t t y y y y"),
    ("error", "t t - - - - t t t y y y y"),
    ("tags.k", "t t - - - - t t t y y y y"),
    ("metadata.k", "t t - - - - t t t y y y y"),
    ("metadata.`mlflow.trace.tokenUsage`", "t t - - - - - - - - - y y"),
    ("metadata.`mlflow.trace.cost`", "t t - - - - - - - - - y y"),
    ("timestamp", "b b b b b b - - - - - - -"),
    ("timestamp_ms", "b b b b b b - - - - - - -"),
    ("execution_time_ms", "b b b b b b - - - - - - -"),
    ("duration", "b b b b b b - - - - - - -"),
    ("end_time", "b b b b b b - - - - - - -"),
    ("total_tokens", "n n n n n n - - - - - y y"),
    ("input_tokens", "n n n n n n - - - - - y y"),
    ("output_tokens", "n n n n n n - - - - - y y"),
    ("cost", "n n n n n n - - - - - y y"),
    ("feedback.q", "t t n n n n t t t y y y y"),
    ("expectation.q", "t t n n n n t t t y y y y"),
    ("span.name", "t t - - - - t t t y y - -"),
    ("span.type", "t t - - - - t t t y y - -"),
    ("span.status", "t t - - - - t t t y y - -"),
    ("span.content", "- - - - - - t t - - - - -"),
    ("span.attributes.k", "t t - - - - t t t y y y y"),
    ("trace.text", "- - - - - - t t - - - - -"),
    ("issue.id", "t - - - - - - - - - - - -"),
];

const EXPERIMENT_KEYS: [(&str, &str); 5] = [
    ("name", "t t - - - - t t - - - - -"),
    ("experiment_id", "t t - - - - t t - y y - -"),
    ("creation_time", "n n n n n n - - - - - - -"),
    ("last_update_time", "n n n n n n - - - - - - -"),
    ("tags.k", "t t - - - - t t - - - y y"),
];

/// The cell of a key and a comparator, found by trying.
fn cell(key: &str, comparator: &str, accepts: &dyn Fn(&str) -> bool) -> &'static str {
    if comparator.starts_with("IS") {
        return if accepts(&format!("{key} {comparator}")) { "y" } else { "-" };
    }
    if comparator.ends_with("IN") {
        assert!(!accepts(&format!("{key} {comparator} 'a'")), "{key} {comparator} takes a list");
        return if accepts(&format!("{key} {comparator} ('a', 'b')")) { "y" } else { "-" };
    }
    assert!(!accepts(&format!("{key} {comparator} ('1')")), "{key} {comparator} takes no list");
    assert!(!accepts(&format!("{key} {comparator} one")), "{key} {comparator} takes no bare word");
    assert!(!accepts(&format!("{key} {comparator}")), "{key} {comparator} takes a value");
    match (accepts(&format!("{key} {comparator} '1'")), accepts(&format!("{key} {comparator} 1"))) {
        (true, true) => "b",
        (true, false) => "t",
        (false, true) => "n",
        (false, false) => "-",
    }
}

fn row(key: &str, accepts: &dyn Fn(&str) -> bool) -> String {
    COMPARATORS.map(|comparator| cell(key, comparator, accepts)).join(" ")
}

#[test]
fn trace_keys_know_their_comparators() {
    for (key, expected) in TRACE_KEYS {
        assert_eq!(row(key, &|text| parse_trace_filter(text).is_ok()), expected, "{key}");
    }
}

#[test]
fn keys_inside_a_span_group_know_the_same_as_outside() {
    for (key, expected) in TRACE_KEYS.iter().filter(|(key, _)| key.starts_with("span.")) {
        for inside in [key, &&key["span.".len()..]] {
            let accepts = |text: &str| parse_trace_filter(&format!("span({text})")).is_ok();
            assert_eq!(row(inside, &accepts), *expected, "span({inside} …)");
        }
    }
}

#[test]
fn experiment_keys_know_their_comparators() {
    for (key, expected) in EXPERIMENT_KEYS {
        assert_eq!(row(key, &|text| parse_experiment_filter(text).is_ok()), expected, "{key}");
    }
}

#[test]
fn attributes_have_three_entities_and_other_keys_their_own() {
    for (key, expected) in TRACE_KEYS.iter().filter(|(key, _)| !key.contains('.')) {
        for entity in ["attribute", "attributes", "trace"] {
            let key = format!("{entity}.{key}");
            assert_eq!(row(&key, &|text| parse_trace_filter(text).is_ok()), *expected, "{key}");
        }
    }
    for filter in
        ["trace.tags.k = 'x'", "attributes.span.name = 'x'", "tags.k.l = 'x' AND tag = 'x'", "issue = 'x'"]
    {
        assert!(parse_trace_filter(filter).is_err(), "{filter}");
    }
}

#[test]
fn only_durations_take_units() {
    for (key, row) in TRACE_KEYS {
        let takes_numbers = row.contains('b') || row.contains('n');
        let takes_units = ["ms", "s", "m", "min", "h"]
            .iter()
            .all(|unit| parse_trace_filter(&format!("{key} > 1{unit}")).is_ok());
        assert_eq!(takes_units, ["execution_time_ms", "duration"].contains(&key), "{key}");
        assert_eq!(parse_trace_filter(&format!("{key} > 1")).is_ok(), takes_numbers, "{key}");
    }
}

#[test]
fn comparators_are_known_in_any_case() {
    for (key, row) in TRACE_KEYS {
        for (comparator, cell) in COMPARATORS.iter().zip(row.split(' ')) {
            let value = match cell {
                "n" | "b" => "1",
                "t" => "'1'",
                "y" if comparator.ends_with("IN") => "('1')",
                "y" => "",
                _ => continue,
            };
            let upper = parse_trace_filter(&format!("{key} {comparator} {value}")).unwrap();
            for spelled in [comparator.to_lowercase(), comparator.replace('L', "l").replace('N', "n")] {
                assert_eq!(parse_trace_filter(&format!("{key} {spelled} {value}")).as_ref(), Ok(&upper));
                let wide = spelled.replace(' ', "\n\t ");
                assert_eq!(parse_trace_filter(&format!(" {key}\n{wide}\t{value} ")).as_ref(), Ok(&upper));
            }
            assert_eq!(parse_trace_filter(&upper.to_string()), Ok(upper));
        }
    }
}
