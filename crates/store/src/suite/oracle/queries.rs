//! Random questions: trees of conditions that the grammar can say, orders, page sizes.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::Union;
use spanwell_model::TraceState;
use spanwell_query::{
    Comparison, Direction, Expression, Number, NumberComparator, Order, SpanField, SpanMatch, Test,
    TextComparator, TraceCondition, TraceField, TraceOrder, TraceOrderKey,
};

use super::worlds::{KEYS, NUMBERS, TEXTS, TRACES, other};
use crate::suite::world::{EPOCH_MS, HOME, trace_id};
use crate::{TraceQuery, TraceSelection};

const PATTERNS: &[&str] = &[
    "%", "", "al%", "%a", "%A%", "_eta%", "be_ta", "%0\\%", "100%", "%ö%", "%Ö%", "ÄR%", "%'%", "%a%a%", "_",
];
const EXPRESSIONS: &[&str] = &["a", "^al", "ta$", "[ab]e", "(?i)ALPHA|GRÖSSE", "^$", r"\d+%"];
const WORDS: &[&str] =
    &["alpha", "AL", "beta", "ray be", "100", "größe", "ärg", "note", "alpha größe", "zzz", "-"];

/// Any question.
pub(super) fn query() -> impl Strategy<Value = TraceQuery> {
    let selection = (
        select(vec![vec![HOME], vec![other()], vec![HOME, other()], vec![other(), HOME, HOME]]),
        option::weighted(0.9, filter()),
        option::weighted(0.2, select(WORDS)),
        option::weighted(0.2, 0..3_000_i64),
        option::weighted(0.2, 1_000..5_000_i64),
        select(vec![vec![], vec![], vec![TraceState::Ok], vec![TraceState::Error, TraceState::InProgress]]),
    );
    (selection, vec(order(), 0..3), 1..8_usize).prop_map(
        |((experiment_ids, filter, words, start, end, states), order, limit)| TraceQuery {
            selection: TraceSelection {
                experiment_ids,
                filter: filter.map(Into::into),
                words: words.map(str::to_owned),
                start_ms: start.map(|after_ms| EPOCH_MS + after_ms),
                end_ms: end.map(|after_ms| EPOCH_MS + after_ms),
                states,
            },
            order,
            limit,
            after: None,
        },
    )
}

fn filter() -> impl Strategy<Value = Expression<TraceCondition>> {
    tree(condition().prop_map(Expression::Leaf).boxed())
}

/// `AND`, `OR` and `NOT` above leaves.
fn tree<Leaf: Clone + std::fmt::Debug + 'static>(
    leaf: BoxedStrategy<Expression<Leaf>>,
) -> impl Strategy<Value = Expression<Leaf>> {
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(Expression::all),
            vec(inner.clone(), 2..4).prop_map(Expression::any),
            inner.prop_map(Expression::negate),
        ]
    })
}

fn condition() -> impl Strategy<Value = TraceCondition> {
    let in_span = tree(span_comparison().prop_map(Expression::Leaf).boxed());
    prop_oneof![
        3 => trace_comparison().prop_map(TraceCondition::Compare),
        1 => in_span.prop_map(|expression| TraceCondition::Span(SpanMatch(expression))),
    ]
}

fn key() -> impl Strategy<Value = String> {
    select(KEYS).prop_map(str::to_owned)
}

fn trace_comparison() -> impl Strategy<Value = Comparison<TraceField>> {
    let on = |field: BoxedStrategy<TraceField>, test: BoxedStrategy<Test>| {
        (field, test).prop_map(|(field, test)| Comparison { field, test })
    };
    let optional = || prop_oneof![4 => text_test(), 1 => null_test()].boxed();
    let fields = |fields: &'static [TraceField]| select(fields).boxed();
    prop_oneof![
        on(
            fields(&[TraceField::Timestamp, TraceField::EndTime]),
            number_test((0..5_000_i64).prop_map(|after_ms| (EPOCH_MS + after_ms / 500 * 500) as f64).boxed()),
        ),
        on(
            fields(&[TraceField::ExecutionTime]),
            number_test((0..10_i64).prop_map(|n| (n * 300) as f64).boxed())
        ),
        on(
            fields(&[
                TraceField::InputTokens,
                TraceField::OutputTokens,
                TraceField::TotalTokens,
                TraceField::Cost
            ]),
            prop_oneof![3 => number_test(select(NUMBERS).boxed()), 1 => null_test()].boxed(),
        ),
        on(fields(&[TraceField::Status]), status_test(&["OK", "ERROR", "IN_PROGRESS"])),
        on(fields(&[TraceField::TraceId]), trace_id_test()),
        on(fields(&[TraceField::ClientRequestId]), text_test()),
        on(
            fields(&[
                TraceField::Name,
                TraceField::RunId,
                TraceField::Session,
                TraceField::User,
                TraceField::Model,
                TraceField::Error
            ]),
            optional(),
        ),
        on(fields(&[TraceField::Text]), searched_test()),
        on(
            prop_oneof![key().prop_map(TraceField::Tag), key().prop_map(TraceField::Metadata)].boxed(),
            optional(),
        ),
        on(
            prop_oneof![key().prop_map(TraceField::Feedback), key().prop_map(TraceField::Expectation)]
                .boxed(),
            prop_oneof![3 => optional(), 1 => order_test(select(NUMBERS).boxed())].boxed(),
        ),
        on(fields(&[TraceField::Prompt]), prompt_test()),
    ]
}

