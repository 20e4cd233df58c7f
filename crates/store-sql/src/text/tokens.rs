//! How text becomes terms of the index.
//!
//! A token is a run of letters and digits of any script, in one case; each letter of a script that is written without blanks
//! is a token of its own. Only the first [`TOKEN_BYTES`] of a token are a term; a document with a longer one also has the
//! term [`LONG`], so that searches inside of words know that more may be there. Each term is kept once a document: the
//! index finds candidates, which are compared with the text itself, unless what is asked for is plain enough to be certain
//! ([`is_plain_word`]).
//!
//! Changing anything here needs a new [`crate::text::index::FORMAT`].

use std::collections::HashSet;

use spanwell_store::text::is_without_blanks;

/// Longest term, in bytes.
pub(crate) const TOKEN_BYTES: usize = 40;

/// The term of documents that have a token longer than a term.
pub(crate) const LONG: &str = "\u{1}";

/// The term of documents with a letter that is another one in its small form: what their terms tell may not be in them.
pub(crate) const FOLDED: &str = "\u{2}";

/// The letters that become ASCII when their case is folded, but are not in their small form.
const FOLDED_TO_ASCII: [char; 2] = ['ſ', 'ı'];

/// Its small form is two characters, of which the second, a combining dot, ends a word.
const DOTTED: char = 'İ';

/// One letter in the case that all its forms share.
fn folded(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let mut upper = c.to_uppercase();
    let upper = match (upper.next(), upper.next()) {
        (Some(only), None) => only,
        _ => c,
    };
    upper.to_lowercase().next().unwrap_or(c)
}

/// A token of a search text, which may be part of a longer one where the text ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// The token, folded.
    pub(crate) text: String,
    /// Letters may come before it.
    pub(crate) open_start: bool,
    /// Letters may follow it.
    pub(crate) open_end: bool,
}

/// Where a token is, and which of its ends are certain whatever comes before or after.
struct Place {
    start: usize,
    end: usize,
    closed_start: bool,
    closed_end: bool,
}

/// Hands each token of the text to `take`.
fn each_token(text: &str, scratch: &mut String, mut take: impl FnMut(&str, Place)) {
    scratch.clear();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let is_letter = if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() };
        let is_single = is_letter && !c.is_ascii() && is_without_blanks(c);
        let after = at + c.len_utf8();
        if is_letter && !is_single {
            if scratch.is_empty() {
                start = at;
            }
            scratch.push(folded(c));
            if c != DOTTED {
                continue;
            }
        }
        if !scratch.is_empty() {
            // The dotted letter belongs to the token that it ends.
            let end = if c == DOTTED { after } else { at };
            take(scratch, Place { start, end, closed_start: false, closed_end: c == DOTTED });
            scratch.clear();
        }
        if is_single {
            scratch.push(folded(c));
            take(scratch, Place { start: at, end: after, closed_start: true, closed_end: true });
            scratch.clear();
        }
    }
    if !scratch.is_empty() {
        take(scratch, Place { start, end: text.len(), closed_start: false, closed_end: false });
        scratch.clear();
    }
}

/// The tokens of a search text.
pub(crate) fn of_search(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    each_token(text, &mut String::new(), |token, place| {
        tokens.push(Token {
            text: token.to_owned(),
            open_start: place.start == 0 && !place.closed_start,
            open_end: place.end == text.len() && !place.closed_end,
        });
    });
    tokens
}

/// The first bytes of a token, as far as a term goes.
pub(crate) fn cut(token: &str) -> &str {
    let mut end = token.len().min(TOKEN_BYTES);
    while !token.is_char_boundary(end) {
        end -= 1;
    }
    token.get(..end).unwrap_or(token)
}

