//! `LIKE`, `ILIKE`, `RLIKE`.

use proptest::prelude::*;
use spanwell_query::TextComparator;
use spanwell_query::pattern::{TextPattern, ilike, like, literal_prefix, literal_runs, rlike};

#[test]
fn like_is_the_whole_text_in_this_case() {
    for (pattern, text) in [
        ("", ""),
        ("%", ""),
        ("%%", "abc"),
        ("abc", "abc"),
        ("a%", "abc"),
        ("%c", "abc"),
        ("a%c", "ac"),
        ("a_c", "abc"),
        ("___", "日本語"),
        ("_", "🦀"),
        ("%b%", "a\nb\nc"),
        ("a.c", "a.c"),
        ("%[%", "x[1]"),
        (r"\%", r"\x"),
        ("%_", "a"),
        ("_%", "ab"),
    ] {
        assert!(like(pattern, text), "{text:?} LIKE {pattern:?}");
    }
    for (pattern, text) in [
        ("", "a"),
        ("abc", "ABC"),
        ("b", "abc"),
        ("a_c", "ac"),
        ("a%b", "abc"),
        ("_", ""),
        ("a.c", "abc"),
        ("a", "a\n"),
    ] {
        assert!(!like(pattern, text), "{text:?} LIKE {pattern:?}");
    }
}

#[test]
fn ilike_is_any_case_in_every_script() {
    for (pattern, text) in
        [("straße%", "STRAßE 1"), ("ПРИВЕТ", "привет"), ("%ÄÖ%", "xäöx"), ("k", "K"), ("σ", "ς")]
    {
        assert!(ilike(pattern, text), "{text:?} ILIKE {pattern:?}");
    }
    assert!(!ilike("a", "b"));
}

#[test]
fn rlike_is_found_anywhere() {
    assert!(rlike("O.", "ERROR"));
    assert!(rlike("^pr", "prod") && !rlike("^ro", "prod"));
    assert!(rlike("(?i)PROD$", "prod"));
    assert!(!rlike("(", "("), "no regular expression matches nothing");
    assert!(!rlike("(?=a)", "a"), "nor does one with look-ahead");
}

#[test]
fn a_pattern_is_made_once() {
    let pattern = TextPattern::new(TextComparator::NotEqual, "a").unwrap();
    assert!(pattern.matches("b") && !pattern.matches("a"));
    let error = TextPattern::new(TextComparator::RLike, "a{2,1}").unwrap_err();
    assert!(!error.to_string().contains('\n'));
    assert_eq!(error.expected, "a regular expression");
}

#[test]
fn fixed_pieces() {
    assert_eq!(literal_runs("%foo_bar%%baz"), ["foo", "bar", "baz"]);
    assert!(literal_runs("%_%").is_empty());
    assert_eq!(literal_prefix("foo%bar"), "foo");
    assert_eq!(literal_prefix("_foo"), "");
    assert_eq!(literal_prefix("foo"), "foo");
}

/// `LIKE` by its definition, slowly.
fn like_by_definition(pattern: &[char], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('%', rest)) => (0..=text.len()).any(|skipped| like_by_definition(rest, &text[skipped..])),
        Some(('_', rest)) => !text.is_empty() && like_by_definition(rest, &text[1..]),
        Some((c, rest)) => text.first() == Some(c) && like_by_definition(rest, &text[1..]),
    }
}

proptest! {
    #[test]
    fn like_follows_its_definition(pattern in "[ab%_\\n.]{0,7}", text in "[ab\\n.]{0,8}") {
        let characters = |text: &str| text.chars().collect::<Vec<_>>();
        prop_assert_eq!(like(&pattern, &text), like_by_definition(&characters(&pattern), &characters(&text)));
    }

    #[test]
    fn texts_that_match_have_the_fixed_pieces(pattern in "[ab%_]{0,6}", text in "[ab]{0,8}") {
        if like(&pattern, &text) {
            prop_assert!(text.starts_with(literal_prefix(&pattern)));
            prop_assert!(literal_runs(&pattern).iter().all(|run| text.contains(run)));
        }
    }

    #[test]
    fn what_is_like_is_also_ilike(pattern in "\\PC{0,12}", text in "\\PC{0,12}") {
        prop_assert!(!like(&pattern, &text) || ilike(&pattern, &text));
        prop_assert_eq!(like(&text, &text), true);
    }

    #[test]
    fn no_pattern_panics(pattern in any::<String>(), text in any::<String>()) {
        like(&pattern, &text);
        ilike(&pattern, &text);
        rlike(&pattern, &text);
    }
}
