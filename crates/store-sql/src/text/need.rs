//! What a document must have so that its trace comes into question: tests of text reduced to terms of the index. Always
//! less exact than the test, never stricter.

use spanwell_query::pattern::literal_runs;
use spanwell_query::{Comparison, Expression, SpanField, Test, TextComparator};

use crate::text::tokens::{self, Token};

/// What a trace must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// All of these.
    All(Vec<Self>),
    /// One of these.
    Any(Vec<Self>),
    /// A token.
    Token(TokenNeed),
}

/// A token that is known in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TokenNeed {
    /// The whole token.
    Exact(String),
    /// Its beginning.
    Prefix(String),
    /// Some part of it.
    Contains(String),
}

/// Shortest part of a token that is worth a look through all terms.
const PART_CHARACTERS: usize = 2;

impl Need {
    /// What a span must have for an expression; `None` when terms cannot tell.
    pub(crate) fn of_span(expression: &Expression<Comparison<SpanField>>) -> Option<Self> {
        match expression {
            Expression::All(children) => Self::all(children.iter().filter_map(Self::of_span).collect()),
            Expression::Any(children) => {
                let needs: Option<Vec<_>> = children.iter().map(Self::of_span).collect();
                needs.filter(|needs| !needs.is_empty()).map(Self::Any)
            }
            Expression::Not(_) => None,
            Expression::Leaf(Comparison { field, test }) => match field {
                SpanField::Content => Self::of_test(test),
                SpanField::Attribute(key) => Self::of_attribute(key, test),
                SpanField::Name | SpanField::Type | SpanField::Status => None,
            },
        }
    }

    /// What a trace must have so that all words occur.
    pub(crate) fn of_words(words: &[String]) -> Option<Self> {
        let tokens = words.iter().flat_map(|word| {
            tokens::of_search(word).into_iter().map(|token| match token.at_end && !token.single {
                true => Self::Token(TokenNeed::Prefix(token.text)),
                false => Self::Token(TokenNeed::Exact(token.text)),
            })
        });
        Self::all(tokens.collect())
    }

    fn all(needs: Vec<Self>) -> Option<Self> {
        (!needs.is_empty()).then_some(Self::All(needs))
    }

    /// An attribute has a value only where its key occurs.
    fn of_attribute(key: &str, test: &Test) -> Option<Self> {
        if *test == Test::IsNull {
            return None;
        }
        Self::of_test(test).or_else(|| Self::all(exact(key)))
    }

    fn of_test(test: &Test) -> Option<Self> {
        match test {
            Test::Text(TextComparator::Equal, text) => Self::all(exact(text)),
            Test::Text(TextComparator::Like | TextComparator::ILike, pattern) => {
                Self::all(literal_runs(pattern).into_iter().flat_map(of_run).collect())
            }
            _ => None,
        }
    }
}

/// All tokens of a text that stands between boundaries.
fn exact(text: &str) -> Vec<Need> {
    tokens::of_search(text).into_iter().map(|token| Need::Token(TokenNeed::Exact(token.text))).collect()
}

/// The tokens of a fixed piece of a pattern: at its ends they may be parts of longer ones.
fn of_run(run: &str) -> Vec<Need> {
    if run.contains('\u{307}') {
        return Vec::new();
    }
    let of_token = |token: Token| {
        let Token { text, at_start, at_end, single } = token;
        let need = match (at_start && !single, at_end && !single) {
            (false, false) => TokenNeed::Exact(text),
            (false, true) => TokenNeed::Prefix(text),
            (true, _) if text.chars().count() < PART_CHARACTERS => return None,
            (true, _) => TokenNeed::Contains(text),
        };
        Some(Need::Token(need))
    };
    tokens::of_search(run).into_iter().filter_map(of_token).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(pattern: &str) -> Option<Need> {
        Need::of_test(&Test::Text(TextComparator::Like, pattern.to_owned()))
    }

    #[test]
    fn tokens_at_the_ends_of_a_pattern_may_be_parts() {
        let token = |need| Need::Token(need);
        assert_eq!(
            like("%ain in Sp%"),
            Some(Need::All(vec![
                token(TokenNeed::Contains("ain".into())),
                token(TokenNeed::Exact("in".into())),
                token(TokenNeed::Prefix("sp".into())),
            ]))
        );
        assert_eq!(like("%%"), None);
        assert_eq!(like("%_%"), None);
        assert_eq!(like("%東京%").map(|need| matches!(need, Need::All(all) if all.len() == 2)), Some(true));
    }
}
