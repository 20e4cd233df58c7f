//! What a filter means, in memory: the oracle that every engine's SQL is tested against.

use std::borrow::Cow;

use crate::comparison::{Comparison, NumberComparator, Test};
use crate::experiment::{ExperimentField, ExperimentFilter};
use crate::expression::Expression;
use crate::number::Number;
use crate::pattern::TextPattern;
use crate::span::SpanField;
use crate::trace::{TraceCondition, TraceField, TraceFilter};

/// A value that a filter can compare with.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// The value of an assessment: compared as text (`'0.9'`, `'true'`, strings without quotes) by `=`, `LIKE` and so on,
    /// as a number by `<` and so on when its JSON value is a number.
    Assessed {
        /// The text of the value.
        text: Cow<'a, str>,
        /// The number, when the JSON value is one.
        number: Option<f64>,
    },
}

impl<'a> FieldValue<'a> {
    /// A text value.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Assessed { text, .. } => Some(text),
            Self::Number(_) => None,
        }
    }

    const fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Assessed { number, .. } => *number,
            Self::Text(_) => None,
        }
    }
}

/// A trace as a filter sees it.
pub trait TraceView {
    /// All values of `field`: none when it is missing, several for runs, prompts, issues, models, providers and for
    /// assessments of one name. Of assessments only the valid ones; those with metadata `mlflow.trace.session` count
    /// for every trace of that session. Not called for [`TraceField::Text`].
    fn values(&self, field: &TraceField) -> Vec<FieldValue<'_>>;

    /// The spans.
    fn spans(&self) -> Vec<&dyn SpanView>;
}

/// A span as a filter sees it.
pub trait SpanView {
    /// The value of `field`; `None` when it is missing.
    fn value(&self, field: &SpanField) -> Option<Cow<'_, str>>;
}

/// An experiment as a filter sees it.
pub trait ExperimentView {
    /// The value of `field`; `None` when it is missing.
    fn value(&self, field: &ExperimentField) -> Option<FieldValue<'_>>;
}

/// Whether `trace` passes `filter`.
pub fn matches(filter: &TraceFilter, trace: &dyn TraceView) -> bool {
    filter
        .expression()
        .is_none_or(|expression| expression.holds(&mut |condition| condition_holds(condition, trace)))
}

/// Whether `experiment` passes `filter`.
pub fn experiment_matches(filter: &ExperimentFilter, experiment: &dyn ExperimentView) -> bool {
    filter.expression().is_none_or(|expression| {
        expression
            .holds(&mut |Comparison { field, test }| test_holds(test, experiment.value(field).as_slice()))
    })
}

fn condition_holds(condition: &TraceCondition, trace: &dyn TraceView) -> bool {
    match condition {
        TraceCondition::Span(span_match) => trace.spans().iter().any(|span| span_holds(&span_match.0, *span)),
        TraceCondition::Compare(Comparison { field: TraceField::Text, test }) => {
            trace.spans().iter().any(|span| span_test_holds(&SpanField::Content, test, *span))
        }
        TraceCondition::Compare(Comparison { field, test }) => test_holds(test, &trace.values(field)),
    }
}

fn span_holds(expression: &Expression<Comparison<SpanField>>, span: &dyn SpanView) -> bool {
    expression.holds(&mut |Comparison { field, test }| span_test_holds(field, test, span))
}

fn span_test_holds(field: &SpanField, test: &Test, span: &dyn SpanView) -> bool {
    let value = span.value(field).map(FieldValue::Text);
    test_holds(test, value.as_slice())
}

/// Whether `test` holds for one of `values` (for [`Test::IsNull`]: whether there is none).
pub fn test_holds(test: &Test, values: &[FieldValue<'_>]) -> bool {
    let mut texts = values.iter().filter_map(FieldValue::as_text);
    match test {
        Test::IsNull => values.is_empty(),
        Test::IsNotNull => !values.is_empty(),
        Test::Number(comparator, number) => number_holds(*comparator, *number, values),
        Test::Text(comparator, value) => {
            TextPattern::new(*comparator, value).is_ok_and(|pattern| texts.any(|text| pattern.matches(text)))
        }
        Test::In(list) => texts.any(|text| list.iter().any(|item| item == text)),
        Test::NotIn(list) => texts.any(|text| !list.iter().any(|item| item == text)),
    }
}

fn number_holds(comparator: NumberComparator, number: Number, values: &[FieldValue<'_>]) -> bool {
    values.iter().filter_map(FieldValue::as_number).any(|value| comparator.holds(value, number.get()))
}
