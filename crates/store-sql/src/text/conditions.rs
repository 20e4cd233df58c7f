//! The tests of text that one search needs: SQL names them by position and hands them back through functions.

use std::collections::HashSet;

use spanwell_model::Span;
use spanwell_query::pattern::TextPattern;
use spanwell_query::{Comparison, Expression, FieldValue, SpanField, Test, test_holds};
use spanwell_store::text::{has_word, span_content, value_text};

/// A test of a span's text.
pub(crate) struct SpanTest {
    field: SpanField,
    test: Test,
    /// Made ready once for all spans.
    pattern: Option<TextPattern>,
}

impl SpanTest {
    /// Whether it holds; `content` makes the span's searchable text.
    pub(crate) fn holds(&self, span: &Span, content: &str) -> bool {
        let attribute;
        let value: Option<&str> = match &self.field {
            SpanField::Attribute(key) => {
                attribute = span.attribute(key).and_then(value_text);
                attribute.as_deref()
            }
            _ => Some(content),
        };
        match (&self.pattern, value) {
            (Some(pattern), Some(value)) => pattern.matches(value),
            (Some(_), None) => false,
            (None, value) => test_holds(&self.test, value.map(FieldValue::text).as_slice()),
        }
    }

    /// Whether the test looks at the whole text.
    pub(crate) fn needs_content(&self) -> bool {
        !matches!(self.field, SpanField::Attribute(_))
    }
}

/// Traces that may have a text: those of the index and those it has not seen yet.
pub(crate) type Candidates = HashSet<i64>;

/// The tests of text that one search needs.
#[derive(Default)]
pub(crate) struct TextConditions {
    pub(crate) span_tests: Vec<SpanTest>,
    pub(crate) candidates: Vec<Candidates>,
    /// Words that must all occur.
    pub(crate) words: Vec<String>,
}

impl TextConditions {
    /// Remembers a test; its position.
    pub(crate) fn add_span_test(&mut self, field: &SpanField, test: &Test) -> i64 {
        let pattern = match test {
            Test::Text(comparator, text) => TextPattern::new(*comparator, text).ok(),
            _ => None,
        };
        self.span_tests.push(SpanTest { field: field.clone(), test: test.clone(), pattern });
        (self.span_tests.len() - 1) as i64
    }

    /// The traces worth reading for an expression on one span, by position; `None` when the index cannot tell.
    pub(crate) fn candidates_of_span(&mut self, _expression: &Expression<Comparison<SpanField>>) -> Option<i64> {
        None
    }

    /// Whether SQL will call back.
    pub(crate) fn is_empty(&self) -> bool {
        self.span_tests.is_empty() && self.words.is_empty()
    }

    /// Whether all words occur in these spans.
    pub(crate) fn has_words(&self, contents: &[&str]) -> bool {
        self.words.iter().all(|word| contents.iter().any(|content| has_word(content, word)))
    }
}

/// The searchable text of a span.
pub(crate) fn content(span: &Span) -> String {
    span_content(span)
}
