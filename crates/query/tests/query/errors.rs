//! What the person who wrote a wrong filter reads.

use spanwell_query::{parse_experiment_filter, parse_trace_filter};

#[track_caller]
fn says(filter: &str, message: &str) {
    assert_eq!(parse_trace_filter(filter).unwrap_err().to_string(), message);
}

#[test]
fn wrong_structure() {
    says("   ", "character 1: expected a condition, found `   `; leave the filter empty to have everything");
    says(
        "status",
        "character 7: expected one of `=`, `!=`, `IN`, `NOT IN`, `LIKE`, `ILIKE`, `RLIKE`, found the end",
    );
    says("status = 'OK' name = 'a'", "character 15: expected `AND`, `OR` or the end, found `name`");
    says("(status = 'OK'", "character 15: expected `AND`, `OR` or `)`, found the end");
    says("status = 'OK')", "character 14: expected `AND`, `OR` or the end, found `)`");
    says("status = 'OK' OR", "character 17: expected a key, found the end");
    says("= 'OK'", "character 1: expected a key, found `=`");
    says(
        "'status' = 'OK'",
        "character 1: expected a key, found `'status'`; keys stand without quotes or in backticks",
    );
}

#[test]
fn wrong_signs() {
    says(
        "tags.env = 'prod'; tags.env='dev'",
        "character 18: expected a key, a comparator or a value, found `;`; one filter at a time: join conditions with `AND` or `OR`",
    );
    for (filter, found) in [("status = 'OK' -- c", "`--`"), ("status = 'OK' /* c */", "`/*`"), ("# c", "`#`")]
    {
        let error = parse_trace_filter(filter).unwrap_err();
        assert_eq!(error.found, found);
        assert_eq!(error.hint.unwrap(), "comments are not part of the filter language");
    }
    says("status == 'OK'", "character 8: expected a comparator, found `==`; write `=`");
    says("status <> 'OK'", "character 8: expected a comparator, found `<>`; write `!=`");
    says("name = 'it's", "character 12: expected `AND`, `OR` or the end, found `s`");
    says(
        "name = 'open",
        "character 8: expected a closing ', found `'open`; a quote inside quoted text is written twice",
    );
}

#[test]
fn wrong_keys_name_the_nearest() {
    for (filter, hint) in [
        ("latncy > 3", None),
        ("executiontime_ms > 3", Some("did you mean `execution_time_ms`")),
        ("sesion = 'x'", Some("did you mean `session`")),
        ("Status = 'OK'", Some("did you mean `status`")),
        ("span.nme = 'x'", Some("did you mean `span.name`")),
        ("session_id = 'x'", Some("write `session`")),
        ("user_id = 'x'", Some("write `user`")),
        ("model_id = 'x'", Some("write ``metadata.`mlflow.modelId` ``, or `model` for the model's name")),
        ("assessment.q = 'x'", Some("write `feedback.` or `expectation.`")),
        ("tags. = 'x'", Some("quote it in backticks when it has special characters")),
    ] {
        let error = parse_trace_filter(filter).unwrap_err();
        assert_eq!(error.hint.as_deref(), hint, "{filter}: {error}");
        assert_eq!(error.position.byte, 0);
    }
    let error = parse_trace_filter("foo = 1").unwrap_err();
    assert!(error.expected.starts_with("one of the keys `status`, `name`, "), "{error}");
}

#[test]
fn wrong_comparators() {
    says(
        "span.content = 'x'",
        "character 14: expected one of `LIKE`, `ILIKE` after `span.content`, found `=`",
    );
    says("issue.id LIKE 'x'", "character 10: expected `=` after `issue.id`, found `LIKE`");
    says(
        "timestamp BETWEEN 1 AND 2",
        "character 11: expected one of `>`, `>=`, `=`, `!=`, `<`, `<=`, found `BETWEEN`; write `key >= 1 AND key <= 2`",
    );
    says(
        "name NOT LIKE 'a'",
        "character 10: expected `IN` after `NOT`, found `LIKE`; put other `NOT`s before the key: `NOT name LIKE 'a%'`",
    );
    says("name IS 'a'", "character 9: expected `NULL` or `NOT NULL`, found `'a'`");
    says("name IS NOT 'a'", "character 13: expected `NULL`, found `'a'`");
    let error = parse_trace_filter("status IS NULL").unwrap_err();
    assert_eq!((error.position.character, error.found.as_str()), (7, "`IS`"));
}