/// Whether a text has this word (as `has_word` of `spanwell_store` means it) exactly when one of its terms begins with it,
/// provided that it does not have the term [`FOLDED`].
pub(crate) fn is_plain_word(word: &str) -> bool {
    word.len() <= TOKEN_BYTES && !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Collects the terms of one document.
#[derive(Default)]
pub(crate) struct DocumentTerms {
    /// Hashes of the terms that are in: two terms of one hash would lose one, once in 2^64 pairs.
    seen: HashSet<u64, BuildKnownHash>,
    /// The terms, a newline after each.
    terms: String,
    scratch: String,
}

impl DocumentTerms {
    /// Adds the tokens of a text.
    pub(crate) fn add(&mut self, text: &str) {
        let Self { seen, terms, scratch } = self;
        let mut insert = |term: &str| {
            if seen.insert(hash(term)) {
                terms.push_str(term);
                terms.push('\n');
            }
        };
        each_token(text, scratch, |token, _| {
            insert(cut(token));
            if token.len() > TOKEN_BYTES {
                insert(LONG);
            }
        });
        if !text.is_ascii() && FOLDED_TO_ASCII.iter().any(|letter| text.contains(*letter)) {
            insert(FOLDED);
        }
    }

    /// The terms, a newline after each; empties the collection.
    pub(crate) fn take(&mut self) -> String {
        self.seen.clear();
        std::mem::take(&mut self.terms)
    }
}

/// A fast hash of short texts, used within one document only.
fn hash(term: &str) -> u64 {
    let mut hash = term.len() as u64 ^ 0x9e37_79b9_7f4a_7c15;
    let (words, rest) = term.as_bytes().as_chunks::<8>();
    let mut mix = |word: u64| {
        let product = u128::from(hash ^ word).wrapping_mul(0xd6e8_feb8_6659_fd93_a076_1d64_78bd_642f);
        hash = (product >> 64) as u64 ^ product as u64;
    };
    for word in words {
        mix(u64::from_le_bytes(*word));
    }
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    mix(u64::from_le_bytes(last));
    hash
}

/// The keys are hashes already.
#[derive(Clone, Copy, Default)]
struct BuildKnownHash;

impl std::hash::BuildHasher for BuildKnownHash {
    type Hasher = KnownHash;

    fn build_hasher(&self) -> KnownHash {
        KnownHash(0)
    }
}

struct KnownHash(u64);

impl std::hash::Hasher for KnownHash {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        let mut document = DocumentTerms::default();
        document.add(text);
        document.take().lines().map(str::to_owned).collect()
    }

    #[test]
    fn runs_of_letters_and_digits_of_any_script_are_tokens() {
        assert_eq!(terms("Hello, wörld_2 hello"), ["hello", "wörld", "2"]);
        assert_eq!(terms("ΚΌΣΜΟΣ κόσμος"), ["κόσμοσ"]);
        assert_eq!(terms("東京tower"), ["東", "京", "tower"]);
        assert_eq!(terms("İstanbul i\u{307}stanbul"), ["i", "stanbul"]);
        assert!(terms(" -- ").is_empty());
    }

    #[test]
    fn long_tokens_are_cut_and_marked() {
        let long = "a".repeat(100);
        assert_eq!(terms(&long), [long[..TOKEN_BYTES].to_owned(), LONG.to_owned()]);
    }

    #[test]
    fn letters_that_fold_to_ascii_are_marked() {
        let hidden = ('\u{80}'..=char::MAX).filter(|c| {
            let folded = folded(*c);
            folded.is_ascii() && c.to_lowercase().next() != Some(folded)
        });
        assert_eq!(hidden.collect::<Vec<_>>(), FOLDED_TO_ASCII.iter().rev().copied().collect::<Vec<_>>());
        assert_eq!(terms("Geſang, kız"), ["gesang", "kiz", FOLDED]);
    }

    #[test]
    fn a_search_text_knows_its_open_ends() {
        let tokens = of_search("foo bar ");
        assert_eq!(tokens.len(), 2);
        assert!(tokens[0].open_start && !tokens[0].open_end);
        assert!(!tokens[1].open_start && !tokens[1].open_end);
    }
}
