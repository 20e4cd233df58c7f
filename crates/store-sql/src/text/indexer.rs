//! The thread that brings blocks into the text index.
//!
//! It is woken after each write, reads the blocks after the last one it added, and commits when about a second has passed
//! or enough waits. Nothing is written to the database for it: where to go on stands in the index's own commit. Traces that
//! were deleted are in the table `text_deletions` until a commit without them is on disk.
//!
//! When nothing was written for some seconds, it gives back its memory, has the caches of the database emptied, and sleeps
//! until the next write.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use spanwell_model::{Error, Result};
use spanwell_store::text::{push_event_content, push_span_content};

use crate::connection::shrink;
use crate::error::SqliteResult;
use crate::payload::{self, Content};
use crate::text::index::{TextIndex, TextIndexWriter};
use crate::text::tokens::DocumentTerms;

/// Longest time that an added block waits for a commit.
const COMMIT_INTERVAL: Duration = Duration::from_millis(1_000);

/// Time without a write after which memory is given back.
const IDLE_INTERVAL: Duration = Duration::from_secs(3);

/// Time between an error and another try.
const RETRY_INTERVAL: Duration = Duration::from_secs(5);

/// Errors in a row after which the index is built again.
const REBUILD_FAILURES: u32 = 3;

/// Blocks read at once.
const BATCH_BLOCKS: i64 = 256;

pub(crate) const NEXT_BLOCKS: &str =
    "SELECT block_id, trace_key, data FROM span_blocks WHERE block_id > ?1 ORDER BY block_id LIMIT ?2";
pub(crate) const DELETED: &str = "SELECT trace_key FROM text_deletions LIMIT 10000";

/// What the rest of the engine has of the indexer.
#[derive(Default)]
pub(crate) struct IndexerShared {
    /// The index; `None` while it is not open.
    index: Mutex<Option<Arc<TextIndex>>>,
    /// Milliseconds since the oldest block that searches do not find in the index was noticed; 0 when there is none.
    pub(crate) lag_ms: AtomicU64,
}

impl IndexerShared {
    /// The index, if it is open.
    pub(crate) fn index(&self) -> Option<Arc<TextIndex>> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, index: Option<Arc<TextIndex>>) {
        *self.index.lock().unwrap_or_else(PoisonError::into_inner) = index;
    }
}

/// Wakes the indexer.
#[derive(Clone)]
pub(crate) struct Wake(SyncSender<()>);

impl Wake {
    /// Tells that something was written. Several calls before it looks are one.
    pub(crate) fn wake(&self) {
        match self.0.try_send(()) {
            Ok(()) | Err(TrySendError::Full(()) | TrySendError::Disconnected(())) => {}
        }
    }
}

/// Removes rows of `text_deletions` whose traces the index no longer has.
pub(crate) type ForgetDeleted = Box<dyn Fn(Vec<i64>) + Send>;

/// Empties the caches of the engine's other connections.
pub(crate) type ShrinkCaches = Box<dyn Fn() + Send>;

/// What the indexer works with.
pub(crate) struct Indexer {
    connection: Connection,
    shared: Arc<IndexerShared>,
    receiver: Receiver<()>,
    path: PathBuf,
    forget_deleted: ForgetDeleted,
    shrink_caches: ShrinkCaches,
}

/// A piece of work that was not committed.
struct Progress {
    writer: TextIndexWriter,
    terms: DocumentTerms,
    added: i64,
    committed: i64,
    deleted: Vec<i64>,
    waiting_since: Option<Instant>,
    /// Memory was given back and nothing was written since.
    is_resting: bool,
}

/// Why the indexer stopped waiting.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Woken {
    /// Something was written, or a commit is due.
    Work,
    /// Nothing was written for some seconds.
    Idle,
    /// Nothing will be written any more.
    Closed,
}

impl Indexer {
    /// The indexer of the index at `path`, and what wakes it. It ends when all of those are dropped.
    pub(crate) fn new(
        connection: Connection,
        path: PathBuf,
        shared: Arc<IndexerShared>,
        forget_deleted: ForgetDeleted,
        shrink_caches: ShrinkCaches,
    ) -> (Self, Wake) {
        let (sender, receiver) = sync_channel(1);
        (Self { connection, shared, receiver, path, forget_deleted, shrink_caches }, Wake(sender))
    }

    /// Indexes until nobody can wake it any more. After an error (full disk, damaged file) searches read the blocks
    /// themselves until another try works; an index with which nothing works is built again.
    pub(crate) fn run(self) {
        let mut failures = 0;
        while let Err(error) = self.index_until_closed(&mut failures) {
            self.shared.set(None);
            failures += 1;
            tracing::error!(%error, inside = error.inside(), failures, "the text index stopped and is tried again");
            if failures.is_multiple_of(REBUILD_FAILURES)
                && let Err(error) = std::fs::remove_dir_all(&self.path)
            {
                tracing::error!(%error, "the text index cannot be removed");
            }
            if !self.rest() {
                return;
            }
        }
    }

