//! The text index: which traces may have a token.
//!
//! One document a block, with the block's terms and its trace's key. Scores, positions and texts are not kept. The index
//! says in its commit up to which block it has seen everything (the watermark); whoever searches adds the traces with later
//! blocks. It can be lost at any time: it is then built again from the blocks.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use memchr::memmem::Finder;
use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::merge_policy::LogMergePolicy;
use tantivy::postings::TermInfo;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::termdict::TermDictionary;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy::{
    DocSet, Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TERMINATED, TantivyDocument, Term,
};

use crate::text::key_set::KeySet;
use crate::text::need::{Need, TokenNeed};
use crate::text::tokens;

/// The version of terms and fields. An index of another version is built again.
pub(crate) const FORMAT: u32 = 2;

/// Memory for documents that are not yet a segment, in bytes.
const HEAP_BYTES: usize = 32 << 20;

/// Most terms looked up for the beginning or a part of a token; a search with more is not narrowed by it.
const EXPANSIONS: usize = 3_000;

/// Terms found that many times a document, on average, are in nearly every document.
const TERMS_A_DOCUMENT: u64 = 4;

/// Segments of about the same size that are merged into one.
const MERGED_SEGMENTS: usize = 8;

/// So few traces are read rather than narrowed further.
const FEW_TRACES: usize = 200;

/// The name under which the field finds [`Lines`].
const TOKENIZER: &str = "lines";

/// What a commit says of itself.
#[derive(Serialize, Deserialize)]
struct CommitPayload {
    format: u32,
    watermark: i64,
}

/// The index as searches see it: one commit.
#[derive(Clone)]
struct Snapshot {
    searcher: Searcher,
    watermark: i64,
}

/// The traces that have words.
pub(crate) struct FoundWords {
    /// Those that may have them.
    pub(crate) candidates: KeySet,
    /// Those of them that have them for sure, unless a span of theirs was stored again.
    pub(crate) certain: KeySet,
    /// Up to which block the index has seen everything.
    pub(crate) watermark: i64,
}

/// The text index.
pub(crate) struct TextIndex {
    reader: IndexReader,
    terms: Field,
    snapshot: Mutex<Snapshot>,
}

/// The side that writes. Its threads and buffers, tens of megabytes, are there only while something is written.
pub(crate) struct TextIndexWriter {
    index: Index,
    writer: Option<IndexWriter>,
    terms: Field,
    trace_key: Field,
}

impl TextIndex {
    /// Opens the index, or makes an empty one when there is none, it is damaged, of another version, or ahead of the
    /// database (`next_block_id`).
    pub(crate) fn open(path: &Path, next_block_id: i64) -> tantivy::Result<(Self, TextIndexWriter)> {
        match Self::open_existing(path) {
            Ok((index, writer)) if index.watermark() < next_block_id => return Ok((index, writer)),
            Ok(_) => tracing::info!("the text index is ahead of the database and is built again"),
            Err(error) if path.exists() => tracing::info!(%error, "the text index is built again"),
            Err(_) => {}
        }
        if path.exists() {
            std::fs::remove_dir_all(path)?;
        }
        std::fs::create_dir_all(path)?;
        let (index, mut writer) =
            Self::make(Index::create(MmapDirectory::open(path)?, schema(), Default::default())?, 0)?;
        writer.commit(0)?;
        Ok((index, writer))
    }

    fn open_existing(path: &Path) -> tantivy::Result<(Self, TextIndexWriter)> {
        let index = Index::open(MmapDirectory::open(path)?)?;
        let problem = |text: &str| tantivy::TantivyError::InvalidArgument(text.to_owned());
        let payload = index.load_metas()?.payload.ok_or_else(|| problem("no watermark"))?;
        let payload: CommitPayload =
            serde_json::from_str(&payload).map_err(|_| problem("unreadable watermark"))?;
        if payload.format != FORMAT || index.schema() != schema() {
            return Err(problem("another format"));
        }
        Self::make(index, payload.watermark)
    }

    fn make(index: Index, watermark: i64) -> tantivy::Result<(Self, TextIndexWriter)> {
        index.tokenizers().register(TOKENIZER, Lines::default());
        let (terms, trace_key) = (index.schema().get_field("terms")?, index.schema().get_field("trace_key")?);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let snapshot = Mutex::new(Snapshot { searcher: reader.searcher(), watermark });
        Ok((Self { reader, terms, snapshot }, TextIndexWriter { index, writer: None, terms, trace_key }))
    }

    /// Up to which block everything is seen by searches.
    pub(crate) fn watermark(&self) -> i64 {
        self.snapshot.lock().unwrap_or_else(PoisonError::into_inner).watermark
    }

    /// Shows a commit to searches.
    pub(crate) fn show(&self, watermark: i64) -> tantivy::Result<()> {
        self.reader.reload()?;
        let snapshot = Snapshot { searcher: self.reader.searcher(), watermark };
        *self.snapshot.lock().unwrap_or_else(PoisonError::into_inner) = snapshot;
        Ok(())
    }