fn span_comparison() -> impl Strategy<Value = Comparison<SpanField>> {
    let on = |field: BoxedStrategy<SpanField>, test: BoxedStrategy<Test>| {
        (field, test).prop_map(|(field, test)| Comparison { field, test })
    };
    let attribute = select(&["in", "note", "tokens.in", "cost", "none"][..]);
    prop_oneof![
        on(Just(SpanField::Name).boxed(), text_test()),
        on(Just(SpanField::Type).boxed(), status_test(&["TOOL", "LLM", "x"])),
        on(Just(SpanField::Status).boxed(), status_test(&["OK", "ERROR", "UNSET"])),
        on(Just(SpanField::Content).boxed(), searched_test()),
        on(
            attribute.prop_map(|key| SpanField::Attribute(key.to_owned())).boxed(),
            prop_oneof![4 => text_test(), 1 => null_test()].boxed(),
        ),
    ]
}

fn text_of(
    comparators: &'static [TextComparator],
    texts: impl Strategy<Value = &'static str> + 'static,
) -> BoxedStrategy<Test> {
    (select(comparators), texts)
        .prop_map(|(comparator, text)| Test::Text(comparator, text.to_owned()))
        .boxed()
}

fn list_test(texts: &'static [&'static str]) -> BoxedStrategy<Test> {
    let list = vec(select(texts).prop_map(str::to_owned), 1..4);
    (any::<bool>(), list)
        .prop_map(|(is_in, list)| if is_in { Test::In(list) } else { Test::NotIn(list) })
        .boxed()
}

fn text_test() -> BoxedStrategy<Test> {
    Union::new_weighted(vec![
        (3, text_of(&[TextComparator::Equal, TextComparator::NotEqual], select(TEXTS))),
        (3, text_of(&[TextComparator::Like, TextComparator::ILike], select(PATTERNS))),
        (1, text_of(&[TextComparator::RLike], select(EXPRESSIONS))),
        (1, list_test(TEXTS)),
    ])
    .boxed()
}

fn searched_test() -> BoxedStrategy<Test> {
    text_of(&[TextComparator::Like, TextComparator::ILike], select(PATTERNS))
}

fn status_test(names: &'static [&'static str]) -> BoxedStrategy<Test> {
    Union::new_weighted(vec![
        (2, text_of(&[TextComparator::Equal, TextComparator::NotEqual], select(names))),
        (1, text_of(&[TextComparator::ILike, TextComparator::RLike], select(&["e", "E", "OK"][..]))),
        (1, list_test(names)),
    ])
    .boxed()
}

fn trace_id_test() -> BoxedStrategy<Test> {
    let number = 1..=TRACES + 1;
    (select(&[TextComparator::Equal, TextComparator::NotEqual, TextComparator::ILike][..]), number)
        .prop_map(|(comparator, number)| Test::Text(comparator, trace_id(number).to_string()))
        .boxed()
}

fn prompt_test() -> BoxedStrategy<Test> {
    let names = TEXTS.iter().copied().filter(|name| !name.is_empty()).collect::<Vec<_>>();
    select(names).prop_map(|name| Test::Text(TextComparator::Equal, format!("{name}/1"))).boxed()
}

fn null_test() -> BoxedStrategy<Test> {
    select(vec![Test::IsNull, Test::IsNotNull]).boxed()
}

fn number_test(numbers: BoxedStrategy<f64>) -> BoxedStrategy<Test> {
    prop_oneof![
        order_test(numbers.clone()),
        numbered(&[NumberComparator::Equal, NumberComparator::NotEqual], numbers)
    ]
    .boxed()
}

fn order_test(numbers: BoxedStrategy<f64>) -> BoxedStrategy<Test> {
    use NumberComparator::{Greater, GreaterOrEqual, Less, LessOrEqual};
    numbered(&[Less, LessOrEqual, Greater, GreaterOrEqual], numbers)
}

fn numbered(comparators: &'static [NumberComparator], numbers: BoxedStrategy<f64>) -> BoxedStrategy<Test> {
    (select(comparators), numbers)
        .prop_map(|(comparator, number)| Test::Number(comparator, Number::new(number).unwrap()))
        .boxed()
}

fn order() -> impl Strategy<Value = TraceOrder> {
    use TraceOrderKey as Key;
    let plain = select(vec![
        Key::ExperimentId,
        Key::Timestamp,
        Key::ExecutionTime,
        Key::EndTime,
        Key::Status,
        Key::TraceId,
        Key::Name,
        Key::RunId,
        Key::Session,
        Key::User,
        Key::InputTokens,
        Key::OutputTokens,
        Key::TotalTokens,
        Key::Cost,
    ]);
    let keys = prop_oneof![6 => plain, 1 => key().prop_map(Key::Tag), 1 => key().prop_map(Key::Metadata)];
    (keys, any::<bool>()).prop_map(|(key, is_up)| Order {
        key,
        direction: if is_up { Direction::Ascending } else { Direction::Descending },
    })
}