    /// Waits before another try. `false` when there is no need for one.
    fn rest(&self) -> bool {
        let until = Instant::now() + RETRY_INTERVAL;
        loop {
            match self.receiver.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }

    fn index_until_closed(&self, failures: &mut u32) -> Result<()> {
        let next: i64 = self
            .connection
            .query_row("SELECT next_block_id FROM counters WHERE id = 1", [], |row| row.get(0))
            .sql()?;
        let (index, writer) = TextIndex::open(&self.path, next).map_err(Error::internal)?;
        let committed = index.watermark();
        let index = Arc::new(index);
        self.shared.set(Some(index.clone()));
        let mut progress = Progress {
            writer,
            terms: DocumentTerms::default(),
            added: committed,
            committed,
            deleted: Vec::new(),
            waiting_since: None,
            is_resting: false,
        };
        loop {
            let is_behind = self.add_batch(&mut progress)?;
            let woken = self.wait(&progress, is_behind);
            let open = woken != Woken::Closed;
            progress.is_resting = woken == Woken::Idle;
            if progress.is_resting {
                self.give_back(&mut progress, &index)?;
            }
            let due = progress.waiting_since.is_some_and(|since| since.elapsed() >= COMMIT_INTERVAL);
            if due || !open {
                self.delete(&mut progress)?;
                self.commit(&mut progress, &index)?;
                *failures = 0;
            }
            self.note_lag(&progress);
            if !open && !self.add_batch(&mut progress)? {
                self.commit(&mut progress, &index)?;
                return progress.writer.rest().map_err(Error::internal);
            }
        }
    }

    /// Waits for the next write, but not beyond the time of the next commit or of giving memory back.
    fn wait(&self, progress: &Progress, is_behind: bool) -> Woken {
        let (time, at_end) = match progress.waiting_since {
            _ if is_behind => (Duration::ZERO, Woken::Work),
            Some(since) => (COMMIT_INTERVAL.saturating_sub(since.elapsed()), Woken::Work),
            None if !progress.is_resting => (IDLE_INTERVAL, Woken::Idle),
            None => return self.receiver.recv().map_or(Woken::Closed, |()| Woken::Work),
        };
        match self.receiver.recv_timeout(time) {
            Ok(()) => Woken::Work,
            Err(RecvTimeoutError::Timeout) => at_end,
            Err(RecvTimeoutError::Disconnected) => Woken::Closed,
        }
    }

    /// Gives back the memory that only writing needs; everything is committed.
    fn give_back(&self, progress: &mut Progress, index: &TextIndex) -> Result<()> {
        progress.writer.rest().map_err(Error::internal)?;
        progress.terms = DocumentTerms::default();
        // Merges have ended: segments that they replaced are let go.
        index.show(progress.committed).map_err(Error::internal)?;
        shrink(&self.connection)?;
        (self.shrink_caches)();
        Ok(())
    }

    /// Adds some blocks; whether there may be more.
    fn add_batch(&self, progress: &mut Progress) -> Result<bool> {
        let mut statement = self.connection.prepare_cached(NEXT_BLOCKS).sql()?;
        let mut rows = statement.query([progress.added, BATCH_BLOCKS]).sql()?;
        let mut count = 0;
        while let Some(row) = rows.next().sql()? {
            let (block_id, trace_key): (i64, i64) = (row.get(0).sql()?, row.get(1).sql()?);
            let data = row.get_ref(2).and_then(|value| Ok(value.as_blob()?)).sql()?;
            add_terms(data, &mut progress.terms);
            progress.writer.add(trace_key, progress.terms.take()).map_err(Error::internal)?;
            progress.added = block_id;
            count += 1;
        }
        if count > 0 || self.has_deletions()? {
            progress.waiting_since.get_or_insert_with(Instant::now);
        }
        Ok(count == BATCH_BLOCKS)
    }

    fn has_deletions(&self) -> Result<bool> {
        let mut statement =
            self.connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM text_deletions)").sql()?;
        statement.query_row([], |row| row.get(0)).sql()
    }

    fn delete(&self, progress: &mut Progress) -> Result<()> {
        let mut statement = self.connection.prepare_cached(DELETED).sql()?;
        let deleted = statement.query_map([], |row| row.get(0)).sql()?;
        progress.deleted = deleted.collect::<rusqlite::Result<_>>().sql()?;
        for key in &progress.deleted {
            progress.writer.delete(*key).map_err(Error::internal)?;
        }
        Ok(())
    }

    fn commit(&self, progress: &mut Progress, index: &TextIndex) -> Result<()> {
        if progress.waiting_since.take().is_none() && progress.added == progress.committed {
            return Ok(());
        }
        progress.writer.commit(progress.added).map_err(Error::internal)?;
        progress.committed = progress.added;
        index.show(progress.committed).map_err(Error::internal)?;
        if !progress.deleted.is_empty() {
            (self.forget_deleted)(std::mem::take(&mut progress.deleted));
        }
        Ok(())
    }

    fn note_lag(&self, progress: &Progress) {
        let lag = progress.waiting_since.map_or(0, |since| since.elapsed().as_millis().max(1));
        self.shared.lag_ms.store(u64::try_from(lag).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

/// The terms of a block: those of what `span_content` makes of its spans. A damaged block has none.
fn add_terms(data: &[u8], terms: &mut DocumentTerms) {
    let mut text = String::new();
    match payload::decode(data) {
        Ok(Content::Spans(spans)) => {
            for span in &spans {
                text.clear();
                push_span_content(span, &mut text);
                terms.add(&text);
            }
        }
        Ok(Content::Events(events)) => {
            push_event_content(&events, &mut text);
            terms.add(&text);
        }
        Err(_) => {}
    }
}
