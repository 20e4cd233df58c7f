//! Filter text to tokens, the same for every grammar.

use crate::error::FilterError;

/// A piece of the filter and where it stands, in bytes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TokenKind {
    /// A keyword, or a key without quotes: `AND`, `status`, `tags.mlflow.traceName`.
    Word(String),
    /// A key with a quoted part, joined: `` tags.`a b` `` and `` `tags`.`a b` `` give `tags.a b`.
    QuotedKey(String),
    /// Quoted text; `key` when the double quotes allow it to be a key too.
    Text { text: String, key: bool },
    /// A number and the letters that follow it at once: `3s`.
    Number { value: f64, unit: String },
    /// `=`, `!=`, `<`, `<=`, `>`, `>=`.
    Comparator(&'static str),
    /// `(`.
    Open,
    /// `)`.
    Close,
    /// `,`.
    Comma,
}

/// All tokens of `text`, or what could not be one.
pub(crate) fn tokenize(text: &str) -> Result<Vec<Token>, FilterError> {
    let (tokens, error) = tokenize_until_error(text);
    error.map_or(Ok(tokens), Err)
}

/// The tokens before the first thing that is none, and what is wrong with it. A query bar completes half-written text.
pub(crate) fn tokenize_until_error(text: &str) -> (Vec<Token>, Option<FilterError>) {
    let mut lexer = Lexer { text, at: 0 };
    let mut tokens = Vec::new();
    loop {
        lexer.skip_blanks();
        let start = lexer.at;
        let Some(first) = lexer.peek() else { return (tokens, None) };
        match lexer.token(first) {
            Ok(kind) => tokens.push(Token { kind, start, end: lexer.at }),
            Err(error) => return (tokens, Some(error)),
        }
    }
}

