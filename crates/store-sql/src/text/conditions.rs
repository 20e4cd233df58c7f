//! The tests of text that one search needs: SQL names them by position and hands them back through functions.

use std::sync::Arc;

use spanwell_model::Span;
use spanwell_query::pattern::TextPattern;
use spanwell_query::{Comparison, Expression, FieldValue, SpanField, Test, test_holds};
use spanwell_store::text::value_text;

use crate::connection::Reader;
use crate::error::SqliteResult;
use crate::text::indexer::IndexerShared;
use crate::text::key_set::KeySet;
use crate::text::need::Need;

/// Traces with blocks that the index has not seen.
pub(crate) const UNSEEN: &str = "SELECT DISTINCT trace_key FROM span_blocks WHERE block_id > ?1";

pub(crate) const OF_TERM: &str = "SELECT trace_key FROM trace_terms WHERE term = ?1 LIMIT ?2";
pub(crate) const HALF_OF_TRACES: &str = "SELECT traces / 2 FROM counters WHERE id = 1";

/// A test of a span's text.
pub(crate) struct SpanTest {
    field: SpanField,
    test: Test,
    /// Made ready once for all spans.
    pattern: Option<TextPattern>,
}

impl SpanTest {
    /// Whether it holds; `content` is the span's searchable text.
    pub(crate) fn holds(&self, span: &Span, content: &str) -> bool {
        let attribute;
        let value: Option<&str> = match &self.field {
            SpanField::Attribute(key) => {
                attribute = span.attribute(key).and_then(value_text);
                attribute.as_deref()
            }
            _ => Some(content),
        };
        match (&self.pattern, value) {
            (Some(pattern), Some(value)) => pattern.matches(value),
            (Some(_), None) => false,
            (None, value) => test_holds(&self.test, value.map(FieldValue::text).as_slice()),
        }
    }

    /// Whether the test looks at the whole text.
    pub(crate) fn needs_content(&self) -> bool {
        !matches!(self.field, SpanField::Attribute(_))
    }
}

/// The tests of text that one search needs.
#[derive(Default)]
pub(crate) struct TextConditions {
    pub(crate) span_tests: Vec<SpanTest>,
    /// Traces that may have a text: those of the index and those it has not seen yet.
    pub(crate) candidates: Vec<KeySet>,
    /// Words that must all occur.
    pub(crate) words: Vec<String>,
    /// Traces that have all words by what the index says, and need not be read unless their text was replaced.
    pub(crate) certain: KeySet,
}

/// Collects the tests of a search while its SQL is written, and asks the index.
pub(crate) struct TextPlan<'a> {
    reader: &'a Reader,
    index: Arc<IndexerShared>,
    pub(crate) conditions: TextConditions,
    /// What was asked of the index: each question once.
    asked: Vec<(Need, Option<usize>)>,
    /// The same for terms of traces.
    asked_terms: Vec<(i64, Option<usize>)>,
    /// Whether all traces are looked at, not only the first ones of a page.
    reads_all: bool,
}

impl<'a> TextPlan<'a> {
    /// Nothing yet.
    pub(crate) fn new(reader: &'a Reader, reads_all: bool) -> Self {
        Self {
            reader,
            index: reader.index.clone(),
            conditions: TextConditions::default(),
            asked: Vec::new(),
            asked_terms: Vec::new(),
            reads_all,
        }
    }

    /// Remembers a test; its position.
    pub(crate) fn add_span_test(&mut self, field: &SpanField, test: &Test) -> i64 {
        let pattern = match test {
            Test::Text(comparator, text) => TextPattern::new(*comparator, text).ok(),
            _ => None,
        };
        self.conditions.span_tests.push(SpanTest { field: field.clone(), test: test.clone(), pattern });
        (self.conditions.span_tests.len() - 1) as i64
    }