    /// The traces that may have what is needed, of those that the index has seen, and up to which block that is. `None`
    /// when the index cannot narrow the search.
    pub(crate) fn search(&self, need: &Need) -> tantivy::Result<Option<(KeySet, i64)>> {
        let snapshot = self.snapshot.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let found = self.keys(&snapshot.searcher, need)?;
        Ok(found.map(|keys| (keys, snapshot.watermark)))
    }

    /// The traces that have all of these words, of those that the index has seen. `None` when the terms of a word are too
    /// many, or a word is not plain.
    pub(crate) fn search_words(&self, words: &[String]) -> tantivy::Result<Option<FoundWords>> {
        if words.is_empty() || !words.iter().all(|word| tokens::is_plain_word(word)) {
            return Ok(None);
        }
        let snapshot = self.snapshot.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut common: Option<KeySet> = None;
        for word in words {
            let need = TokenNeed::Prefix(word.clone());
            let Some(keys) = self.keys_of_token(&snapshot.searcher, &need)? else { return Ok(None) };
            match &mut common {
                Some(common) => common.keep_common(&keys),
                None => common = Some(keys),
            }
        }
        let folded = TokenNeed::Exact(tokens::FOLDED.to_owned());
        let folded = self.keys_of_token(&snapshot.searcher, &folded)?.unwrap_or_default();
        Ok(common.map(|candidates| {
            let mut certain = candidates.clone();
            certain.remove_all(&folded);
            FoundWords { candidates, certain, watermark: snapshot.watermark }
        }))
    }

    fn keys(&self, searcher: &Searcher, need: &Need) -> tantivy::Result<Option<KeySet>> {
        match need {
            Need::All(needs) => {
                let mut common: Option<KeySet> = None;
                for need in cheapest_first(needs) {
                    let few = common.as_ref().is_some_and(|keys| keys.len() <= FEW_TRACES);
                    if few && matches!(need, Need::Token(TokenNeed::Contains(_) | TokenNeed::Prefix(_))) {
                        // Reading the few traces costs less than looking through all terms.
                        break;
                    }
                    let Some(keys) = self.keys(searcher, need)? else { continue };
                    match &mut common {
                        Some(common) => common.keep_common(&keys),
                        None => common = Some(keys),
                    }
                }
                Ok(common)
            }
            Need::Any(needs) => {
                let mut all = KeySet::default();
                for need in needs {
                    let Some(keys) = self.keys(searcher, need)? else { return Ok(None) };
                    all.add_all(&keys);
                }
                Ok(Some(all))
            }
            Need::Token(need) => self.keys_of_token(searcher, need),
        }
    }

    fn keys_of_token(&self, searcher: &Searcher, need: &TokenNeed) -> tantivy::Result<Option<KeySet>> {
        let mut keys = KeySet::default();
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(self.terms)?;
            let Some(terms) = matching_terms(inverted.terms(), need, segment.max_doc())? else {
                return Ok(None);
            };
            let mut documents = KeySet::default();
            for term in &terms {
                let mut postings = inverted.read_postings_from_terminfo(term, IndexRecordOption::Basic)?;
                let mut document = postings.doc();
                while document != TERMINATED {
                    documents.insert(i64::from(document));
                    document = postings.advance();
                }
            }
            let traces = segment.fast_fields().u64("trace_key")?.first_or_default_col(0);
            let alive = segment.alive_bitset();
            for document in documents.iter().filter_map(|document| u32::try_from(document).ok()) {
                if alive.is_none_or(|alive| alive.is_alive(document)) {
                    keys.insert(traces.get_val(document) as i64);
                }
            }
        }
        Ok(Some(keys))
    }
}

/// The terms of a segment that fulfil a need; `None` when they are too many, or so frequent that nearly every document has
/// one: then reading the newest texts finds a page sooner.
fn matching_terms(
    dictionary: &TermDictionary,
    need: &TokenNeed,
    documents: u32,
) -> tantivy::Result<Option<Vec<TermInfo>>> {
    let mut terms = Terms { infos: Vec::new(), occurrences: 0, documents: documents.into() };
    match need {
        TokenNeed::Exact(token) => {
            return Ok(Some(dictionary.get(tokens::cut(token))?.into_iter().collect()));
        }
        TokenNeed::Prefix(token) if token.len() >= tokens::TOKEN_BYTES => {
            return Ok(Some(dictionary.get(tokens::cut(token))?.into_iter().collect()));
        }
        TokenNeed::Prefix(token) => {
            let mut stream = dictionary.range().ge(token).into_stream()?;
            while stream.advance() && stream.key().starts_with(token.as_bytes()) {
                if !terms.add(stream.value()) {
                    return Ok(None);
                }
            }
        }
        TokenNeed::Contains(part) => {
            let part = Finder::new(part.as_bytes());
            let mut stream = dictionary.stream()?;
            while stream.advance() {
                let key = stream.key();
                if (key == tokens::LONG.as_bytes() || part.find(key).is_some()) && !terms.add(stream.value())
                {
                    return Ok(None);
                }
            }
        }
    }
    Ok(Some(terms.infos))
}

