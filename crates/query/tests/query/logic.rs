//! `AND`, `OR`, `NOT` and parentheses against a second, naive reader of the same texts; and MLflow's rule that the
//! `span.*` clauses of a filter speak of one span against its definition.

use proptest::prelude::*;
use spanwell_query::{TraceField, matches, parse_trace_filter};

use crate::recorded_traces::TestTrace;

/// A formula over the letters a to d as a text and its value, made together.
#[derive(Clone, Debug)]
enum Formula {
    Letter(usize),
    Not(Box<Formula>),
    And(Box<Formula>, Box<Formula>),
    Or(Box<Formula>, Box<Formula>),
    Parentheses(Box<Formula>),
}

impl Formula {
    fn value(&self, truth: [bool; 4]) -> bool {
        match self {
            Self::Letter(letter) => truth[*letter],
            Self::Not(inner) => !inner.value(truth),
            Self::And(left, right) => left.value(truth) && right.value(truth),
            Self::Or(left, right) => left.value(truth) || right.value(truth),
            Self::Parentheses(inner) => inner.value(truth),
        }
    }

    /// How tightly it binds: `OR` 0, `AND` 1, the others 2.
    fn strength(&self) -> u8 {
        match self {
            Self::Or(..) => 0,
            Self::And(..) => 1,
            Self::Letter(_) | Self::Not(_) | Self::Parentheses(_) => 2,
        }
    }

    /// Its text, in parentheses where it would bind less tightly than `least`.
    fn text(&self, least: u8) -> String {
        let text = match self {
            Self::Letter(letter) => format!("tags.{} = 'x'", ["a", "b", "c", "d"][*letter]),
            Self::Not(inner) => format!("NOT {}", inner.text(2)),
            Self::And(left, right) => format!("{} AND {}", left.text(1), right.text(1)),
            Self::Or(left, right) => format!("{} or {}", left.text(0), right.text(0)),
            Self::Parentheses(inner) => format!("( {} )", inner.text(0)),
        };
        if self.strength() < least { format!("({text})") } else { text }
    }
}

fn formula() -> impl Strategy<Value = Formula> {
    (0_usize..4).prop_map(Formula::Letter).prop_recursive(5, 40, 2, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            inner.clone().prop_map(|inner| Formula::Not(Box::new(inner))),
            pair.clone().prop_map(|(left, right)| Formula::And(Box::new(left), Box::new(right))),
            pair.prop_map(|(left, right)| Formula::Or(Box::new(left), Box::new(right))),
            inner.prop_map(|inner| Formula::Parentheses(Box::new(inner))),
        ]
    })
}

/// A trace that has the tags whose letters are true.
fn trace(truth: [bool; 4]) -> TestTrace {
    ["a", "b", "c", "d"]
        .into_iter()
        .zip(truth)
        .filter(|(_, holds)| *holds)
        .fold(TestTrace::default(), |trace, (letter, _)| trace.text(TraceField::Tag(letter.to_owned()), "x"))
}

/// One clause of an MLflow filter: about the trace or about a span.
#[derive(Clone, Debug)]
enum Clause {
    Status(&'static str),
    SpanName(&'static str),
    SpanType(&'static str),
}

impl Clause {
    fn text(&self) -> String {
        match self {
            Self::Status(value) => format!("status = '{value}'"),
            Self::SpanName(value) => format!("span.name = '{value}'"),
            Self::SpanType(value) => format!("span.type = '{value}'"),
        }
    }
}

fn clause() -> impl Strategy<Value = Clause> {
    prop_oneof![
        prop::sample::select(vec!["OK", "ERROR"]).prop_map(Clause::Status),
        prop::sample::select(vec!["a", "b"]).prop_map(Clause::SpanName),
        prop::sample::select(vec!["LLM", "TOOL"]).prop_map(Clause::SpanType),
    ]
}

/// A clause about a span.
fn span_clause() -> impl Strategy<Value = Clause> {
    clause().prop_map(|clause| match clause {
        Clause::Status(_) => Clause::SpanName("a"),
        about_span => about_span,
    })
}

type Spans = Vec<(&'static str, &'static str)>;

fn spans() -> impl Strategy<Value = Spans> {
    let span = (prop::sample::select(vec!["a", "b"]), prop::sample::select(vec!["LLM", "TOOL"]));
    prop::collection::vec(span, 0..4)
}

/// MLflow's meaning: the clauses about the trace hold, and one span fulfils all clauses about spans.
fn by_definition(clauses: &[Clause], status: &str, spans: &Spans) -> bool {
    let of_trace = clauses.iter().all(|clause| match clause {
        Clause::Status(value) => *value == status,
        _ => true,
    });
    let about_spans = clauses.iter().any(|clause| !matches!(clause, Clause::Status(_)));
    let of_span = spans.iter().any(|(name, kind)| {
        clauses.iter().all(|clause| match clause {
            Clause::Status(_) => true,
            Clause::SpanName(value) => value == name,
            Clause::SpanType(value) => value == kind,
        })
    });
    of_trace && (of_span || !about_spans)
}

fn trace_of(status: &str, spans: &Spans) -> TestTrace {
    let trace = TestTrace::default().text(TraceField::Status, status);
    spans.iter().fold(trace, |trace, (name, kind)| trace.span(name, kind, "OK"))
}

proptest! {
    #[test]
    fn a_formula_has_its_value(formula in formula()) {
        let filter = parse_trace_filter(&formula.text(0)).unwrap();
        for bits in 0..16_u8 {
            let truth = [0, 1, 2, 3].map(|letter| bits & (1 << letter) != 0);
            prop_assert_eq!(matches(&filter, &trace(truth)), formula.value(truth));
        }
    }

    #[test]
    fn span_clauses_of_a_conjunction_speak_of_one_span(
        clauses in prop::collection::vec(clause(), 1..5),
        status in prop::sample::select(vec!["OK", "ERROR"]),
        spans in spans(),
    ) {
        let text = clauses.iter().map(Clause::text).collect::<Vec<_>>().join(" AND ");
        let passes = matches(&parse_trace_filter(&text).unwrap(), &trace_of(status, &spans));
        prop_assert_eq!(passes, by_definition(&clauses, status, &spans), "{}", text);
    }

    #[test]
    fn parentheses_around_a_conjunction_change_nothing(
        clauses in prop::collection::vec(clause(), 3..6),
        from in 0_usize..2,
    ) {
        let texts: Vec<String> = clauses.iter().map(Clause::text).collect();
        let flat = parse_trace_filter(&texts.join(" AND ")).unwrap();
        let mut grouped = texts.clone();
        let inner = grouped.split_off(from);
        grouped.push(format!("({})", inner.join(" AND ")));
        prop_assert_eq!(parse_trace_filter(&grouped.join(" AND ")).unwrap(), flat);
    }

    #[test]
    fn an_or_of_span_clauses_distributes(
        clause in span_clause(),
        left in span_clause(),
        right in span_clause(),
        status in prop::sample::select(vec!["OK", "ERROR"]),
        spans in spans(),
    ) {
        let text = format!("{} AND ({} OR {})", clause.text(), left.text(), right.text());
        let wanted = by_definition(&[clause.clone(), left], status, &spans)
            || by_definition(&[clause, right], status, &spans);
        prop_assert_eq!(matches(&parse_trace_filter(&text).unwrap(), &trace_of(status, &spans)), wanted, "{}", text);
    }
}
