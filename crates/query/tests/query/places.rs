//! Where an error points, for many wrong filters at once: `^` stands under the place.

use spanwell_query::parse_trace_filter;

#[track_caller]
fn points(pictures: &[&str]) {
    for picture in pictures {
        let (text, caret) = picture.split_once('\n').unwrap();
        let error = parse_trace_filter(text).unwrap_err();
        assert_eq!(error.snippet(text), *picture, "{error}");
        assert_eq!(error.position.character, caret.chars().count() - 1);
    }
}

#[test]
fn at_a_key() {
    points(&[
        "foo = 1\n^",
        "status = 'OK' AND foo = 1\n                  ^",
        "NOT (foo = 1)\n     ^",
        "span(tags.a = 'x')\n     ^",
        "name = 'ü' OR tagz.a = 'x'\n              ^",
        "AND = 'x'\n    ^",
        "5 = 'x'\n^",
        ", name = 'x'\n^",
    ]);
}

#[test]
fn at_a_comparator() {
    points(&[
        "name\n    ^",
        "name 'x'\n     ^",
        "name > 'x'\n     ^",
        "cost LIKE 'x'\n     ^",
        "cost => 5\n     ^",
        "name ! 'x'\n     ^",
        "name NOT 'x'\n         ^",
        "status IS NOT NULL\n       ^",
        "trace.text NOT IN ('x')\n           ^",
    ]);
}

#[test]
fn at_a_value() {
    points(&[
        "name =\n      ^",
        "name = x\n       ^",
        "name IN\n       ^",
        "name IN (\n         ^",
        "name IN ('a' 'b')\n             ^",
        "name IN ('a', 5)\n              ^",
        "name IN ('a'\n            ^",
        "cost > 'x'\n       ^",
        "cost > 1e999\n       ^",
        "cost > -\n       ^",
        "duration > 1 s\n             ^",
        "name RLIKE '[z-a]'\n           ^",
        "prompt = 'x'\n         ^",
        "name = `x`\n       ^",
    ]);
}

#[test]
fn at_what_follows() {
    points(&[
        "name = 'a' 'b'\n           ^",
        "name = 'a')\n          ^",
        "(name = 'a'\n           ^",
        "name = 'a' AND\tAND name = 'b'\n               ^".replace('\t', " ").as_str(),
        "name = 'a' XOR name = 'b'\n           ^",
        "name = 'a' && name = 'b'\n           ^",
        "name = 'a' | name = 'b'\n           ^",
        "span(name = 'a' cost > 1)\n                ^",
        "name = 'a';\n          ^",
        "name = 'a' -- all\n           ^",
    ]);
}

#[test]
fn at_an_open_quote() {
    points(&[
        "name = 'a\n       ^",
        "name = \"a'\n       ^",
        "tags.`a = 'x'\n     ^",
        "`a = 'x'\n^",
        "name = 'a''\n       ^",
    ]);
}
