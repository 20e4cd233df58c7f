//! The text of spans and values that filters and searches look at: the rules every engine shares.
//!
//! * [`span_content`] is what `span.content`, `trace.text`, [`find_in_trace`](crate::TraceStore::find_in_trace) and the
//!   words of a [selection](crate::TraceSelection) look at, with log events joined and before any cut.
//! * [`has_word`] is what a word of a selection means. Different words may occur in different spans of the trace.
//! * [`value_text`] is what `span.attributes.<key>` looks at, [`assessed_text`] what `feedback.<name>` does.

use std::borrow::Cow;
use std::io;

use serde::Serialize as _;
use serde_json::ser::{Formatter, Serializer};
use spanwell_model::{Span, SpanEvent, Value};

/// The searchable text of a span, a line each: its name, the message of its status, its attributes as `key: value`, its
/// events' names and attributes. Inputs and outputs are derived from attributes and events, hence are in there.
pub fn span_content(span: &Span) -> String {
    let mut text = String::new();
    push_span_content(span, &mut text);
    text
}

/// Appends [`span_content`].
pub fn push_span_content(span: &Span, text: &mut String) {
    text.push_str(&span.name);
    if !span.status.message.is_empty() {
        text.push('\n');
        text.push_str(&span.status.message);
    }
    push_attributes(&span.attributes, text);
    push_event_content(&span.events, text);
}

/// Appends what events are in [`span_content`].
pub fn push_event_content(events: &[SpanEvent], text: &mut String) {
    for event in events {
        text.push('\n');
        text.push_str(&event.name);
        push_attributes(&event.attributes, text);
    }
}

fn push_attributes(attributes: &[(String, Value)], text: &mut String) {
    for (key, value) in attributes {
        text.push('\n');
        text.push_str(key);
        text.push_str(": ");
        match value {
            Value::String(value) => text.push_str(value),
            other => other.write_json(text),
        }
    }
}

/// An attribute's value as text: text as it is, any other value as JSON text. `None` for no value.
pub fn value_text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(Cow::Borrowed(text)),
        other => Some(Cow::Owned(other.to_json())),
    }
}

/// The value of feedback or of an expectation as text (text as it is, else JSON text with a blank after `,` and `:`, as
/// Python prints it and MLflow's users write it in filters), and as a number when it is one.
pub fn assessed_text(value: &serde_json::Value) -> (Cow<'_, str>, Option<f64>) {
    match value {
        serde_json::Value::String(text) => (Cow::Borrowed(text), None),
        other => (Cow::Owned(spaced_json(other)), other.as_f64()),
    }
}

fn spaced_json(value: &serde_json::Value) -> String {
    let mut bytes = Vec::new();
    let written = value.serialize(&mut Serializer::with_formatter(&mut bytes, Spaced));
    // A value always has a text; without blanks is better than none.
    written.ok().and_then(|()| String::from_utf8(bytes).ok()).unwrap_or_else(|| value.to_string())
}

/// Writes a blank after `,` and `:`.
struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

/// The words of a search text: runs of letters and digits, in lower case.
pub fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Whether `word` (one of [`words`]) occurs in the text, in any case, at the start of a word. In scripts that are
/// written without blanks a word may start anywhere.
pub fn has_word(text: &str, word: &str) -> bool {
    if word.is_ascii() && !may_hide_ascii(text, word) {
        has_ascii_word(text, word)
    } else {
        has_any_word(text, word)
    }
}

/// Whether the text has one of the two letters that are ASCII only in their small form, and the word has that.
fn may_hide_ascii(text: &str, word: &str) -> bool {
    (word.contains('k') && text.contains('\u{212A}')) || (word.contains('i') && text.contains(DOTTED))
}

/// Most words and texts: nothing has to be written down in small letters first.
fn has_ascii_word(text: &str, word: &str) -> bool {
    let Some(first) = word.bytes().next() else { return true };
    memchr::memchr2_iter(first, first.to_ascii_uppercase(), text.as_bytes()).any(|at| {
        let here = text.as_bytes().get(at..at + word.len());
        here.is_some_and(|here| here.eq_ignore_ascii_case(word.as_bytes())) && starts_word(text, at)
    })
}

fn has_any_word(text: &str, word: &str) -> bool {
    let text = text.to_lowercase();
    let starts_anywhere = word.chars().next().is_some_and(is_without_blanks);
    text.match_indices(word).any(|(at, _)| starts_anywhere || starts_word(&text, at))
}

/// Its small form ends with a combining dot, which is no letter.
const DOTTED: char = 'İ';

/// Whether what comes before a place is not part of the same word.
fn starts_word(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    before.is_none_or(|before| !before.is_alphanumeric() || is_without_blanks(before) || before == DOTTED)
}

/// Letters of scripts that are written without blanks between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese.
pub const fn is_without_blanks(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}'
        | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17FF}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9D}'
        | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5_000))]

        #[test]
        fn ascii_words_are_found_as_any_others(text in "[aAkKiI\u{212A}İı\u{307}é東 .1ſ]{0,12}", word in "[aki1]{1,3}") {
            prop_assert_eq!(has_word(&text, &word), has_any_word(&text, &word));
        }
    }

    #[test]
    fn an_assessed_value_is_compared_as_python_prints_it() {
        let value = serde_json::json!([1.0, {"a": ["ü, x", null], "b": {}}, []]);
        assert_eq!(assessed_text(&value), (r#"[1.0, {"a": ["ü, x", null], "b": {}}, []]"#.into(), None));
        assert_eq!(assessed_text(&serde_json::json!("a,b")), ("a,b".into(), None));
        assert_eq!(assessed_text(&serde_json::json!(true)), ("true".into(), None));
        assert_eq!(assessed_text(&serde_json::json!(0.5)), ("0.5".into(), Some(0.5)));
    }

    #[test]
    fn a_word_matches_at_the_start_of_a_word_in_any_case() {
        for (text, word) in [
            ("The Heron", "her"),
            ("a-heron", "heron"),
            ("ÄRGER", "ärg"),
            ("Καλημέρα κόσμε", "κόσ"),
            ("x1", "x1"),
        ] {
            assert!(has_word(text, word), "{text} {word}");
        }
        for (text, word) in [("the heron", "eron"), ("theheron", "heron"), ("", "a")] {
            assert!(!has_word(text, word), "{text} {word}");
        }
    }

    #[test]
    fn words_of_scripts_without_blanks_start_anywhere() {
        assert!(has_word("今天天气很好", "天气"));
        assert!(has_word("ค้นหาข้อความ", "ข้อความ"));
        assert!(has_word("東京tower", "tower"));
        assert!(!has_word("今天", "天气"));
    }

    #[test]
    fn a_search_text_is_split_at_everything_else() {
        assert_eq!(words("Foo-bar,  BAZ_1 \"q\""), ["foo", "bar", "baz", "1", "q"]);
        assert!(words(" -- ").is_empty());
    }
}
