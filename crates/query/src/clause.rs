//! One comparison read by the rules of its key: which comparators it knows, which values it takes.

use crate::comparison::{Comparison, NumberComparator, Test, TextComparator};
use crate::error::{FilterError, shown};
use crate::key::{Key, KeyProblem};
use crate::lexer::TokenKind;
use crate::limits::LIST_VALUES;
use crate::number::Number;
use crate::parser::Cursor;
use crate::pattern::TextPattern;

/// Everything that may stand between a key and a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Like,
    ILike,
    RLike,
    In,
    NotIn,
    IsNull,
    IsNotNull,
}

impl Comparator {
    /// As written in a filter.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Like => "LIKE",
            Self::ILike => "ILIKE",
            Self::RLike => "RLIKE",
            Self::In => "IN",
            Self::NotIn => "NOT IN",
            Self::IsNull => "IS NULL",
            Self::IsNotNull => "IS NOT NULL",
        }
    }

    const fn of_number(self) -> Option<NumberComparator> {
        match self {
            Self::Equal => Some(NumberComparator::Equal),
            Self::NotEqual => Some(NumberComparator::NotEqual),
            Self::Less => Some(NumberComparator::Less),
            Self::LessOrEqual => Some(NumberComparator::LessOrEqual),
            Self::Greater => Some(NumberComparator::Greater),
            Self::GreaterOrEqual => Some(NumberComparator::GreaterOrEqual),
            _ => None,
        }
    }

    const fn of_text(self) -> Option<TextComparator> {
        match self {
            Self::Equal => Some(TextComparator::Equal),
            Self::NotEqual => Some(TextComparator::NotEqual),
            Self::Like => Some(TextComparator::Like),
            Self::ILike => Some(TextComparator::ILike),
            Self::RLike => Some(TextComparator::RLike),
            _ => None,
        }
    }
}

/// Which values a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Values {
    /// Quoted text, or one of a few fixed words in quotes: all that a query bar can offer.
    Text(&'static [&'static str]),
    /// A number; in quotes too, where MLflow takes it.
    Number {
        /// Whether the number may stand in quotes.
        quoted: bool,
        /// Whether `ms`, `s`, `m`, `h` may follow it.
        duration: bool,
    },
    /// A number after `<`, `<=`, `>`, `>=`, quoted text after the others.
    Assessment,
    /// `'name/version'` of a prompt.
    Prompt,
}

/// What may follow a key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) comparators: &'static [Comparator],
    pub(crate) values: Values,
}

/// Reads `key comparator value` at the cursor; `resolve` knows the keys of the grammar.
pub(crate) fn clause<Field>(
    cursor: &mut Cursor<'_>,
    resolve: impl Fn(&Key) -> Result<(Field, Rules), KeyProblem>,
) -> Result<Comparison<Field>, FilterError> {
    let place = cursor.place();
    let key = Key::read(cursor)?;
    let (field, rules) = resolve(&key).map_err(|problem| problem.at(cursor, place))?;
    let place = cursor.place();
    let comparator = comparator(cursor, rules)?;
    if !rules.comparators.contains(&comparator) {
        return Err(
            cursor.error_at(place, format!("{} after {}", one_of(rules.comparators), shown(&key.text())))
        );
    }
    Ok(Comparison { field, test: test(cursor, comparator, rules.values)? })
}

fn comparator(cursor: &mut Cursor<'_>, rules: Rules) -> Result<Comparator, FilterError> {
    if let Some(TokenKind::Comparator(symbol)) = cursor.peek() {
        let comparator = match *symbol {
            "=" => Comparator::Equal,
            "!=" => Comparator::NotEqual,
            "<" => Comparator::Less,
            "<=" => Comparator::LessOrEqual,
            ">" => Comparator::Greater,
            _ => Comparator::GreaterOrEqual,
        };
        cursor.advance();
        return Ok(comparator);
    }
    let words = [("LIKE", Comparator::Like), ("ILIKE", Comparator::ILike), ("RLIKE", Comparator::RLike)];
    for (word, comparator) in words.into_iter().chain([("IN", Comparator::In)]) {
        if cursor.keyword(word) {
            return Ok(comparator);
        }
    }
    if cursor.keyword("NOT") {
        return if cursor.keyword("IN") {
            Ok(Comparator::NotIn)
        } else {
            Err(cursor
                .error("`IN` after `NOT`")
                .hint("put other `NOT`s before the key: `NOT name LIKE 'a%'`"))
        };
    }
    if cursor.keyword("IS") {
        let not = cursor.keyword("NOT");
        return match (cursor.keyword("NULL"), not) {
            (true, false) => Ok(Comparator::IsNull),
            (true, true) => Ok(Comparator::IsNotNull),
            (false, true) => Err(cursor.error("`NULL`")),
            (false, false) => Err(cursor.error("`NULL` or `NOT NULL`")),
        };
    }
    let place = cursor.place();
    let error = cursor.error(one_of(rules.comparators));
    Err(if cursor.keyword("BETWEEN") {
        cursor.error_at(place, one_of(rules.comparators)).hint("write `key >= 1 AND key <= 2`")
    } else {
        error
    })
}

