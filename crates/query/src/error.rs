//! What is wrong with a filter: the place, what was found there, what was expected, and a way out.

use std::fmt;

use serde::Serialize;

use crate::limits::QUOTED_CHARACTERS;

/// A place in a filter text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Position {
    /// Bytes before it.
    pub byte: usize,
    /// Characters (Unicode scalar values) before it.
    pub character: usize,
}

impl Position {
    /// The place after `byte` bytes of `text`; a byte inside a character counts as the start of that character.
    pub fn at(text: &str, byte: usize) -> Self {
        let mut byte = byte.min(text.len());
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        Self { byte, character: text[..byte].chars().count() }
    }
}

/// Why a filter or an `order_by` is refused. Its `Display` is one line for the person who wrote the filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
pub struct FilterError {
    /// Where; in an `order_by` or a list of filters, inside the item named by [`Self::item`].
    pub position: Position,
    /// What stands there, ready to be shown: the piece of text in backticks, or `the end`.
    pub found: String,
    /// What could stand there, ready to be shown.
    pub expected: String,
    /// A way out.
    pub hint: Option<String>,
    /// The index (from 0) of the wrong item, when a list was parsed.
    pub item: Option<usize>,
}

impl FilterError {
    /// An error at byte `start`, where the piece up to byte `end` was found.
    pub(crate) fn new(text: &str, start: usize, end: usize, expected: impl Into<String>) -> Self {
        let position = Position::at(text, start);
        let end = Position::at(text, end.max(position.byte)).byte;
        let piece = &text[position.byte..end];
        let found = if piece.is_empty() { "the end".to_owned() } else { shown(piece) };
        Self { position, found, expected: expected.into(), hint: None, item: None }
    }

    /// The same error with a way out.
    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The same error, in item `index` of a list.
    pub(crate) fn in_item(self, index: usize) -> Self {
        Self { item: Some(index), ..self }
    }

    /// The line of `text` (the text that was parsed) with the place marked by a caret on a second line.
    ///
    /// ```
    /// let text = "status == 'OK'";
    /// let error = spanwell_query::parse_trace_filter(text).unwrap_err();
    /// assert_eq!(error.snippet(text), "status == 'OK'\n       ^");
    /// ```
    pub fn snippet(&self, text: &str) -> String {
        const AROUND: usize = 60;
        let at = Position::at(text, self.position.byte).byte;
        let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
        let before: Vec<char> = text[line_start..at].chars().collect();
        let after: Vec<char> = text[at..line_end].chars().collect();
        let cut = before.len().saturating_sub(AROUND);
        let mut line = String::new();
        if cut > 0 {
            line.push('…');
        }
        line.extend(before[cut..].iter().map(|&c| printable(c)));
        let caret = line.chars().count();
        line.extend(after.iter().take(AROUND).map(|&c| printable(c)));
        if after.len() > AROUND {
            line.push('…');
        }
        format!("{line}\n{}^", " ".repeat(caret))
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(item) = self.item {
            write!(f, "item {}, ", item + 1)?;
        }
        write!(f, "character {}: ", self.position.character + 1)?;
        write!(f, "expected {}, found {}", self.expected, self.found)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

/// A piece of the caller's text in backticks, on one line and not too long.
pub(crate) fn shown(piece: &str) -> String {
    let mut text: String = piece.chars().take(QUOTED_CHARACTERS).map(printable).collect();
    if piece.chars().nth(QUOTED_CHARACTERS).is_some() {
        text.push('…');
    }
    format!("`{text}`")
}

/// Control characters would break the line or the caret's column.
fn printable(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}
