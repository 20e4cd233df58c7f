//! The filter of traces: MLflow's grammar with `OR`, `NOT`, parentheses, `span(…)` and a few keys more.

use std::fmt;
use std::str::FromStr;

use crate::clause::clause;
use crate::comparison::{Comparison, QuotedName};
use crate::error::FilterError;
use crate::expression::Expression;
use crate::key::Key;
use crate::lexer::TokenKind;
use crate::parser::{Cursor, Grammar, parse};
use crate::span::{SpanField, SpanGrammar, SpanMatch};
use crate::trace_keys::{self, KeyOf};

/// A fact of a trace. Times are in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TraceField {
    /// When the request came in, since the epoch.
    Timestamp,
    /// How long it took; missing while it runs.
    ExecutionTime,
    /// Timestamp plus execution time, since the epoch.
    EndTime,
    /// `OK`, `ERROR` or `IN_PROGRESS`.
    Status,
    /// The trace's id (MLflow: `request_id`).
    TraceId,
    /// The id that the application gave.
    ClientRequestId,
    /// The trace's name (MLflow: tag `mlflow.traceName`).
    Name,
    /// Ids of the runs it was made in (metadata `mlflow.sourceRun`) or linked to.
    RunId,
    /// Prompts it used, as `name/version`.
    Prompt,
    /// Ids of the issues it is linked to.
    IssueId,
    /// The contents of its spans.
    Text,
    /// Its session (metadata `mlflow.trace.session`).
    Session,
    /// Its user (metadata `mlflow.trace.user`).
    User,
    /// Names of the models its spans called.
    Model,
    /// Providers of these models.
    Provider,
    /// Tokens sent to models.
    InputTokens,
    /// Tokens that models answered.
    OutputTokens,
    /// All tokens.
    TotalTokens,
    /// Cost in US dollars.
    Cost,
    /// The message of its failure.
    Error,
    /// A tag.
    Tag(String),
    /// A metadata entry.
    Metadata(String),
    /// The values of the valid feedback with this name.
    Feedback(String),
    /// The values of the valid expectations with this name.
    Expectation(String),
}

impl fmt::Display for TraceField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tag(key) => write!(f, "tags.{}", QuotedName(key)),
            Self::Metadata(key) => write!(f, "metadata.{}", QuotedName(key)),
            Self::Feedback(name) => write!(f, "feedback.{}", QuotedName(name)),
            Self::Expectation(name) => write!(f, "expectation.{}", QuotedName(name)),
            attribute => f.write_str(trace_keys::name(attribute)),
        }
    }
}

/// One condition of a trace filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TraceCondition {
    /// Something about the trace.
    Compare(Comparison<TraceField>),
    /// The trace has a span of which something holds.
    Span(SpanMatch),
}

/// A condition on traces. Its `Display` is a filter text that parses to the same filter (it may be longer than what
/// was parsed, so that a text close to the length limit may print over it).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TraceFilter {
    expression: Option<Expression<TraceCondition>>,
}

impl TraceFilter {
    /// The filter that every trace passes: the empty text.
    pub const fn everything() -> Self {
        Self { expression: None }
    }

    /// The condition; `None` for [`Self::everything`].
    pub const fn expression(&self) -> Option<&Expression<TraceCondition>> {
        self.expression.as_ref()
    }

    /// Whether it is [`Self::everything`].
    pub const fn is_everything(&self) -> bool {
        self.expression.is_none()
    }

    /// The filter that passes what both pass. Conditions on spans stay apart: each may be fulfilled by another span.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self.expression, other.expression) {
            (Some(left), Some(right)) => Expression::all(vec![left, right]).into(),
            (one, other) => Self { expression: one.or(other) },
        }
    }
}

impl From<Expression<TraceCondition>> for TraceFilter {
    fn from(expression: Expression<TraceCondition>) -> Self {
        Self { expression: Some(expression) }
    }
}

impl FromStr for TraceFilter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        parse_trace_filter(text)
    }
}

impl fmt::Display for TraceFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(expression) = &self.expression else { return Ok(()) };
        let is_span = |condition: &&&TraceCondition| matches!(condition, TraceCondition::Span(_));
        // Two plain `span.*` conditions would be read as one span's.
        let plain = expression.leaves().iter().filter(is_span).count() == 1;
        expression.print(f, &|condition, f| match condition {
            TraceCondition::Compare(comparison) => comparison.fmt(f),
            TraceCondition::Span(SpanMatch(Expression::Leaf(comparison))) if plain => {
                write!(f, "span.{comparison}")
            }
            TraceCondition::Span(span) => span.fmt(f),
        })
    }
}

