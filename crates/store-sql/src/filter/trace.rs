//! Conditions on traces.

use spanwell_query::{
    Comparison, Expression, SpanField, SpanMatch, Test, TextComparator, TraceCondition, TraceField,
    TraceFilter,
};
use spanwell_store::summary::META_USER;

use super::Compiler;
use crate::assessment_document::{EXPECTATION, FEEDBACK};
use crate::terms::{TermField, term};

/// The state as filters and orders see it.
pub(crate) const STATE_NAME: &str = "CASE t.state WHEN 1 THEN 'OK' WHEN 2 THEN 'ERROR' WHEN 3 THEN 'IN_PROGRESS' ELSE 'STATE_UNSPECIFIED' END";

impl Compiler<'_, '_> {
    /// Writes a filter; nothing is written for the one that all traces pass.
    pub(crate) fn filter(&mut self, filter: &TraceFilter) {
        if let Some(expression) = filter.expression() {
            self.expression(expression, |compiler, condition| compiler.condition(condition));
        }
    }

    fn condition(&mut self, condition: &TraceCondition) {
        match condition {
            TraceCondition::Span(span) => self.span_match(span),
            TraceCondition::Compare(Comparison { field, test }) => self.compare(field, test),
        }
    }

    fn compare(&mut self, field: &TraceField, test: &Test) {
        match field {
            TraceField::Timestamp => self.number_test("t.request_time_ms", test),
            TraceField::ExecutionTime => self.number_test("t.duration_ms", test),
            TraceField::EndTime => self.number_test("(t.request_time_ms + t.duration_ms)", test),
            TraceField::InputTokens => self.number_test("t.tokens_input", test),
            TraceField::OutputTokens => self.number_test("t.tokens_output", test),
            TraceField::TotalTokens => self.number_test("t.tokens_total", test),
            TraceField::Cost => self.number_test("t.cost_usd", test),
            TraceField::Status => self.text_test(STATE_NAME, test),
            TraceField::TraceId => self.text_test("t.trace_id", test),
            TraceField::ClientRequestId => self.text_test("t.client_request_id", test),
            TraceField::Name => self.text_test("t.name", test),
            TraceField::Session => self.text_test("t.session_id", test),
            TraceField::User => {
                self.with_term(TermField::Metadata(META_USER), test, |this| {
                    this.text_test("t.user_id", test)
                });
            }
            TraceField::Error => self.text_test("t.error_message", test),
            TraceField::Tag(key) => {
                self.with_term(TermField::Tag(key), test, |this| this.map_test("t.tags", key, test));
            }
            TraceField::Metadata(key) => {
                self.with_term(TermField::Metadata(key), test, |this| this.map_test("t.metadata", key, test));
            }
            TraceField::RunId => self.run(test),
            TraceField::Prompt => self.any_of(
                "SELECT 1 FROM trace_prompts p WHERE p.trace_key = t.trace_key",
                "p.name || '/' || p.version",
                test,
            ),
            TraceField::Model => self.any_of("SELECT 1 FROM json_each(t.models) m WHERE 1", "m.value", test),
            TraceField::Provider => {
                self.any_of("SELECT 1 FROM spans s WHERE s.trace_key = t.trace_key", "s.provider", test);
            }
            TraceField::Text => {
                let leaf = Comparison { field: SpanField::Content, test: test.clone() };
                self.span_match(&SpanMatch(Expression::Leaf(leaf)));
            }
            TraceField::IssueId => self.issue(test),
            TraceField::Feedback(name) => self.assessed(FEEDBACK, name, test),
            TraceField::Expectation(name) => self.assessed(EXPECTATION, name, test),
        }
    }

    /// Writes a test that only traces with a term pass, which says so without a look at their rows.
    fn with_term(&mut self, field: TermField<'_>, test: &Test, write: impl FnOnce(&mut Self)) {
        let term = match test {
            Test::Text(TextComparator::Equal, value) => term(field, value),
            _ => None,
        };
        match term.and_then(|term| self.text.candidates_of_term(term)) {
            Some(slot) => {
                self.sql.push("(is_candidate(").bind(slot as i64).push(", t.trace_key) AND ");
                write(self);
                self.sql.push(")");
            }
            None => write(self),
        }
    }

    /// A test of an entry of a text map. The key is bound before the test's own values.
    fn map_test(&mut self, map: &str, key: &str, test: &Test) {
        if matches!(test, Test::Number(..)) {
            self.sql.push("0");
            return;
        }
        // The value stands first in every test, once.
        let placeholder = format!("map_get({map}, ?)");
        let at = self.sql.binds.len();
        self.text_test(&placeholder, test);
        let like = matches!(test, Test::Text(comparator, _) if comparator.symbol().ends_with("LIKE"));
        // A pattern is bound before the value it is compared with.
        let at = if like { at + 1 } else { at };
        self.sql.binds.insert(at, key.to_owned().into());
    }

    fn run(&mut self, test: &Test) {
        self.sql.push("(");
        self.map_test("t.metadata", "mlflow.sourceRun", test);
        self.sql.push(if *test == Test::IsNull { " AND " } else { " OR " });
        self.any_of("SELECT 1 FROM trace_runs r WHERE r.trace_key = t.trace_key", "r.run_id", test);
        self.sql.push(")");
    }
}