/// Whether `c` may be inside a key without quotes (a hyphen may too, before another of these).
pub(crate) fn is_word_character(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '.'
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    fn skip_while(&mut self, accept: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|c| !accept(c)).unwrap_or(rest.len());
    }

    fn skip_blanks(&mut self) {
        self.skip_while(char::is_whitespace);
    }

    fn token(&mut self, first: char) -> Result<TokenKind, FilterError> {
        match first {
            '\'' => Ok(TokenKind::Text { text: self.quoted('\'')?, key: false }),
            '"' => {
                let text = self.quoted('"')?;
                if self.peek() == Some('.') {
                    self.after_quoted_entity(text)
                } else {
                    Ok(TokenKind::Text { text, key: true })
                }
            }
            '`' => {
                let key = self.quoted('`')?;
                self.after_quoted_entity(key)
            }
            '(' => Ok(self.single(TokenKind::Open)),
            ')' => Ok(self.single(TokenKind::Close)),
            ',' => Ok(self.single(TokenKind::Comma)),
            '=' | '!' | '<' | '>' => self.comparator(),
            c if c.is_alphabetic() || c == '_' => self.word(),
            c if c.is_ascii_digit() => self.number(),
            '+' | '-' | '.' if self.second().is_some_and(|c| c.is_ascii_digit() || c == '.') => self.number(),
            _ => Err(self.unknown()),
        }
    }

    fn single(&mut self, kind: TokenKind) -> TokenKind {
        self.at += 1;
        kind
    }

    fn unknown(&self) -> FilterError {
        let rest = self.rest();
        let length = rest.chars().next().map_or(0, char::len_utf8);
        let comment = ["--", "/*"].iter().any(|mark| rest.starts_with(mark)) || rest.starts_with('#');
        let hint = if comment {
            "comments are not part of the filter language"
        } else if rest.starts_with(';') {
            "one filter at a time: join conditions with `AND` or `OR`"
        } else {
            "text stands in single quotes, a key with special characters in backticks"
        };
        let length = if comment && !rest.starts_with('#') { 2 } else { length };
        FilterError::new(self.text, self.at, self.at + length, "a key, a comparator or a value").hint(hint)
    }

    fn comparator(&mut self) -> Result<TokenKind, FilterError> {
        let start = self.at;
        self.skip_while(|c| matches!(c, '=' | '!' | '<' | '>'));
        let comparator = match &self.text[start..self.at] {
            "=" => "=",
            "!=" => "!=",
            "<" => "<",
            "<=" => "<=",
            ">" => ">",
            ">=" => ">=",
            other => {
                let hint = match other {
                    "==" => "write `=`",
                    "<>" => "write `!=`",
                    _ => "the comparators are `=`, `!=`, `<`, `<=`, `>`, `>=`",
                };
                return Err(FilterError::new(self.text, start, self.at, "a comparator").hint(hint));
            }
        };
        Ok(TokenKind::Comparator(comparator))
    }

    /// A bare word, and the quoted name that may follow its last dot.
    fn word(&mut self) -> Result<TokenKind, FilterError> {
        let start = self.at;
        self.skip_word();
        let word = &self.text[start..self.at];
        match self.peek() {
            Some(quote @ ('`' | '"' | '\'')) if word.ends_with('.') => {
                Ok(TokenKind::QuotedKey(format!("{word}{}", self.quoted(quote)?)))
            }
            _ => Ok(TokenKind::Word(word.to_owned())),
        }
    }

    fn skip_word(&mut self) {
        loop {
            self.skip_while(is_word_character);
            let hyphen = self.peek() == Some('-');
            if !hyphen || !self.second().is_some_and(|c| c.is_alphanumeric() || c == '_') {
                return;
            }
            self.at += 1;
        }
    }

    /// The key that begins with a quoted part: alone, or an entity before a dot and a name.
    fn after_quoted_entity(&mut self, quoted: String) -> Result<TokenKind, FilterError> {
        if self.peek() != Some('.') {
            return Ok(TokenKind::QuotedKey(quoted));
        }
        let dot = self.at;
        self.at += 1;
        let name = match self.peek() {
            Some(quote @ ('`' | '"' | '\'')) => format!(".{}", self.quoted(quote)?),
            _ => {
                self.skip_word();
                self.text[dot..self.at].to_owned()
            }
        };
        Ok(TokenKind::QuotedKey(format!("{quoted}{name}")))
    }

    fn number(&mut self) -> Result<TokenKind, FilterError> {
        let start = self.at;
        if matches!(self.peek(), Some('+' | '-')) {
            self.at += 1;
        }
        let digit = |c: char| c.is_ascii_digit();
        self.skip_while(digit);
        if self.peek() == Some('.') {
            self.at += 1;
            self.skip_while(digit);
        }
        if let Some(length) = exponent_length(self.rest()) {
            self.at += length;
        }
        let number = &self.text[start..self.at];
        let unit_start = self.at;
        self.skip_while(|c| c.is_alphanumeric() || c == '_');
        let unit = self.text[unit_start..self.at].to_owned();
        match number.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(TokenKind::Number { value, unit }),
            _ => Err(FilterError::new(self.text, start, self.at, "a number between -1.7e308 and 1.7e308")),
        }
    }

    /// Text in `quote`s, a doubled quote standing for one. A quote after a backslash belongs to the text unless the
    /// value can only end there: MLflow reads `'a\'b'` as one text, and `'C:\'` must stay possible.
    fn quoted(&mut self, quote: char) -> Result<String, FilterError> {
        let start = self.at;
        let mut text = String::new();
        let mut after_backslash = false;
        self.at += quote.len_utf8();
        while let Some(c) = self.peek() {
            let doubled = c == quote && self.second() == Some(quote);
            let may_close = quote == '`' || !after_backslash || value_ends(&self.rest()[c.len_utf8()..]);
            if c == quote && !doubled && may_close {
                self.at += 1;
                return Ok(text);
            }
            text.push(c);
            after_backslash = c == '\\';
            self.at += if doubled { 2 } else { c.len_utf8() };
        }
        Err(FilterError::new(self.text, start, self.text.len(), format!("a closing {quote}"))
            .hint("a quote inside quoted text is written twice"))
    }
}

/// Length of an exponent (`e5`, `E-3`) at the start of `rest`.
fn exponent_length(rest: &str) -> Option<usize> {
    let digits = rest.strip_prefix(['e', 'E'])?;
    let digits = digits.strip_prefix(['+', '-']).unwrap_or(digits);
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    (end > 0).then(|| rest.len() - digits.len() + end)
}

/// Whether what follows a quote can only follow the end of a value.
fn value_ends(rest: &str) -> bool {
    let after = rest.trim_start();
    let word = after.split(|c: char| !is_word_character(c)).next().unwrap_or("");
    let keyword = word.eq_ignore_ascii_case("and") || word.eq_ignore_ascii_case("or");
    after.is_empty() || after.starts_with([')', ',']) || (keyword && after.len() < rest.len())
}
