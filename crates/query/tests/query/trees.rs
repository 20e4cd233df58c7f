//! The tree that a text becomes, and the canonical text of a tree.

use spanwell_query::{
    Comparison, Expression, Number, NumberComparator, Test, TextComparator, TraceCondition, TraceField,
    TraceFilter, parse_trace_filter,
};

fn leaf(field: TraceField, test: Test) -> Expression<TraceCondition> {
    Expression::Leaf(TraceCondition::Compare(Comparison { field, test }))
}

fn is(field: TraceField, text: &str) -> Expression<TraceCondition> {
    leaf(field, Test::Text(TextComparator::Equal, text.to_owned()))
}

#[track_caller]
fn tree(text: &str) -> Expression<TraceCondition> {
    parse_trace_filter(text).unwrap().expression().unwrap().clone()
}

#[track_caller]
fn canonical(text: &str) -> String {
    parse_trace_filter(text).unwrap().to_string()
}

#[test]
fn and_binds_tighter_than_or_and_not_tighter_than_and() {
    let [a, b, c] = ["a", "b", "c"].map(|name| is(TraceField::Name, name));
    assert_eq!(
        tree("name = 'a' OR NOT name = 'b' AND name = 'c'"),
        Expression::Any(vec![a, Expression::All(vec![Expression::negate(b), c])])
    );
}

#[test]
fn parentheses_group_and_vanish_where_they_say_nothing() {
    assert_eq!(tree("((name = 'a'))"), is(TraceField::Name, "a"));
    assert_eq!(
        canonical("name='a' and (name='b' and (name='c'))"),
        "name = 'a' AND name = 'b' AND name = 'c'"
    );
    assert_eq!(
        canonical("(name='a' or name='b') and status='OK'"),
        "(name = 'a' OR name = 'b') AND status = 'OK'"
    );
    assert_eq!(canonical("not (name='a' and name='b')"), "NOT (name = 'a' AND name = 'b')");
    assert_eq!(canonical("NOT NOT name='a'"), "NOT NOT name = 'a'");
}

#[test]
fn the_empty_text_is_everything() {
    let everything = parse_trace_filter("").unwrap();
    assert!(everything.is_everything());
    assert_eq!(everything, TraceFilter::everything());
    assert_eq!(everything.to_string(), "");
}

#[test]
fn every_key_prints_in_its_first_spelling() {
    for (written, printed) in [
        ("timestamp > 1", "timestamp_ms > 1"),
        ("trace.timestamp_ms > 1", "timestamp_ms > 1"),
        ("attributes.execution_time >= 1.5", "execution_time_ms >= 1.5"),
        ("duration > 3s", "execution_time_ms > 3000"),
        ("execution_time_ms < 500ms", "execution_time_ms < 500"),
        ("duration <= 2m", "execution_time_ms <= 120000"),
        ("duration != 1.5h", "execution_time_ms != 5400000"),
        ("end_time = '7'", "end_time_ms = 7"),
        ("state = 'OK'", "status = 'OK'"),
        ("trace_id = 'tr-1'", "request_id = 'tr-1'"),
        ("attribute.client_request_id = 'x'", "client_request_id = 'x'"),
        ("run_id IS NULL", "run_id IS NULL"),
        ("prompt = 'a/1'", "prompt = 'a/1'"),
        ("issue.id = 'x'", "issue.id = 'x'"),
        ("text LIKE '%x%'", "trace.text LIKE '%x%'"),
        ("tag.a = 'x'", "tags.a = 'x'"),
        ("tags.`a b` = \"x\"", "tags.`a b` = 'x'"),
        ("tags.my-key = 'x'", "tags.`my-key` = 'x'"),
        ("`tags.idx` = '1'", "tags.idx = '1'"),
        ("tags.\"env\" = 'x'", "tags.env = 'x'"),
        ("request_metadata.a.b.c = 'x'", "metadata.a.b.c = 'x'"),
        ("feedback.q > 0.5", "feedback.q > 0.5"),
        ("expectation.`e` != 'x'", "expectation.e != 'x'"),
        ("trace.session = 's'", "session = 's'"),
        ("user IS NOT NULL", "user IS NOT NULL"),
        ("model ILIKE 'GPT%'", "model ILIKE 'GPT%'"),
        ("provider IN ('a','b')", "provider IN ('a', 'b')"),
        ("tokens > 1e3", "total_tokens > 1000"),
        ("input_tokens > -1", "input_tokens > -1"),
        ("output_tokens IS NULL", "output_tokens IS NULL"),
        ("cost > 0.01", "cost > 0.01"),
        ("cost > 1e300", "cost > 1e300"),
        ("error RLIKE 'time'", "error RLIKE 'time'"),
        ("status not in ('OK')", "status NOT IN ('OK')"),
        ("tags.order is not null", "tags.order IS NOT NULL"),
    ] {
        assert_eq!(canonical(written), printed);
        assert_eq!(canonical(printed), printed);
    }
}

