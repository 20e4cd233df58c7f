//! Filters as SQL: the typed trees of the filter language become conditions with binds only.
//!
//! SQL has three truth values, the filter language two: a comparison with something missing does not hold, and its `NOT`
//! does. `AND` and `OR` agree on this as long as an unknown at the end counts as false, so only `NOT` needs care: it is
//! written `NOT COALESCE(…, 0)`.

mod assessments;
mod span;
mod test;
mod trace;

use rusqlite::types::Value;
use spanwell_query::Expression;

use crate::text::conditions::TextPlan;

/// The name of a trace's state, as filters and orders see it.
pub(crate) const fn trace_state_name() -> &'static str {
    trace::STATE_NAME
}

/// SQL under construction: text and the values of its `?`s in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sql {
    pub(crate) text: String,
    pub(crate) binds: Vec<Value>,
}

impl Sql {
    /// Appends text.
    pub(crate) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Appends a `?` with its value.
    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.text.push('?');
        self.binds.push(value.into());
        self
    }

    /// Appends other SQL.
    pub(crate) fn append(&mut self, other: Self) -> &mut Self {
        self.text.push_str(&other.text);
        self.binds.extend(other.binds);
        self
    }
}

/// Writes conditions on the row `t` of `traces`.
pub(crate) struct Compiler<'a, 'r> {
    pub(crate) sql: Sql,
    /// Tests of text that SQL hands back to us, by position.
    pub(crate) text: &'a mut TextPlan<'r>,
}

impl Compiler<'_, '_> {
    /// Writes an expression, with `leaf` for its leaves.
    fn expression<Leaf>(&mut self, expression: &Expression<Leaf>, leaf: fn(&mut Self, &Leaf)) {
        match expression {
            Expression::All(children) => self.joined(children, " AND ", "1", leaf),
            Expression::Any(children) => self.joined(children, " OR ", "0", leaf),
            Expression::Not(child) => {
                self.sql.push("NOT COALESCE(");
                self.expression(child, leaf);
                self.sql.push(", 0)");
            }
            Expression::Leaf(condition) => leaf(self, condition),
        }
    }

    fn joined<Leaf>(
        &mut self,
        children: &[Expression<Leaf>],
        between: &str,
        empty: &str,
        leaf: fn(&mut Self, &Leaf),
    ) {
        if children.is_empty() {
            self.sql.push(empty);
            return;
        }
        self.sql.push("(");
        for (index, child) in children.iter().enumerate() {
            if index > 0 {
                self.sql.push(between);
            }
            self.expression(child, leaf);
        }
        self.sql.push(")");
    }
}
