//! Keys: `status`, `tags.env`, `` metadata.`mlflow.trace.session` ``; and tables of keys for the grammars.

use crate::clause::Rules;
use crate::error::{FilterError, shown};
use crate::lexer::TokenKind;
use crate::parser::Cursor;

const KEYWORDS: [&str; 9] = ["AND", "OR", "NOT", "IN", "IS", "NULL", "LIKE", "ILIKE", "RLIKE"];

/// A key as written: the first dot separates the entity, the rest (dots included) is the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) entity: Option<String>,
    pub(crate) name: String,
}

impl Key {
    /// Splits `text` at its first dot.
    pub(crate) fn new(text: &str) -> Self {
        match text.split_once('.') {
            Some((entity, name)) => Self { entity: Some(entity.to_owned()), name: name.to_owned() },
            None => Self { entity: None, name: text.to_owned() },
        }
    }

    /// Reads a key at the cursor.
    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Result<Self, FilterError> {
        let key = match cursor.peek() {
            Some(TokenKind::Word(word))
                if !KEYWORDS.iter().any(|keyword| word.eq_ignore_ascii_case(keyword)) =>
            {
                Self::new(word)
            }
            Some(TokenKind::QuotedKey(text) | TokenKind::Text { text, key: true }) => Self::new(text),
            Some(TokenKind::Text { .. }) => {
                return Err(cursor.error("a key").hint("keys stand without quotes or in backticks"));
            }
            _ => return Err(cursor.error("a key")),
        };
        cursor.advance();
        Ok(key)
    }

    /// Entity and name joined again.
    pub(crate) fn text(&self) -> String {
        match &self.entity {
            Some(entity) => format!("{entity}.{}", self.name),
            None => self.name.clone(),
        }
    }
}

/// A key that the grammar does not know.
#[derive(Clone, Debug)]
pub(crate) struct KeyProblem {
    expected: String,
    hint: Option<String>,
}

impl KeyProblem {
    /// With a text of its own.
    pub(crate) fn new(expected: impl Into<String>) -> Self {
        Self { expected: expected.into(), hint: None }
    }

    /// None of `keys`, which are listed, the nearest one as a hint.
    pub(crate) fn unknown(key: &Key, keys: &[&str]) -> Self {
        let list: Vec<String> = keys.iter().map(|known| format!("`{known}`")).collect();
        let hint = nearest(&key.text(), keys).map(|known| format!("did you mean {}", shown(known)));
        Self { expected: format!("one of the keys {}", list.join(", ")), hint }
    }

    /// With a way out.
    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// As an error about the token at `place`.
    pub(crate) fn at(self, cursor: &Cursor<'_>, place: usize) -> FilterError {
        let error = cursor.error_at(place, self.expected);
        match self.hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}

/// A key of a grammar: its names (the first is the one printed), its field, what may follow it.
pub(crate) struct Entry<Field: 'static> {
    pub(crate) names: &'static [&'static str],
    pub(crate) field: Field,
    pub(crate) rules: Rules,
}

/// The entry of `name` in `table`.
pub(crate) fn look_up<'a, Field>(table: &'a [Entry<Field>], name: &str) -> Option<&'a Entry<Field>> {
    table.iter().find(|entry| entry.names.contains(&name))
}

/// The field and rules of `key`'s name in `table`; `keys` are all that the grammar knows, for the error.
pub(crate) fn listed<Field: Clone>(
    table: &[Entry<Field>],
    key: &Key,
    keys: &[&str],
) -> Result<(Field, Rules), KeyProblem> {
    let found = look_up(table, &key.name).map(|entry| (entry.field.clone(), entry.rules));
    found.ok_or_else(|| KeyProblem::unknown(key, keys))
}

/// A field that has a name of its own, such as a tag; `keys` are all that the grammar knows, for the error.
pub(crate) fn named<Field>(
    field: fn(String) -> Field,
    rules: Rules,
    key: &Key,
    keys: &[&str],
) -> Result<(Field, Rules), KeyProblem> {
    match key.name.is_empty() {
        true => Err(KeyProblem::unknown(key, keys)),
        false => Ok((field(key.name.clone()), rules)),
    }
}

/// The known key that differs from `text` by the fewest letters, if few.
fn nearest<'a>(text: &str, keys: &[&'a str]) -> Option<&'a str> {
    const LONGEST: usize = 40;
    let wanted: Vec<char> = text.chars().take(LONGEST).flat_map(char::to_lowercase).collect();
    let most = wanted.len() / 3;
    keys.iter()
        .map(|key| (distance(&wanted, &key.chars().collect::<Vec<_>>()), *key))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, key)| key)
}

/// Letters to insert, remove or replace to get from one word to the other.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(to) {
            let replaced = diagonal + usize::from(a != b);
            diagonal = *cell;
            left = replaced.min(left + 1).min(diagonal + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}
