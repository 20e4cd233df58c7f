//! Conditions that one span of the trace must fulfil.

use spanwell_query::{Comparison, Expression, SpanField, SpanMatch, Test, TextComparator};

use super::Compiler;

const STATUS_NAME: &str = "CASE s.status WHEN 1 THEN 'OK' WHEN 2 THEN 'ERROR' ELSE 'UNSET' END";

impl Compiler<'_, '_> {
    /// One span fulfils the whole expression. Text that is in payloads is tested by a function, after the index has said
    /// which traces are worth reading.
    pub(super) fn span_match(&mut self, span: &SpanMatch) {
        let candidates = self.text.candidates_of_span(&span.0);
        self.sql.push("(");
        if asks_for_failed(&span.0) {
            // Says nothing new, but the index of the list says it without a look at the spans.
            self.sql.push("t.error_count > 0 AND ");
        }
        if let Some(slot) = candidates {
            self.sql.push("is_candidate(").bind(slot as i64).push(", t.trace_key) AND ");
        }
        self.sql.push("EXISTS (SELECT 1 FROM spans s WHERE s.trace_key = t.trace_key AND ");
        self.expression(&span.0, |compiler, comparison| compiler.span_comparison(comparison));
        self.sql.push("))");
    }

    fn span_comparison(&mut self, Comparison { field, test }: &Comparison<SpanField>) {
        match field {
            SpanField::Name => self.text_test("s.name", test),
            SpanField::Type => self.text_test("s.span_type", test),
            SpanField::Status => self.text_test(STATUS_NAME, test),
            SpanField::Content | SpanField::Attribute(_) => {
                let slot = self.text.add_span_test(field, test);
                self.sql.push("span_text(").bind(slot).push(", s.trace_key, s.span_id)");
            }
        }
    }
}

/// Whether the span must have failed.
fn asks_for_failed(expression: &Expression<Comparison<SpanField>>) -> bool {
    match expression {
        Expression::All(children) => children.iter().any(asks_for_failed),
        Expression::Leaf(Comparison {
            field: SpanField::Status,
            test: Test::Text(TextComparator::Equal, status),
        }) => status == "ERROR",
        _ => false,
    }
}