    /// The position of the traces worth reading for an expression on one span; `None` when the index cannot tell.
    pub(crate) fn candidates_of_span(
        &mut self,
        expression: &Expression<Comparison<SpanField>>,
    ) -> Option<usize> {
        self.candidates(Need::of_span(expression)?)
    }

    /// The position of the traces worth reading for these words.
    pub(crate) fn candidates_of_words(&mut self, words: &[String]) -> Option<usize> {
        match self.certain_of_words(words) {
            Some(position) => Some(position),
            None => self.candidates(Need::of_words(words)?),
        }
    }

    fn certain_of_words(&mut self, words: &[String]) -> Option<usize> {
        // An index that cannot be read says so when it is asked for candidates.
        let found = self.index.index()?.search_words(words).ok()??;
        let candidates = self.with_unseen(found.candidates, found.watermark)?;
        self.conditions.certain = found.certain;
        self.conditions.candidates.push(candidates);
        Some(self.conditions.candidates.len() - 1)
    }

    /// The position of the traces that have a term. `None` when finding them costs more than it saves: when only a page is
    /// read, or most traces have it.
    pub(crate) fn candidates_of_term(&mut self, term: i64) -> Option<usize> {
        if !self.reads_all {
            return None;
        }
        if let Some((_, position)) = self.asked_terms.iter().find(|(asked, _)| *asked == term) {
            return *position;
        }
        let position = match self.traces_of_term(term).sql() {
            Ok(keys) => keys.map(|keys| {
                self.conditions.candidates.push(keys);
                self.conditions.candidates.len() - 1
            }),
            Err(error) => {
                tracing::warn!(%error, inside = error.inside(), "traces of a term cannot be listed: all are read");
                None
            }
        };
        self.asked_terms.push((term, position));
        position
    }

    fn traces_of_term(&self, term: i64) -> rusqlite::Result<Option<KeySet>> {
        let most: i64 = self.reader.prepare_cached(HALF_OF_TRACES)?.query_row([], |row| row.get(0))?;
        let mut statement = self.reader.prepare_cached(OF_TERM)?;
        let mut rows = statement.query([term, most + 1])?;
        let (mut keys, mut found) = (KeySet::default(), 0);
        while let Some(row) = rows.next()? {
            keys.insert(row.get(0)?);
            found += 1;
        }
        Ok((found <= most).then_some(keys))
    }

    /// The traces at a position.
    pub(crate) fn candidates_at(&self, position: usize) -> Option<&KeySet> {
        self.conditions.candidates.get(position)
    }

    fn candidates(&mut self, need: Need) -> Option<usize> {
        if let Some((_, position)) = self.asked.iter().find(|(asked, _)| *asked == need) {
            return *position;
        }
        let position = self.ask(&need).map(|keys| {
            self.conditions.candidates.push(keys);
            self.conditions.candidates.len() - 1
        });
        self.asked.push((need, position));
        position
    }

    /// An index that cannot answer costs speed, not answers.
    fn ask(&self, need: &Need) -> Option<KeySet> {
        let found = self.index.index()?.search(need);
        let (keys, watermark) = match found {
            Ok(found) => found?,
            Err(error) => {
                tracing::warn!(%error, "the text index cannot be read: this search reads all texts");
                return None;
            }
        };
        self.with_unseen(keys, watermark)
    }

    /// Adds the traces with blocks that the index has not seen.
    fn with_unseen(&self, mut keys: KeySet, watermark: i64) -> Option<KeySet> {
        let unseen = self.reader.prepare_cached(UNSEEN).and_then(|mut statement| {
            let mut rows = statement.query([watermark])?;
            while let Some(row) = rows.next()? {
                keys.insert(row.get(0)?);
            }
            Ok(())
        });
        match unseen.sql() {
            Ok(()) => Some(keys),
            Err(error) => {
                tracing::warn!(%error, inside = error.inside(), "unseen blocks cannot be listed");
                None
            }
        }
    }
}