#[test]
fn literals_have_types() {
    assert_eq!(
        tree("timestamp > '5'"),
        leaf(TraceField::Timestamp, Test::Number(NumberComparator::Greater, Number::new(5.0).unwrap()))
    );
    assert_eq!(
        tree("tags.a IN ('x', \"y\")"),
        leaf(TraceField::Tag("a".to_owned()), Test::In(vec!["x".to_owned(), "y".to_owned()]))
    );
    assert_eq!(
        tree("feedback.q NOT IN ('x')"),
        leaf(TraceField::Feedback("q".to_owned()), Test::NotIn(vec!["x".to_owned()]))
    );
}

#[test]
fn quotes_inside_text() {
    for (written, text) in [
        ("'it''s'", "it's"),
        ("\"it's\"", "it's"),
        ("\"say \"\"hi\"\"\"", "say \"hi\""),
        ("'a\\'b'", "a\\'b"),
        ("'C:\\'", "C:\\"),
        ("''", ""),
        ("''''", "'"),
        ("'-- ; not a comment'", "-- ; not a comment"),
        ("'日本語 🦀'", "日本語 🦀"),
    ] {
        assert_eq!(tree(&format!("name = {written}")), is(TraceField::Name, text), "{written}");
        let filter = TraceFilter::from(is(TraceField::Name, text));
        assert_eq!(parse_trace_filter(&filter.to_string()), Ok(filter));
    }
}

#[test]
fn text_that_ends_in_a_backslash_ends_there() {
    assert_eq!(
        tree("name = 'C:\\' AND user IN ('a\\', 'b\\')"),
        Expression::All(vec![
            is(TraceField::Name, "C:\\"),
            leaf(TraceField::User, Test::In(vec!["a\\".to_owned(), "b\\".to_owned()])),
        ])
    );
}

#[test]
fn an_and_at_either_end_is_ignored_as_by_mlflow() {
    assert_eq!(tree("status = 'OK' AND"), tree("status = 'OK'"));
    assert_eq!(tree("AND status = 'OK'"), tree("status = 'OK'"));
    assert!(parse_trace_filter("(status = 'OK' AND)").is_err());
    assert!(parse_trace_filter("AND").is_err());
    assert!(parse_trace_filter("status = 'OK' OR").is_err());
    assert!(parse_trace_filter("status = 'OK' AND AND name = 'a'").is_err());
}

#[test]
fn filters_can_be_joined_in_code() {
    let one = parse_trace_filter("span.name = 'a' OR user = 'u'").unwrap();
    let other = parse_trace_filter("status = 'OK' AND name = 'x'").unwrap();
    let both = one.clone().and(other);
    assert_eq!(both.to_string(), "(span.name = 'a' OR user = 'u') AND status = 'OK' AND name = 'x'");
    assert_eq!(one.clone().and(TraceFilter::everything()), one);
    assert_eq!(TraceFilter::everything().and(one.clone()), one);
    assert_eq!("user = 'u'".parse::<TraceFilter>(), parse_trace_filter("user = 'u'"));
}

#[test]
fn leaves_come_in_order() {
    let expression = tree("name = 'a' AND (NOT user = 'b' OR session = 'c')");
    let fields: Vec<String> = expression
        .leaves()
        .into_iter()
        .map(|leaf| match leaf {
            TraceCondition::Compare(comparison) => comparison.field.to_string(),
            TraceCondition::Span(span) => span.to_string(),
        })
        .collect();
    assert_eq!(fields, ["name", "user", "session"]);
}
