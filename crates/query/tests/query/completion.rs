//! Candidates for the query bar. `|` marks the cursor.

use spanwell_query::{CandidateKind, complete};

/// The kind, the text replaced, the fixed candidates.
#[track_caller]
fn at(marked: &str) -> (CandidateKind, String, Vec<String>) {
    let cursor = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    let completion = complete(&text, cursor);
    (completion.candidates_kind, text[completion.replace_range].to_owned(), completion.fixed)
}

fn value(key: &str) -> CandidateKind {
    CandidateKind::Value { key: key.to_owned() }
}

#[test]
fn keys_at_the_start_and_after_keywords() {
    for marked in
        ["|", "status = 'OK' AND |", "NOT |", "(|", "a = 'x' OR NOT (|", "status = 'OK' and (name = 'a' or |"]
    {
        let (kind, replaced, fixed) = at(marked);
        assert_eq!((kind, replaced.as_str()), (CandidateKind::Key, ""), "{marked}");
        assert!(fixed.contains(&"status".to_owned()) && fixed.contains(&"tags.".to_owned()), "{marked}");
    }
    assert_eq!(at("sta|"), (CandidateKind::Key, "sta".to_owned(), vec!["status".to_owned()]));
    assert_eq!(at("name = 'x' AND span.t|").2, ["span.type"]);
    assert_eq!(at("STA|").2, ["status"]);
}

#[test]
fn keys_inside_a_span_group() {
    assert_eq!(at("span(|").2, ["name", "type", "status", "content", "attributes."]);
    assert_eq!(at("span(name = 'a' AND (|").2.len(), 5);
    assert!(at("span(name = 'a') AND |").2.contains(&"cost".to_owned()));
    assert_eq!(at("span(type = |").0, value("type"));
    assert!(at("span(type = |").2.contains(&"'TOOL'".to_owned()));
}

#[test]
fn comparators_of_the_key() {
    assert_eq!(at("issue.id |"), (CandidateKind::Comparator, String::new(), vec!["=".to_owned()]));
    assert_eq!(at("cost |").2, [">", ">=", "=", "!=", "<", "<=", "IS NULL", "IS NOT NULL"]);
    assert_eq!(at("tags.`a b` I|").2, ["IN", "ILIKE", "IS NULL", "IS NOT NULL"]);
    assert_eq!(at("name !|"), (CandidateKind::Comparator, "!".to_owned(), vec!["!=".to_owned()]));
    assert_eq!(at("unknown |").2, Vec::<String>::new());
    assert_eq!(at("name IS |").2, ["NULL", "NOT NULL"]);
    assert_eq!(at("name NOT |").2, ["IN"]);
}

#[test]
fn values_of_the_key() {
    assert_eq!(
        at("status = |"),
        (value("status"), String::new(), vec!["'OK'".into(), "'ERROR'".into(), "'IN_PROGRESS'".into()])
    );
    assert_eq!(at("status = 'E|").2, ["'ERROR'"]);
    assert_eq!(at("status = E|").2, ["'ERROR'"]);
    assert_eq!(at("status IN ('OK', |").2.len(), 3);
    assert_eq!(at("status not in (|").0, value("status"));
    assert_eq!(at("tags.env = 'my va|"), (value("tags.env"), "'my va".to_owned(), vec![]));
    assert_eq!(at("metadata.`mlflow.trace.session` = '|").0, value("metadata.mlflow.trace.session"));
}

#[test]
fn keywords_after_a_condition() {
    assert_eq!(
        at("status = 'OK' |"),
        (CandidateKind::Keyword, String::new(), vec!["AND".into(), "OR".into()])
    );
    assert_eq!(at("status = 'OK'|").0, CandidateKind::Keyword);
    assert_eq!(at("(status = 'OK' a|"), (CandidateKind::Keyword, "a".to_owned(), vec!["AND".into()]));
    assert_eq!(at("(status IS NULL |").2, ["AND", "OR", ")"]);
    assert_eq!(at("status IN ('OK' |").2, ["AND", "OR", ")"]);
    assert_eq!(at("status IN ('OK') |").2, ["AND", "OR"]);
}

#[test]
fn the_whole_word_or_text_under_the_cursor_is_replaced() {
    assert_eq!(at("sta|tus = 'OK'").1, "status");
    assert_eq!(at("status = 'E|RROR' AND cost > 1").1, "'ERROR'");
    assert_eq!(at("status = '|").1, "'");
    assert_eq!(at("tags.`a |b` = 'x'").1, "tags.`a b`");
    assert_eq!(at("tags.`a |").1, "tags.`a ");
}

#[test]
fn a_cursor_outside_the_text_or_inside_a_character_is_moved() {
    assert_eq!(complete("name", 100).replace_range, 0..4);
    assert_eq!(complete("ü", 1).replace_range.start, 0);
}
