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
            tokens::of_search(word).into_iter().map(|token| match token.open_end {
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
    let of_token = |token: Token| {
        let Token { text, open_start, open_end } = token;
        let need = match (open_start, open_end) {
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
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use spanwell_query::pattern;
    use spanwell_store::text::{has_word, words};

    use super::*;
    use crate::text::tokens::{DocumentTerms, LONG, cut};

    /// What the index would answer for one document.
    fn may_have(terms: &BTreeSet<String>, need: &Need) -> bool {
        match need {
            Need::All(needs) => needs.iter().all(|need| may_have(terms, need)),
            Need::Any(needs) => needs.iter().any(|need| may_have(terms, need)),
            Need::Token(TokenNeed::Exact(token)) => terms.contains(cut(token)),
            Need::Token(TokenNeed::Prefix(token)) => terms.iter().any(|term| term.starts_with(cut(token))),
            Need::Token(TokenNeed::Contains(part)) => {
                terms.iter().any(|term| term == LONG || term.contains(part.as_str()))
            }
        }
    }

    fn terms(text: &str) -> BTreeSet<String> {
        let mut document = DocumentTerms::default();
        document.add(text);
        document.take().lines().map(str::to_owned).collect()
    }

    /// Texts in which things go wrong: letters of two cases and several scripts, combined ones, digits, blanks.
    fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            "[aAbBkK\u{212A}sS\u{17F}ßẞµΜμσςΣiİIı\u{307}éÉ東京กä1 _.,%-]{0,24}",
            "[a-c]{0,90}",
            any::<String>(),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn the_index_never_misses_what_a_pattern_finds(before in text(), middle in text(), after in text()) {
            let whole = format!("{before}{middle}{after}");
            let terms = terms(&whole);
            for inner in [middle.clone(), middle.to_uppercase(), middle.to_lowercase()] {
                let searched = format!("%{inner}%");
                for (comparator, finds) in [
                    (TextComparator::Like, pattern::like(&searched, &whole)),
                    (TextComparator::ILike, pattern::ilike(&searched, &whole)),
                ] {
                    let need = Need::of_test(&Test::Text(comparator, searched.clone()));
                    prop_assert!(!finds || need.is_none_or(|need| may_have(&terms, &need)), "{searched:?} in {whole:?}");
                }
            }
            if let Some(need) = Need::of_test(&Test::Text(TextComparator::Equal, whole.clone())) {
                prop_assert!(may_have(&terms, &need));
            }
        }

        #[test]
        fn the_index_never_misses_a_word(before in text(), middle in text(), after in text()) {
            let whole = format!("{before}{middle}{after}");
            let searched = words(&middle);
            let finds = searched.iter().all(|word| has_word(&whole, word));
            let need = Need::of_words(&searched);
            prop_assert!(!finds || need.is_none_or(|need| may_have(&terms(&whole), &need)), "{searched:?} in {whole:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn plain_words_are_certain(before in text(), word in "[aAbBkKsSiI1]{1,5}", after in text()) {
            let whole = format!("{before}{word}{after}");
            let terms = terms(&whole);
            for word in words(&word).into_iter().chain(words(&whole)).filter(|word| tokens::is_plain_word(word)) {
                let need = Need::Token(TokenNeed::Prefix(word.clone()));
                if !terms.contains(tokens::FOLDED) {
                    prop_assert_eq!(may_have(&terms, &need), has_word(&whole, &word), "{:?} in {:?}", word, whole);
                }
            }
        }
    }

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