#[test]
fn wrong_values() {
    says(
        "tags.env = prod",
        "character 12: expected a text in quotes, found `prod`; put the value in single quotes",
    );
    says(
        "tags.env = 5",
        "character 12: expected a text in quotes, found `5`; put the value in single quotes",
    );
    says(
        "tags.env = `x`",
        "character 12: expected a text in quotes, found ``x``; backticks are for keys, values stand in single quotes",
    );
    says(
        "tags.env = ('x')",
        "character 12: expected a text in quotes, found `(`; lists follow `IN` and `NOT IN`",
    );
    says("tags.env IN 'x'", "character 13: expected a list like `('a', 'b')`, found `'x'`");
    says(
        "feedback.q > '0.5'",
        "character 14: expected a number, found `'0.5'`; write the number without quotes",
    );
    says(
        "feedback.q = 0.5",
        "character 14: expected a text in quotes, found `0.5`; put the value in single quotes",
    );
    says("timestamp > '2020-01-01'", "character 13: expected a number, found `'2020-01-01'`");
    says("timestamp > 3s", "character 13: expected a number, found `3s`; this key takes no unit");
    says(
        "duration > 3y",
        "character 12: expected a number of milliseconds, or one with a unit like `3s`, found `3y`; the units are `ms`, `s`, `m`, `h`",
    );
    says(
        "prompt = 'a'",
        "character 10: expected a prompt as `'name/version'`, found `'a'`; for example `prompt = 'greeting/3'`",
    );
    assert!(parse_trace_filter("prompt = 'a/b/1'").is_err());
    says("name RLIKE '(a'", "character 12: expected a regular expression, found `'(a'`; unclosed group");
}

#[test]
fn places_count_characters_and_bytes() {
    let error = parse_trace_filter("name = 'ü🦀' & x").unwrap_err();
    assert_eq!((error.position.character, error.position.byte), (12, 16));
    assert_eq!(error.found, "`&`");
}

#[test]
fn snippets_point_at_the_place() {
    let text = "status = 'OK'\nAND\tnme = 'ü'";
    let error = parse_trace_filter(text).unwrap_err();
    assert_eq!(error.snippet(text), "AND nme = 'ü'\n    ^");
    let text = format!("name = '{}' ; name = '{}'", "a".repeat(200), "b".repeat(200));
    let error = parse_trace_filter(&text).unwrap_err();
    let snippet = error.snippet(&text);
    let (line, caret) = snippet.split_once('\n').unwrap();
    assert!(line.starts_with("…a") && line.ends_with("b…") && line.chars().count() == 122, "{snippet}");
    assert_eq!(line.chars().nth(caret.len() - 1), Some(';'));
}

#[test]
fn what_was_found_is_cut_and_on_one_line() {
    let text = format!("name = 'a' '{}\n'", "b".repeat(500));
    let error = parse_trace_filter(&text).unwrap_err();
    assert_eq!(error.found.chars().count(), 63);
    let error = parse_trace_filter("name = 'a' 'b\nc'").unwrap_err();
    assert_eq!(error.found, "`'b c'`");
}

#[test]
fn messages_are_one_line_in_lower_case_without_full_stop() {
    for filter in
        ["x", "name", "name =", "name = 5", "name RLIKE '['", "(", "a.b = 1", "'", "cost > x", "name NOT 5"]
    {
        let message = parse_trace_filter(filter).unwrap_err().to_string();
        assert!(!message.contains('\n') && !message.ends_with('.'), "{message}");
        assert!(message.starts_with(char::is_lowercase), "{message}");
    }
}

#[test]
fn other_grammars_speak_alike() {
    let error = parse_experiment_filter("nam = 'x'").unwrap_err();
    assert_eq!(
        error.to_string(),
        "character 1: expected one of the keys `name`, `experiment_id`, `creation_time`, `last_update_time`, `tags.`, found `nam`; did you mean `name`"
    );
}
