//! What holds for every text and every tree.

use proptest::prelude::*;
use spanwell_query::{
    Comparison, Expression, Number, NumberComparator, SpanField, SpanMatch, Test, TextComparator,
    TraceCondition, TraceField, TraceFilter, complete, matches, parse_experiment_filter, parse_metric_filter,
    parse_trace_filter, parse_trace_order,
};

use crate::recorded_traces::recorded_traces;

/// Names and texts with everything that needs quoting.
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z.]{1,6}", "[a-z'\"`\\\\ ,()]{0,8}", any::<String>()]
}

fn name() -> impl Strategy<Value = String> {
    text().prop_filter("a key has a name", |name| !name.is_empty())
}

fn text_test() -> impl Strategy<Value = Test> {
    let comparator = prop_oneof![
        Just(TextComparator::Equal),
        Just(TextComparator::NotEqual),
        Just(TextComparator::Like),
        Just(TextComparator::ILike),
    ];
    prop_oneof![
        (comparator, text()).prop_map(|(comparator, text)| Test::Text(comparator, text)),
        prop::collection::vec(text(), 1..4).prop_map(Test::In),
        prop::collection::vec(text(), 1..4).prop_map(Test::NotIn),
        Just(Test::Text(TextComparator::RLike, "^a+".to_owned())),
        Just(Test::IsNull),
        Just(Test::IsNotNull),
    ]
}

fn number_test() -> impl Strategy<Value = Test> {
    let comparator = prop_oneof![
        Just(NumberComparator::Less),
        Just(NumberComparator::LessOrEqual),
        Just(NumberComparator::Greater),
        Just(NumberComparator::GreaterOrEqual),
    ];
    let number =
        prop_oneof![any::<f64>(), any::<i32>().prop_map(f64::from)].prop_filter_map("finite", Number::new);
    (comparator, number).prop_map(|(comparator, number)| Test::Number(comparator, number))
}

fn trace_comparison() -> impl Strategy<Value = TraceCondition> {
    let named = prop_oneof![
        name().prop_map(TraceField::Tag),
        name().prop_map(|name| TraceField::Metadata(format!("m{name}"))),
        name().prop_map(TraceField::Feedback),
        name().prop_map(TraceField::Expectation),
        prop::sample::select(vec![
            TraceField::Name,
            TraceField::RunId,
            TraceField::Session,
            TraceField::User,
            TraceField::Model,
            TraceField::Provider,
            TraceField::Error,
        ]),
    ];
    let numbers = prop_oneof![
        name().prop_map(TraceField::Feedback),
        prop::sample::select(vec![
            TraceField::Timestamp,
            TraceField::ExecutionTime,
            TraceField::EndTime,
            TraceField::InputTokens,
            TraceField::OutputTokens,
            TraceField::TotalTokens,
            TraceField::Cost,
        ]),
    ];
    prop_oneof![(named, text_test()), (numbers, number_test())]
        .prop_map(|(field, test)| TraceCondition::Compare(Comparison { field, test }))
}

fn span_comparison() -> impl Strategy<Value = Comparison<SpanField>> {
    (name().prop_map(SpanField::Attribute), text_test()).prop_map(|(field, test)| Comparison { field, test })
}

fn expression<L: std::fmt::Debug + Clone + 'static>(
    leaf: impl Strategy<Value = L> + 'static,
    depth: u32,
) -> impl Strategy<Value = Expression<L>> {
    leaf.prop_map(Expression::Leaf).prop_recursive(depth, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expression::all),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expression::any),
            inner.prop_map(Expression::negate),
        ]
    })
}

fn filter() -> impl Strategy<Value = TraceFilter> {
    let span = expression(span_comparison(), 2).prop_map(|inner| TraceCondition::Span(SpanMatch(inner)));
    expression(prop_oneof![3 => trace_comparison(), 1 => span], 4).prop_map(TraceFilter::from)
}

/// Text made of the pieces of the language, in any order.
fn almost_filter() -> impl Strategy<Value = String> {
    let pieces = vec![
        "status",
        "tags.a",
        "span.name",
        "span.attributes.`k`",
        "span",
        "(",
        ")",
        " AND ",
        " OR ",
        " NOT ",
        "=",
        "!=",
        ">",
        " LIKE ",
        " RLIKE ",
        " IN ",
        ",",
        "'a'",
        "\"b\"",
        "5",
        "3s",
        " IS ",
        " NULL ",
        "'",
        "`",
        "\\",
        " ",
        "é",
        "--",
        ";",
        "duration",
        "feedback.q",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..16).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_tree_prints_as_a_text_that_parses_to_it(filter in filter()) {
        let text = filter.to_string();
        prop_assert_eq!(parse_trace_filter(&text).map_err(|error| format!("{error}\n{}", error.snippet(&text))), Ok(filter));
    }

    #[test]
    fn no_text_panics(text in prop_oneof![any::<String>(), almost_filter()], cursor in 0_usize..40) {
        if let Err(error) = parse_trace_filter(&text) {
            prop_assert!(error.position.byte <= text.len());
            prop_assert!(text.is_char_boundary(error.position.byte));
            prop_assert!(!error.to_string().contains('\n'));
            prop_assert_eq!(error.snippet(&text).lines().count(), 2);
        }
        let range = complete(&text, cursor).replace_range;
        prop_assert!(text.get(range).is_some());
        drop(parse_experiment_filter(&text));
        drop(parse_metric_filter(&text));
        drop(parse_trace_order(&[text]));
    }

    #[test]
    fn what_parses_prints_and_parses_to_the_same(text in almost_filter()) {
        if let Ok(filter) = parse_trace_filter(&text) {
            prop_assert_eq!(parse_trace_filter(&filter.to_string()), Ok(filter));
        }
    }

    #[test]
    fn the_words_of_logic_mean_logic(left in filter(), right in filter()) {
        for trace in recorded_traces() {
            let (a, b) = (matches(&left, &trace), matches(&right, &trace));
            let (one, other) = (left.expression().unwrap().clone(), right.expression().unwrap().clone());
            prop_assert_eq!(matches(&Expression::negate(one.clone()).into(), &trace), !a);
            prop_assert_eq!(matches(&Expression::all(vec![one.clone(), other.clone()]).into(), &trace), a && b);
            prop_assert_eq!(matches(&Expression::any(vec![one, other]).into(), &trace), a || b);
        }
    }
}
