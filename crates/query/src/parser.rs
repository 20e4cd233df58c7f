//! The expression parser that every grammar shares: `AND`, `OR`, `NOT`, parentheses and the caps.

use crate::error::FilterError;
use crate::expression::Expression;
use crate::lexer::{Token, TokenKind, tokenize};
use crate::limits::{FILTER_CHARACTERS, FILTER_CLAUSES, FILTER_NESTING, FILTER_REGEXES};

/// What a grammar adds to the shared parser: how one condition reads.
pub(crate) trait Grammar {
    /// A condition.
    type Leaf;

    /// Reads one condition at the cursor, which stands on something that is no keyword and no parenthesis.
    fn leaf(&self, cursor: &mut Cursor<'_>) -> Result<Self::Leaf, FilterError>;
}

/// The expression in `text`; `None` for the empty text, which is no condition at all.
pub(crate) fn parse<G: Grammar>(text: &str, grammar: &G) -> Result<Option<Expression<G::Leaf>>, FilterError> {
    if text.is_empty() {
        return Ok(None);
    }
    let mut cursor = Cursor::new(text)?;
    if cursor.peek().is_none() {
        return Err(FilterError::new(text, 0, text.len(), "a condition")
            .hint("leave the filter empty to have everything"));
    }
    // MLflow ignores an `AND` at either end.
    cursor.keyword("AND");
    let expression = cursor.alternatives(grammar)?;
    cursor.keyword("AND");
    match cursor.peek() {
        None => Ok(Some(expression)),
        Some(_) => Err(cursor.error("`AND`, `OR` or the end")),
    }
}

/// A place in the tokens of a filter.
pub(crate) struct Cursor<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
    clauses: usize,
    regexes: usize,
}

impl<'a> Cursor<'a> {
    /// At the first token of `text`.
    pub(crate) fn new(text: &'a str) -> Result<Self, FilterError> {
        if let Some((byte, _)) = text.char_indices().nth(FILTER_CHARACTERS) {
            return Err(FilterError::new(
                text,
                byte,
                text.len(),
                format!("a filter of at most {FILTER_CHARACTERS} characters"),
            ));
        }
        Ok(Self { text, tokens: tokenize(text)?, next: 0, depth: 0, clauses: 0, regexes: 0 })
    }

    pub(crate) fn peek(&self) -> Option<&TokenKind> {
        self.tokens.get(self.next).map(|token| &token.kind)
    }

    /// The token after the next one.
    pub(crate) fn peek_second(&self) -> Option<&TokenKind> {
        self.tokens.get(self.next + 1).map(|token| &token.kind)
    }

    /// Goes past the next token.
    pub(crate) fn advance(&mut self) {
        self.next += 1;
    }

    /// The number of the next token, to be given to [`Self::error_at`].
    pub(crate) const fn place(&self) -> usize {
        self.next
    }

    /// Goes past `keyword` (any case) if it is next.
    pub(crate) fn keyword(&mut self, keyword: &str) -> bool {
        let found = matches!(self.peek(), Some(TokenKind::Word(word)) if word.eq_ignore_ascii_case(keyword));
        if found {
            self.advance();
        }
        found
    }

    /// Goes past `kind` or fails with what was expected.
    pub(crate) fn expect(&mut self, kind: &TokenKind, expected: &str) -> Result<(), FilterError> {
        if self.peek() == Some(kind) {
            self.advance();
            Ok(())
        } else {
            Err(self.error(expected))
        }
    }

    /// The next token is not what was expected.
    pub(crate) fn error(&self, expected: impl Into<String>) -> FilterError {
        self.error_at(self.next, expected)
    }

    /// The token at `place` is not what was expected.
    pub(crate) fn error_at(&self, place: usize, expected: impl Into<String>) -> FilterError {
        let (start, end) = self
            .tokens
            .get(place)
            .map_or((self.text.len(), self.text.len()), |token| (token.start, token.end));
        FilterError::new(self.text, start, end, expected)
    }

    /// Counts the regular expression that is next.
    pub(crate) fn count_regex(&mut self) -> Result<(), FilterError> {
        if self.regexes == FILTER_REGEXES {
            return Err(self.error(format!("at most {FILTER_REGEXES} regular expressions in a filter")));
        }
        self.regexes += 1;
        Ok(())
    }

    /// Conditions joined by `OR`.
    pub(crate) fn alternatives<G: Grammar>(
        &mut self,
        grammar: &G,
    ) -> Result<Expression<G::Leaf>, FilterError> {
        let mut children = vec![self.conjunction(grammar)?];
        while self.keyword("OR") {
            children.push(self.conjunction(grammar)?);
        }
        Ok(Expression::any(children))
    }

    fn conjunction<G: Grammar>(&mut self, grammar: &G) -> Result<Expression<G::Leaf>, FilterError> {
        let mut children = vec![self.condition(grammar)?];
        while self.next + 1 < self.tokens.len() && self.keyword("AND") {
            children.push(self.condition(grammar)?);
        }
        Ok(Expression::all(children))
    }

    fn condition<G: Grammar>(&mut self, grammar: &G) -> Result<Expression<G::Leaf>, FilterError> {
        let place = self.next;
        if self.keyword("NOT") {
            let child = self.nested(place, |cursor| cursor.condition(grammar))?;
            return Ok(Expression::negate(child));
        }
        if self.peek() == Some(&TokenKind::Open) {
            self.advance();
            let inner = self.nested(place, |cursor| cursor.alternatives(grammar))?;
            self.expect(&TokenKind::Close, "`AND`, `OR` or `)`")?;
            return Ok(inner);
        }
        if self.clauses == FILTER_CLAUSES {
            return Err(self.error(format!("at most {FILTER_CLAUSES} conditions")));
        }
        self.clauses += 1;
        grammar.leaf(self).map(Expression::Leaf)
    }

    fn nested<T>(
        &mut self,
        place: usize,
        parse: impl FnOnce(&mut Self) -> Result<T, FilterError>,
    ) -> Result<T, FilterError> {
        if self.depth == FILTER_NESTING {
            return Err(
                self.error_at(place, format!("at most {FILTER_NESTING} levels of parentheses and `NOT`"))
            );
        }
        self.depth += 1;
        let result = parse(self);
        self.depth -= 1;
        result
    }
}
