//! Conditions on the fields of one kind of row: what every grammar shares whose conditions are plain comparisons.

use std::fmt;

use crate::clause::{Rules, clause};
use crate::comparison::Comparison;
use crate::error::FilterError;
use crate::eval::{FieldValue, test_holds};
use crate::expression::Expression;
use crate::key::{Key, KeyProblem};
use crate::parser::{Cursor, Grammar, parse};

/// A condition on rows with these fields. Its `Display` parses to the same filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFilter<Field> {
    expression: Option<Expression<Comparison<Field>>>,
}

/// A row as a filter sees it.
pub trait FieldView<Field> {
    /// All values of `field`; none when it is missing.
    fn values(&self, field: &Field) -> Vec<FieldValue<'_>>;
}

impl<Field> FieldFilter<Field> {
    /// The condition; `None` when every row passes.
    pub const fn expression(&self) -> Option<&Expression<Comparison<Field>>> {
        self.expression.as_ref()
    }

    /// The fields that the condition names.
    pub fn fields(&self) -> Vec<&Field> {
        let leaves = self.expression.as_ref().map(Expression::leaves).unwrap_or_default();
        leaves.into_iter().map(|leaf| &leaf.field).collect()
    }

    /// Whether `row` passes.
    pub fn matches(&self, row: &dyn FieldView<Field>) -> bool {
        self.expression.as_ref().is_none_or(|expression| {
            expression.holds(&mut |Comparison { field, test }| test_holds(test, &row.values(field)))
        })
    }

    /// Parses a filter whose keys `resolve` knows; every row passes the empty text.
    pub(crate) fn parse(
        text: &str,
        resolve: fn(&Key) -> Result<(Field, Rules), KeyProblem>,
    ) -> Result<Self, FilterError> {
        Ok(Self { expression: parse(text, &FieldGrammar(resolve))? })
    }
}

impl<Field> Default for FieldFilter<Field> {
    /// Every row passes.
    fn default() -> Self {
        Self { expression: None }
    }
}

impl<Field> From<Expression<Comparison<Field>>> for FieldFilter<Field> {
    fn from(expression: Expression<Comparison<Field>>) -> Self {
        Self { expression: Some(expression) }
    }
}

impl<Field: fmt::Display> fmt::Display for FieldFilter<Field> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expression.as_ref().map_or(Ok(()), |expression| expression.print(f, &|leaf, f| leaf.fmt(f)))
    }
}

struct FieldGrammar<Field>(fn(&Key) -> Result<(Field, Rules), KeyProblem>);

impl<Field> Grammar for FieldGrammar<Field> {
    type Leaf = Comparison<Field>;

    fn leaf(&self, cursor: &mut Cursor<'_>) -> Result<Self::Leaf, FilterError> {
        clause(cursor, self.0)
    }
}
