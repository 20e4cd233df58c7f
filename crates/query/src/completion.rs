//! What a query bar can offer at the cursor of a half-written trace filter.

use std::ops::Range;

use serde::Serialize;

use crate::clause::{Comparator, Rules, Values};
use crate::comparison::Quoted;
use crate::error::Position;
use crate::key::Key;
use crate::lexer::{TokenKind, is_word_character, tokenize_until_error};
use crate::limits::FILTER_CHARACTERS;
use crate::span;
use crate::trace_keys;

/// What belongs at the cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum CandidateKind {
    /// A key; `tags.` and the like end in a dot and want a name, which the caller knows.
    Key,
    /// A comparator.
    Comparator,
    /// A value of `key`; besides the fixed ones the caller may know more (names, models, tag values).
    Value {
        /// The key as written, without quotes.
        key: String,
    },
    /// `AND`, `OR`, a parenthesis.
    Keyword,
}

/// Candidates for a place in a filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Completion {
    /// The bytes of the text that a candidate replaces.
    pub replace_range: Range<usize>,
    /// What belongs there.
    pub candidates_kind: CandidateKind,
    /// The candidates that are known without any data, those that continue what is written.
    pub fixed: Vec<String>,
}

/// What can stand at byte `cursor` of `text`, a trace filter that may be unfinished.
pub fn complete(text: &str, cursor: usize) -> Completion {
    let cursor = Position::at(text, cursor).byte;
    let start = word_start(&text[..cursor]);
    let bounded = text[..start].char_indices().nth(FILTER_CHARACTERS).is_none();
    let mut place = Place::start();
    let (tokens, error) = if bounded { tokenize_until_error(&text[..start]) } else { (Vec::new(), None) };
    for token in tokens {
        place.pass(&token.kind);
    }
    // An open quote before the cursor: what is written starts there, or at the key before it (`` tags.`a ``).
    let start = match error.map(|error| error.position.byte) {
        Some(quote) if text[..quote].ends_with('.') => word_start(&text[..quote]),
        Some(quote) => quote,
        None => start,
    };
    let typed = &text[start..cursor];
    let (candidates_kind, all) = place.candidates();
    let typed_word = typed.trim_start_matches(['\'', '"']);
    let fixed = all
        .into_iter()
        .filter(|candidate| {
            let plain = candidate.trim_start_matches('\'');
            plain.len() >= typed_word.len()
                && plain.is_char_boundary(typed_word.len())
                && plain[..typed_word.len()].eq_ignore_ascii_case(typed_word)
        })
        .collect();
    Completion { replace_range: start..token_end(text, start, cursor), candidates_kind, fixed }
}

/// Where the token that starts at `start` ends, if it goes on after the cursor.
fn token_end(text: &str, start: usize, cursor: usize) -> usize {
    if start == cursor || text.len() > 4 * FILTER_CHARACTERS {
        return cursor;
    }
    let (tokens, _) = tokenize_until_error(text);
    tokens.iter().find(|token| token.start == start).map_or(cursor, |token| token.end.max(cursor))
}

/// Where the word that ends at the end of `text` starts.
fn word_start(text: &str) -> usize {
    text.trim_end_matches(is_word_character).len()
}

/// What is expected next, with what must be remembered to know it.
struct Place {
    expected: Expected,
    key: String,
    rules: Option<Rules>,
    /// Open parentheses: true for that of `span(…)`.
    open: Vec<bool>,
    /// Whether the next values are items of a list.
    list: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Expected {
    Key,
    Comparator,
    /// After `IS`.
    Null,
    /// After a key and `NOT`.
    In,
    Value,
    Keyword,
}

impl Place {
    const fn start() -> Self {
        Self { expected: Expected::Key, key: String::new(), rules: None, open: Vec::new(), list: false }
    }

    /// Goes past one token.
    fn pass(&mut self, token: &TokenKind) {
        let word = match token {
            TokenKind::Word(word) => word.to_ascii_uppercase(),
            _ => String::new(),
        };
        self.expected = match (self.expected, token) {
            (Expected::Key, TokenKind::Open) => {
                self.open.push(self.inside_span());
                Expected::Key
            }
            (Expected::Key, _) if word == "NOT" || word == "AND" => Expected::Key,
            (Expected::Key, TokenKind::Word(text) | TokenKind::QuotedKey(text)) => self.pass_key(text),
            (Expected::Comparator, TokenKind::Open) if self.key == "span" => {
                self.open.push(true);
                Expected::Key
            }
            (Expected::Comparator, _) if word == "IS" => Expected::Null,
            (Expected::Comparator, _) if word == "NOT" => Expected::In,
            (Expected::Null, _) if word == "NOT" => Expected::Null,
            (Expected::Null, _) => Expected::Keyword,
            (Expected::Comparator | Expected::In, _) => {
                self.list = word == "IN";
                Expected::Value
            }
            (Expected::Value, TokenKind::Open | TokenKind::Comma) => Expected::Value,
            (Expected::Value, _) => Expected::Keyword,
            (Expected::Keyword, TokenKind::Comma) if self.list => Expected::Value,
            (Expected::Keyword, TokenKind::Close) => {
                if !std::mem::take(&mut self.list) {
                    self.open.pop();
                }
                Expected::Keyword
            }
            (Expected::Keyword, _) if word == "AND" || word == "OR" => {
                self.key.clear();
                Expected::Key
            }
            (expected, _) => expected,
        };
    }

    fn pass_key(&mut self, text: &str) -> Expected {
        text.clone_into(&mut self.key);
        self.list = false;
        self.rules = if self.inside_span() {
            span::resolve(text.strip_prefix("span.").unwrap_or(text)).map(|(_, rules)| rules)
        } else {
            trace_keys::resolve(&Key::new(text)).ok().map(|(_, rules)| rules)
        };
        Expected::Comparator
    }

    fn inside_span(&self) -> bool {
        self.open.last().copied().unwrap_or(false)
    }

    fn candidates(&self) -> (CandidateKind, Vec<String>) {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        match self.expected {
            Expected::Key => {
                (CandidateKind::Key, words(if self.inside_span() { span::KEYS } else { trace_keys::KEYS }))
            }
            Expected::Comparator => {
                let comparators = self.rules.map_or(&[][..], |rules| rules.comparators);
                (
                    CandidateKind::Comparator,
                    comparators.iter().map(|&c| Comparator::name(c).to_owned()).collect(),
                )
            }
            Expected::Null => (CandidateKind::Keyword, words(&["NULL", "NOT NULL"])),
            Expected::In => (CandidateKind::Keyword, words(&["IN"])),
            Expected::Value => (CandidateKind::Value { key: self.key.clone() }, self.values()),
            Expected::Keyword => {
                let mut all: Vec<String> = words(&["AND", "OR"]);
                if self.list || !self.open.is_empty() {
                    all.push(")".to_owned());
                }
                (CandidateKind::Keyword, all)
            }
        }
    }

    fn values(&self) -> Vec<String> {
        match self.rules.map(|rules| rules.values) {
            Some(Values::Text(words)) => words.iter().map(|word| Quoted(word).to_string()).collect(),
            _ => Vec::new(),
        }
    }
}
