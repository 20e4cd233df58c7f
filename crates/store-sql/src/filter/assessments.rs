//! Conditions on what is said of a trace: its own valid assessments, and those that speak of its whole session.

use spanwell_query::Test;

use super::Compiler;
use crate::assessment_document::ISSUE;

const OWN: &str = "SELECT 1 FROM assessments a WHERE a.trace_key = t.trace_key AND a.valid";
const OF_SESSION: &str = "SELECT 1 FROM assessments a WHERE a.session_id = t.session_id AND a.valid";

impl Compiler<'_, '_> {
    /// A test of the values of the assessments of one kind and name.
    pub(super) fn assessed(&mut self, kind: i64, name: &str, test: &Test) {
        self.own_or_of_session(test, |compiler, rows| {
            compiler
                .sql
                .push(rows)
                .push(" AND a.kind = ")
                .bind(kind)
                .push(" AND a.name = ")
                .bind(name.to_owned());
            match test {
                Test::IsNull | Test::IsNotNull => {}
                Test::Number(..) => {
                    compiler.sql.push(" AND ");
                    compiler.number_test("a.value_number", test);
                }
                Test::Text(..) | Test::In(_) | Test::NotIn(_) => {
                    compiler.sql.push(" AND ");
                    compiler.text_test("a.value_text", test);
                }
            }
        });
    }

    /// A test of the ids of linked issues, which are the names of assessments.
    pub(super) fn issue(&mut self, test: &Test) {
        self.own_or_of_session(test, |compiler, rows| {
            compiler.sql.push(rows).push(" AND a.kind = ").bind(ISSUE);
            if !matches!(test, Test::IsNull | Test::IsNotNull) {
                compiler.sql.push(" AND ");
                compiler.text_test("a.name", test);
            }
        });
    }

    fn own_or_of_session(&mut self, test: &Test, rows: impl Fn(&mut Self, &str)) {
        let is_null = *test == Test::IsNull;
        self.sql.push(if is_null { "NOT (EXISTS (" } else { "(EXISTS (" });
        rows(self, OWN);
        self.sql.push(") OR EXISTS (");
        rows(self, OF_SESSION);
        self.sql.push("))");
    }
}
