//! One comparison: a field of some grammar and what is asked of it.

use std::fmt;

use crate::lexer::is_word_character;
use crate::number::Number;

/// A field and what is asked of it. `Field` is the field enum of a grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison<Field> {
    /// What is looked at.
    pub field: Field,
    /// What must hold for it.
    pub test: Test,
}

/// What is asked of a field. Except for [`Test::IsNull`], none holds for a field that has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// Compare as a number.
    Number(NumberComparator, Number),
    /// Compare as text.
    Text(TextComparator, String),
    /// The text is one of these.
    In(Vec<String>),
    /// There is a text, and it is none of these.
    NotIn(Vec<String>),
    /// There is no value.
    IsNull,
    /// There is a value.
    IsNotNull,
}

/// How numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberComparator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl NumberComparator {
    /// As written in a filter, and in SQL.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// Whether it holds between `left` (the value) and `right` (the filter's number).
    #[expect(clippy::float_cmp, reason = "the filter asks for exactly this number")]
    pub fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
        }
    }
}

/// How texts are compared; the patterns are explained in [`crate::pattern`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextComparator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `LIKE`, case-sensitive.
    Like,
    /// `ILIKE`, any case.
    ILike,
    /// `RLIKE`, a regular expression found anywhere in the text.
    RLike,
}

impl TextComparator {
    /// As written in a filter.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Like => "LIKE",
            Self::ILike => "ILIKE",
            Self::RLike => "RLIKE",
        }
    }
}

impl<Field: fmt::Display> fmt::Display for Comparison<Field> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.field, self.test)
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(comparator, number) => write!(f, "{} {number}", comparator.symbol()),
            Self::Text(comparator, text) => write!(f, "{} {}", comparator.symbol(), Quoted(text)),
            Self::In(values) => write!(f, "IN {}", List(values)),
            Self::NotIn(values) => write!(f, "NOT IN {}", List(values)),
            Self::IsNull => f.write_str("IS NULL"),
            Self::IsNotNull => f.write_str("IS NOT NULL"),
        }
    }
}

struct List<'a>(&'a [String]);

impl fmt::Display for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, value) in self.0.iter().enumerate() {
            write!(f, "{}{}", if index == 0 { "(" } else { ", " }, Quoted(value))?;
        }
        f.write_str(")")
    }
}

/// A text as a filter writes it: `'it''s'`. For code that builds filter texts.
#[derive(Clone, Copy, Debug)]
pub struct Quoted<'a>(pub &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.contains('\'') && !self.0.contains('"') {
            write!(f, "\"{}\"", self.0)
        } else {
            write!(f, "'{}'", self.0.replace('\'', "''"))
        }
    }
}

/// The name after a key's dot as a filter writes it, in backticks where needed. For code that builds filter texts.
#[derive(Clone, Copy, Debug)]
pub struct QuotedName<'a>(pub &'a str);

impl fmt::Display for QuotedName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bare = self.0.chars().all(|c| c.is_ascii() && is_word_character(c));
        if bare && !self.0.is_empty() && !self.0.ends_with('.') {
            f.write_str(self.0)
        } else {
            write!(f, "`{}`", self.0.replace('`', "``"))
        }
    }
}