/// Parses a trace filter; the empty text is [`TraceFilter::everything`].
pub fn parse_trace_filter(text: &str) -> Result<TraceFilter, FilterError> {
    let expression = parse(text, &TraceGrammar)?;
    Ok(TraceFilter { expression: expression.map(|parsed| group_spans(parsed).close()) })
}

/// A condition as parsed, before plain `span.*` conditions are brought together.
enum Parsed {
    Trace(TraceCondition),
    /// A plain `span.*` condition.
    Span(Comparison<SpanField>),
}

struct TraceGrammar;

impl Grammar for TraceGrammar {
    type Leaf = Parsed;

    fn leaf(&self, cursor: &mut Cursor<'_>) -> Result<Parsed, FilterError> {
        let is_span =
            matches!(cursor.peek(), Some(TokenKind::Word(word)) if word.eq_ignore_ascii_case("span"));
        if is_span && cursor.peek_second() == Some(&TokenKind::Open) {
            cursor.advance();
            cursor.advance();
            let expression = cursor.alternatives(&SpanGrammar)?;
            cursor.expect(&TokenKind::Close, "`AND`, `OR` or `)`")?;
            return Ok(Parsed::Trace(TraceCondition::Span(SpanMatch(expression))));
        }
        let comparison = clause(cursor, |key: &Key| trace_keys::resolve(key))?;
        Ok(match comparison.field {
            KeyOf::Trace(field) => {
                Parsed::Trace(TraceCondition::Compare(Comparison { field, test: comparison.test }))
            }
            KeyOf::Span(field) => Parsed::Span(Comparison { field, test: comparison.test }),
        })
    }
}

/// Part of a filter while plain `span.*` conditions are brought together.
enum Grouped {
    /// Made of plain `span.*` conditions, `AND` and `OR` only: still free to join its neighbours.
    OneSpan(Expression<Comparison<SpanField>>),
    Closed(Expression<TraceCondition>),
}

impl Grouped {
    fn close(self) -> Expression<TraceCondition> {
        match self {
            Self::OneSpan(expression) => Expression::Leaf(TraceCondition::Span(SpanMatch(expression))),
            Self::Closed(expression) => expression,
        }
    }
}

/// Plain `span.*` conditions joined by `AND` speak of the same span, as in MLflow; so does a parenthesis of nothing but
/// `span.*` conditions among them. `NOT` closes a group: `NOT span.name = 'x'` means that no span has that name.
fn group_spans(expression: Expression<Parsed>) -> Grouped {
    match expression {
        Expression::Leaf(Parsed::Span(comparison)) => Grouped::OneSpan(Expression::Leaf(comparison)),
        Expression::Leaf(Parsed::Trace(condition)) => Grouped::Closed(Expression::Leaf(condition)),
        Expression::Not(child) => Grouped::Closed(Expression::negate(group_spans(*child).close())),
        Expression::Any(children) => {
            let grouped: Vec<Grouped> = children.into_iter().map(group_spans).collect();
            if grouped.iter().all(|child| matches!(child, Grouped::OneSpan(_))) {
                Grouped::OneSpan(Expression::any(grouped.into_iter().filter_map(one_span).collect()))
            } else {
                Grouped::Closed(Expression::any(grouped.into_iter().map(Grouped::close).collect()))
            }
        }
        Expression::All(children) => group_conjunction(children),
    }
}

fn group_conjunction(children: Vec<Expression<Parsed>>) -> Grouped {
    let mut of_span = Vec::new();
    let mut closed = Vec::new();
    let mut place = 0;
    for child in children {
        match group_spans(child) {
            Grouped::OneSpan(expression) => {
                if of_span.is_empty() {
                    place = closed.len();
                }
                of_span.push(expression);
            }
            Grouped::Closed(expression) => closed.push(expression),
        }
    }
    if closed.is_empty() {
        return Grouped::OneSpan(Expression::all(of_span));
    }
    if !of_span.is_empty() {
        closed.insert(place, Grouped::OneSpan(Expression::all(of_span)).close());
    }
    Grouped::Closed(Expression::all(closed))
}

fn one_span(grouped: Grouped) -> Option<Expression<Comparison<SpanField>>> {
    match grouped {
        Grouped::OneSpan(expression) => Some(expression),
        Grouped::Closed(_) => None,
    }
}
