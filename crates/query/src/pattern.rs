//! What `LIKE`, `ILIKE` and `RLIKE` mean, for every engine and for the oracle.
//!
//! | comparator | meaning |
//! |---|---|
//! | `LIKE` | the whole text, case-sensitive; `%` stands for any characters (none too), `_` for exactly one; nothing escapes them |
//! | `ILIKE` | the same in any case, in every script (Unicode simple case folding) |
//! | `RLIKE` | the regular expression (syntax of the `regex` crate) is found anywhere in the text |

use regex::{Regex, RegexBuilder};

use crate::comparison::TextComparator;
use crate::limits::{LIKE_BYTES, REGEX_BYTES, REGEX_NESTING};

/// A text comparison made ready, to be asked for many texts.
#[derive(Clone, Debug)]
pub struct TextPattern(Matcher);

#[derive(Clone, Debug)]
enum Matcher {
    Equal(String),
    NotEqual(String),
    Regex(Regex),
}

/// Why a pattern is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}; {reason}")]
pub struct PatternError {
    /// What a pattern must be.
    pub expected: String,
    /// What is wrong with this one.
    pub reason: String,
}

impl TextPattern {
    /// Makes the comparison with `value` ready. Fails when `value` is no regular expression or one too large.
    pub fn new(comparator: TextComparator, value: &str) -> Result<Self, PatternError> {
        let matcher = match comparator {
            TextComparator::Equal => Matcher::Equal(value.to_owned()),
            TextComparator::NotEqual => Matcher::NotEqual(value.to_owned()),
            TextComparator::Like => Matcher::Regex(compile_like(value, false)?),
            TextComparator::ILike => Matcher::Regex(compile_like(value, true)?),
            TextComparator::RLike => Matcher::Regex(compile_regex(value)?),
        };
        Ok(Self(matcher))
    }

    /// Whether it holds for `text`.
    pub fn matches(&self, text: &str) -> bool {
        match &self.0 {
            Matcher::Equal(value) => text == value,
            Matcher::NotEqual(value) => text != value,
            Matcher::Regex(regex) => regex.is_match(text),
        }
    }
}

/// Whether `text LIKE pattern`.
pub fn like(pattern: &str, text: &str) -> bool {
    matches(TextComparator::Like, pattern, text)
}

/// Whether `text ILIKE pattern`.
pub fn ilike(pattern: &str, text: &str) -> bool {
    matches(TextComparator::ILike, pattern, text)
}

/// Whether `text RLIKE pattern`; false when the pattern is no regular expression or one too large.
pub fn rlike(pattern: &str, text: &str) -> bool {
    matches(TextComparator::RLike, pattern, text)
}

fn matches(comparator: TextComparator, pattern: &str, text: &str) -> bool {
    TextPattern::new(comparator, pattern).is_ok_and(|pattern| pattern.matches(text))
}

/// The fixed pieces of a `LIKE` or `ILIKE` pattern, in order: every text that matches has them all. An index finds
/// candidates by them.
pub fn literal_runs(pattern: &str) -> Vec<&str> {
    pattern.split(['%', '_']).filter(|run| !run.is_empty()).collect()
}

/// The fixed text before the first wildcard: every text that matches `LIKE pattern` starts with it.
pub fn literal_prefix(pattern: &str) -> &str {
    pattern.split(['%', '_']).next().unwrap_or("")
}

/// A wildcard at an end is left out together with the anchor, so that the regex engine can look for the literal.
fn compile_like(pattern: &str, any_case: bool) -> Result<Regex, PatternError> {
    let middle = pattern.trim_matches('%');
    let mut source = String::with_capacity(middle.len() + 8);
    if !pattern.starts_with('%') {
        source.push_str(r"\A");
    }
    let mut literal = String::new();
    for c in middle.chars() {
        match c {
            '%' | '_' => {
                source.push_str(&regex::escape(&literal));
                literal.clear();
                source.push_str(if c == '%' { ".*" } else { "." });
            }
            c => literal.push(c),
        }
    }
    source.push_str(&regex::escape(&literal));
    if !pattern.ends_with('%') {
        source.push_str(r"\z");
    }
    RegexBuilder::new(&source)
        .dot_matches_new_line(true)
        .case_insensitive(any_case)
        .size_limit(LIKE_BYTES)
        .build()
        .map_err(|_| PatternError {
            expected: "a shorter pattern".to_owned(),
            reason: "the pattern is too large when compiled".to_owned(),
        })
}

fn compile_regex(pattern: &str) -> Result<Regex, PatternError> {
    RegexBuilder::new(pattern).size_limit(REGEX_BYTES).nest_limit(REGEX_NESTING).build().map_err(|error| {
        let reason = match error {
            regex::Error::CompiledTooBig(_) => {
                format!("the regular expression needs more than {REGEX_BYTES} bytes when compiled")
            }
            other => {
                let text = other.to_string();
                let last = text.lines().last().unwrap_or("").trim();
                last.strip_prefix("error: ").unwrap_or(last).to_owned()
            }
        };
        PatternError { expected: "a regular expression".to_owned(), reason }
    })
}