/// Terms as they are collected.
struct Terms {
    infos: Vec<TermInfo>,
    occurrences: u64,
    documents: u64,
}

impl Terms {
    /// Adds a term; `false` when they are no longer worth it.
    fn add(&mut self, info: &TermInfo) -> bool {
        self.occurrences += u64::from(info.doc_freq);
        self.infos.push(info.clone());
        self.infos.len() <= EXPANSIONS && self.occurrences <= self.documents.saturating_mul(TERMS_A_DOCUMENT)
    }
}

/// Whole tokens are looked up, parts of them are looked for among all terms: the former first.
fn cheapest_first(needs: &[Need]) -> Vec<&Need> {
    let mut sorted: Vec<&Need> = needs.iter().collect();
    sorted.sort_by_key(|need| match need {
        Need::Token(TokenNeed::Exact(_)) => 0,
        Need::Token(TokenNeed::Prefix(_)) => 1,
        Need::All(_) | Need::Any(_) => 2,
        Need::Token(TokenNeed::Contains(_)) => 3,
    });
    sorted
}

fn schema() -> Schema {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    schema.add_text_field("terms", TextOptions::default().set_indexing_options(indexing));
    schema.add_u64_field("trace_key", NumericOptions::default() | INDEXED | FAST);
    schema.build()
}

impl TextIndexWriter {
    fn writer(&mut self) -> tantivy::Result<&mut IndexWriter> {
        Ok(match &mut self.writer {
            Some(writer) => writer,
            slot => {
                let writer = self.index.writer_with_num_threads(1, HEAP_BYTES)?;
                let mut policy = LogMergePolicy::default();
                policy.set_min_num_segments(MERGED_SEGMENTS);
                writer.set_merge_policy(Box::new(policy));
                slot.insert(writer)
            }
        })
    }

    /// Adds the terms of a block, a newline after each.
    pub(crate) fn add(&mut self, trace_key: i64, terms: String) -> tantivy::Result<()> {
        let mut document = TantivyDocument::new();
        document.add_text(self.terms, terms);
        document.add_u64(self.trace_key, trace_key as u64);
        self.writer()?.add_document(document)?;
        Ok(())
    }

    /// Removes what was added of a trace.
    pub(crate) fn delete(&mut self, trace_key: i64) -> tantivy::Result<()> {
        let term = Term::from_field_u64(self.trace_key, trace_key as u64);
        self.writer()?.delete_term(term);
        Ok(())
    }

    /// Makes everything so far durable, up to a block.
    pub(crate) fn commit(&mut self, watermark: i64) -> tantivy::Result<()> {
        let payload = serde_json::to_string(&CommitPayload { format: FORMAT, watermark })
            .map_err(|error| tantivy::TantivyError::InternalError(error.to_string()))?;
        let mut commit = self.writer()?.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        Ok(())
    }

    /// Ends the threads and gives back the buffers, after merges that run. What was not committed is lost; what is added
    /// later starts them again.
    pub(crate) fn rest(&mut self) -> tantivy::Result<()> {
        self.writer.take().map_or(Ok(()), IndexWriter::wait_merging_threads)
    }
}

/// Splits at newlines: the terms were made before.
#[derive(Clone, Default)]
struct Lines {
    token: Token,
}

struct LineStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for Lines {
    type TokenStream<'a> = LineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LineStream<'a> {
        self.token.reset();
        LineStream { rest: text, token: &mut self.token }
    }
}

impl TokenStream for LineStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((line, rest)) = self.rest.split_once('\n') else { return false };
        self.token.text.clear();
        self.token.text.push_str(line);
        self.token.position = self.token.position.wrapping_add(1);
        self.rest = rest;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(index: &TextIndex, token: &str) -> (Vec<i64>, i64) {
        let need = Need::Token(TokenNeed::Exact(token.to_owned()));
        let (keys, watermark) = index.search(&need).unwrap().unwrap();
        (keys.iter().collect(), watermark)
    }

    #[test]
    fn a_writer_that_rested_goes_on_where_it_was() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("text");
        let (index, mut writer) = TextIndex::open(&path, 10).unwrap();
        for key in 1..=3 {
            writer.add(key, "heron\n".to_owned()).unwrap();
            writer.commit(key).unwrap();
        }
        writer.rest().unwrap();
        writer.rest().unwrap();
        index.show(3).unwrap();
        assert_eq!(keys(&index, "heron"), (vec![1, 2, 3], 3));

        writer.delete(2).unwrap();
        writer.add(4, "heron\n".to_owned()).unwrap();
        writer.commit(4).unwrap();
        writer.rest().unwrap();
        index.show(4).unwrap();
        assert_eq!(keys(&index, "heron"), (vec![1, 3, 4], 4));

        drop((index, writer));
        let (index, _writer) = TextIndex::open(&path, 10).unwrap();
        assert_eq!(keys(&index, "heron"), (vec![1, 3, 4], 4));
    }
}
