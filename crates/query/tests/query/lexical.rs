//! Blanks, quotes, numbers and names: the small print of how a filter is cut into pieces.

use proptest::prelude::*;
use spanwell_query::{Test, TraceCondition, TraceField, parse_trace_filter};

/// The field and the test of a filter with one clause.
#[track_caller]
fn clause(text: &str) -> (TraceField, Test) {
    let filter = parse_trace_filter(text).unwrap();
    match filter.expression().unwrap().leaves()[0] {
        TraceCondition::Compare(comparison) => (comparison.field.clone(), comparison.test.clone()),
        TraceCondition::Span(span) => panic!("{span}"),
    }
}

#[track_caller]
fn number(text: &str) -> f64 {
    match clause(&format!("cost > {text}")).1 {
        Test::Number(_, number) => number.get(),
        test => panic!("{test}"),
    }
}

#[track_caller]
fn tag(key: &str) -> String {
    match clause(&format!("{key} = 'x'")).0 {
        TraceField::Tag(name) => name,
        field => panic!("{field}"),
    }
}

#[test]
fn blanks_do_not_matter_between_pieces() {
    let expected = parse_trace_filter("NOT (tags.a = 'x' AND cost >= 1) OR user IN ('u', 'v')").unwrap();
    for text in [
        "NOT(tags.a='x'AND cost>=1)OR user IN('u','v')",
        "\n not \t( tags.a\u{a0}= 'x' and\r\ncost >= 1 )  or user in ( 'u' , 'v' ) ",
    ] {
        assert_eq!(parse_trace_filter(text).as_ref(), Ok(&expected), "{text:?}");
    }
}

#[test]
fn numbers() {
    for (text, value) in [
        ("0", 0.0_f64),
        ("007", 7.0),
        ("+5", 5.0),
        ("-5", -5.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1_000.0),
        ("1E-2", 0.01),
        ("-1.25e+2", -125.0),
        ("9007199254740993", 9_007_199_254_740_992.0),
    ] {
        assert_eq!(number(text).to_bits(), value.to_bits(), "{text}");
    }
    for text in ["1e", "1_000", "0x10", "1,5", "--1", "- 1", "1.2.3", ".", "..5", "1s", "NaN", "inf", "٣"] {
        assert!(parse_trace_filter(&format!("cost > {text}")).is_err(), "{text}");
    }
}

#[test]
fn names_after_the_dot() {
    for (key, name) in [
        ("tags.a", "a"),
        ("tags.a.b.c", "a.b.c"),
        ("tags.`a.b`", "a.b"),
        ("tags.`a`", "a"),
        ("tags.a.`b c`", "a.b c"),
        ("tags.`it``s`", "it`s"),
        ("tags.\"say \"\"hi\"\"\"", "say \"hi\""),
        ("tags.`'quoted'`", "'quoted'"),
        ("`tags`.a", "a"),
        ("`tags`.`a b`", "a b"),
        ("\"tags\".a.b-c", "a.b-c"),
        ("tags.'a b'", "a b"),
        ("tags.0", "0"),
        ("tags.my-key", "my-key"),
        ("tags.größe", "größe"),
        ("tags.日本", "日本"),
        ("tags.AND", "AND"),
        ("tags.null", "null"),
        ("`tags.a b`", "a b"),
        ("\"tags.a b\"", "a b"),
    ] {
        assert_eq!(tag(key), name, "{key}");
    }
    for key in [
        "tags",
        "tags.",
        "tags.``",
        "tags .a",
        "tags. a",
        "`tags`",
        "`tags`.",
        "`tags`.``",
        "`tags` .a",
        "'tags'.a",
        "tags.a-",
        "tags.a--b",
        "tags.`a",
        "Tags.a",
        ".a",
    ] {
        assert!(parse_trace_filter(&format!("{key} = 'x'")).is_err(), "{key}");
    }
}

#[test]
fn a_list_may_end_in_a_comma() {
    let list = |text: &str| clause(&format!("status IN {text}")).1;
    assert_eq!(list("('OK',)"), list("('OK')"));
    assert_eq!(list("('OK', 'ERROR' , )"), list("('OK', 'ERROR')"));
    for text in ["(,)", "('OK',,)", "(,'OK')", "('OK',"] {
        assert!(parse_trace_filter(&format!("status IN {text}")).is_err(), "{text}");
    }
}

#[test]
fn keywords_are_no_keys() {
    for keyword in ["and", "OR", "Not", "in", "IS", "null", "like", "ILIKE", "rlike"] {
        assert!(parse_trace_filter(&format!("{keyword} = 'x'")).is_err(), "{keyword}");
        assert_eq!(tag(&format!("tags.{keyword}")), keyword);
    }
}

#[test]
fn keys_and_values_keep_their_case() {
    assert_ne!(parse_trace_filter("tags.A = 'x'"), parse_trace_filter("tags.a = 'x'"));
    assert_ne!(parse_trace_filter("status = 'ok'"), parse_trace_filter("status = 'OK'"));
    assert!(parse_trace_filter("STATUS = 'OK'").is_err());
}

proptest! {
    #[test]
    fn any_text_can_be_a_value(text in any::<String>()) {
        let doubled = format!("name = '{}'", text.replace('\'', "''"));
        let (_, test) = clause(&doubled);
        let Test::Text(_, value) = test else { panic!("{test}") };
        prop_assert_eq!(value, text);
    }

    #[test]
    fn any_name_can_be_a_key(name in any::<String>()) {
        prop_assume!(!name.is_empty());
        prop_assert_eq!(tag(&format!("tags.`{}`", name.replace('`', "``"))), name);
    }

    #[test]
    fn any_whole_number_is_read_exactly(value in -(1_i64 << 53)..(1_i64 << 53)) {
        prop_assert_eq!(number(&value.to_string()), value as f64);
    }
}