fn one_of(comparators: &[Comparator]) -> String {
    let names: Vec<String> =
        comparators.iter().map(|comparator| format!("`{}`", comparator.name())).collect();
    match names.as_slice() {
        [only] => only.clone(),
        names => format!("one of {}", names.join(", ")),
    }
}

fn test(cursor: &mut Cursor<'_>, comparator: Comparator, values: Values) -> Result<Test, FilterError> {
    match comparator {
        Comparator::IsNull => return Ok(Test::IsNull),
        Comparator::IsNotNull => return Ok(Test::IsNotNull),
        Comparator::In => return list(cursor).map(Test::In),
        Comparator::NotIn => return list(cursor).map(Test::NotIn),
        _ => {}
    }
    let numeric = match values {
        Values::Number { .. } => true,
        Values::Assessment => comparator.of_text().is_none(),
        Values::Text(_) | Values::Prompt => false,
    };
    match (comparator.of_number(), comparator.of_text()) {
        (Some(comparator), _) if numeric => Ok(Test::Number(comparator, number(cursor, values)?)),
        (_, Some(comparator)) => text_test(cursor, comparator, values),
        _ => Err(cursor.error("a comparator for text")),
    }
}

fn text_test(
    cursor: &mut Cursor<'_>,
    comparator: TextComparator,
    values: Values,
) -> Result<Test, FilterError> {
    let place = cursor.place();
    if comparator == TextComparator::RLike {
        cursor.count_regex()?;
    }
    let text = text(cursor)?;
    if values == Values::Prompt && split_prompt(&text).is_none() {
        return Err(cursor
            .error_at(place, "a prompt as `'name/version'`")
            .hint("for example `prompt = 'greeting/3'`"));
    }
    match TextPattern::new(comparator, &text) {
        Ok(_) => Ok(Test::Text(comparator, text)),
        Err(problem) => Err(cursor.error_at(place, problem.expected).hint(problem.reason)),
    }
}

/// Name and version of a prompt written `name/version`, with exactly one slash.
pub fn split_prompt(text: &str) -> Option<(&str, &str)> {
    text.split_once('/')
        .filter(|(name, version)| !name.is_empty() && !version.is_empty() && !version.contains('/'))
}

fn text(cursor: &mut Cursor<'_>) -> Result<String, FilterError> {
    let hint = match cursor.peek() {
        Some(TokenKind::Text { text, .. }) => {
            let text = text.clone();
            cursor.advance();
            return Ok(text);
        }
        Some(TokenKind::Word(_) | TokenKind::Number { .. }) => "put the value in single quotes",
        Some(TokenKind::QuotedKey(_)) => "backticks are for keys, values stand in single quotes",
        Some(TokenKind::Open) => "lists follow `IN` and `NOT IN`",
        _ => return Err(cursor.error("a text in quotes")),
    };
    Err(cursor.error("a text in quotes").hint(hint))
}

fn list(cursor: &mut Cursor<'_>) -> Result<Vec<String>, FilterError> {
    cursor.expect(&TokenKind::Open, "a list like `('a', 'b')`")?;
    let mut values = vec![text(cursor)?];
    while cursor.peek() == Some(&TokenKind::Comma) {
        cursor.advance();
        // Python prints a tuple of one value as `('a',)`.
        if cursor.peek() == Some(&TokenKind::Close) {
            break;
        }
        if values.len() == LIST_VALUES {
            return Err(cursor.error(format!("at most {LIST_VALUES} values in a list")));
        }
        values.push(text(cursor)?);
    }
    cursor.expect(&TokenKind::Close, "`,` or `)`")?;
    Ok(values)
}

fn number(cursor: &mut Cursor<'_>, values: Values) -> Result<Number, FilterError> {
    let (quoted, duration) = match values {
        Values::Number { quoted, duration } => (quoted, duration),
        _ => (false, false),
    };
    let expected =
        if duration { "a number of milliseconds, or one with a unit like `3s`" } else { "a number" };
    let hint = "write the number without quotes";
    let (value, unit) = match cursor.peek() {
        Some(TokenKind::Number { value, unit }) => (Some(*value), unit.clone()),
        Some(TokenKind::Text { text, .. }) if quoted => (text.trim().parse().ok(), String::new()),
        Some(TokenKind::Text { .. }) => return Err(cursor.error(expected).hint(hint)),
        _ => return Err(cursor.error(expected)),
    };
    let factor = match unit.as_str() {
        "" => 1.0,
        "ms" if duration => 1.0,
        "s" if duration => 1_000.0,
        "m" | "min" if duration => 60_000.0,
        "h" if duration => 3_600_000.0,
        _ if duration => return Err(cursor.error(expected).hint("the units are `ms`, `s`, `m`, `h`")),
        _ => return Err(cursor.error(expected).hint("this key takes no unit")),
    };
    let Some(number) = value.and_then(|value| Number::new(value * factor)) else {
        return Err(cursor.error(expected));
    };
    cursor.advance();
    Ok(number)
}
