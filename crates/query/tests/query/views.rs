//! The pieces that engines use one by one: tests on values, comparators, quoting, positions.

use proptest::prelude::*;
use spanwell_query::{
    Expression, FieldValue, Number, NumberComparator, Position, Quoted, QuotedName, Test, TextComparator,
    test_holds,
};

fn text(comparator: TextComparator, value: &str) -> Test {
    Test::Text(comparator, value.to_owned())
}

fn number(comparator: NumberComparator, value: f64) -> Test {
    Test::Number(comparator, Number::new(value).unwrap())
}

#[test]
fn text_tests_see_text_and_number_tests_numbers() {
    let texts = [FieldValue::text("a"), FieldValue::text("b")];
    assert!(test_holds(&text(TextComparator::Equal, "b"), &texts));
    assert!(!test_holds(&text(TextComparator::Equal, "c"), &texts));
    assert!(test_holds(&text(TextComparator::NotEqual, "a"), &texts));
    assert!(!test_holds(&number(NumberComparator::Greater, 0.0), &texts));
    let numbers = [FieldValue::Number(1.0)];
    assert!(test_holds(&number(NumberComparator::Equal, 1.0), &numbers));
    assert!(!test_holds(&text(TextComparator::Like, "%"), &numbers));
    let assessed = [FieldValue::Assessed { text: "1.0".into(), number: Some(1.0) }];
    assert!(test_holds(&number(NumberComparator::LessOrEqual, 1.0), &assessed));
    assert!(test_holds(&text(TextComparator::Equal, "1.0"), &assessed));
}

#[test]
fn null_tests_count_values() {
    for (values, is_null) in [(&[][..], true), (&[FieldValue::Number(0.0)][..], false)] {
        assert_eq!(test_holds(&Test::IsNull, values), is_null);
        assert_eq!(test_holds(&Test::IsNotNull, values), !is_null);
    }
}

#[test]
fn number_comparators() {
    use NumberComparator::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    for (comparator, symbol, holds) in [
        (Equal, "=", [false, true, false]),
        (NotEqual, "!=", [true, false, true]),
        (Less, "<", [true, false, false]),
        (LessOrEqual, "<=", [true, true, false]),
        (Greater, ">", [false, false, true]),
        (GreaterOrEqual, ">=", [false, true, true]),
    ] {
        assert_eq!(comparator.symbol(), symbol);
        assert_eq!([1.0, 2.0, 3.0].map(|value| comparator.holds(value, 2.0)), holds, "{symbol}");
        assert_eq!(comparator.holds(f64::NAN, 2.0), comparator == NotEqual, "no number only differs");
    }
}

#[test]
fn numbers_are_finite_and_print_shortly() {
    assert_eq!([f64::NAN, f64::INFINITY, f64::NEG_INFINITY].map(Number::new), [None; 3]);
    for (value, text) in
        [(0.0, "0"), (-1.0, "-1"), (0.1, "0.1"), (1.5e-9, "1.5e-9"), (1_795_324_649_600.0, "1795324649600")]
    {
        assert_eq!(Number::new(value).unwrap().to_string(), text);
    }
}

#[test]
fn quoting_for_texts_made_in_code() {
    for (value, quoted) in [("a", "'a'"), ("it's", "\"it's\""), ("'\"", "'''\"'"), ("", "''"), ("\"", "'\"'")]
    {
        assert_eq!(Quoted(value).to_string(), quoted);
    }
    for (name, quoted) in
        [("a.b_1", "a.b_1"), ("a b", "`a b`"), ("a`b", "`a``b`"), ("", "``"), ("a.", "`a.`"), ("é", "`é`")]
    {
        assert_eq!(QuotedName(name).to_string(), quoted);
    }
}

#[test]
fn positions_never_split_a_character() {
    assert_eq!(Position::at("aü🦀", 3), Position { byte: 3, character: 2 });
    assert_eq!(Position::at("aü🦀", 2), Position { byte: 1, character: 1 });
    assert_eq!(Position::at("aü🦀", 99), Position { byte: 7, character: 3 });
}

#[test]
fn expressions_flatten() {
    let leaf = Expression::Leaf;
    assert_eq!(Expression::all(vec![leaf(1)]), leaf(1));
    assert_eq!(
        Expression::all(vec![Expression::all(vec![leaf(1), leaf(2)]), leaf(3)]),
        Expression::All(vec![leaf(1), leaf(2), leaf(3)])
    );
    assert_eq!(
        Expression::any(vec![leaf(1), Expression::any(vec![leaf(2), leaf(3)])]),
        Expression::Any(vec![leaf(1), leaf(2), leaf(3)])
    );
    let none: Expression<i32> = Expression::all(vec![]);
    assert!(none.holds(&mut |_| false));
    let none: Expression<i32> = Expression::any(vec![]);
    assert!(!none.holds(&mut |_| true));
}

proptest! {
    #[test]
    fn not_in_is_in_turned_round_for_a_single_value(value in "[ab]{0,2}", list in prop::collection::vec("[ab]{0,2}", 1..4)) {
        let values = [FieldValue::text(value)];
        let (inside, outside) = (Test::In(list.clone()), Test::NotIn(list));
        prop_assert_ne!(test_holds(&inside, &values), test_holds(&outside, &values));
    }

    #[test]
    fn in_is_an_or_of_equals(values in prop::collection::vec("[ab]{0,2}", 0..3), list in prop::collection::vec("[ab]{0,2}", 1..4)) {
        let values: Vec<FieldValue<'_>> = values.into_iter().map(FieldValue::text).collect();
        let equals = list.iter().any(|item| test_holds(&text(TextComparator::Equal, item), &values));
        prop_assert_eq!(test_holds(&Test::In(list), &values), equals);
    }
}
