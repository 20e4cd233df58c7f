//! Connections: one that writes, a fixed number that read.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags};
use spanwell_model::{Error, Result};
use tokio::sync::Semaphore;

use crate::error::SqliteResult;
use crate::functions;
use crate::text::indexer::IndexerShared;
use crate::text::probe::TextProbe;

/// Prepared statements kept per connection.
const STATEMENTS: usize = 128;

/// Cache of the writer in KiB: it holds the inner pages of the indexes that grow at random places. Not larger, since most
/// transactions have SQLite walk through all of it when they end.
const WRITER_CACHE_KIB: i64 = 16 << 10;

/// Cache of a reader in KiB; what it does not hold comes from the operating system's cache.
const READER_CACHE_KIB: i64 = 4 << 10;

/// Pages after which the log is copied into the database: large, since the same pages are often written again.
const CHECKPOINT_PAGES: i64 = 12_000;

/// Bytes to which the log file shrinks after a checkpoint.
const LOG_BYTES: i64 = 64 << 20;

/// The connection that writes; makes the file when it is not there.
pub(crate) fn open_writer(path: &Path, max_pages: Option<u32>) -> Result<Connection> {
    let connection = Connection::open(path).sql()?;
    connection
        .execute_batch(
            "PRAGMA page_size = 4096;
         PRAGMA auto_vacuum = INCREMENTAL;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA temp_store = MEMORY;",
        )
        .sql()?;
    connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB).sql()?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES).sql()?;
    connection.pragma_update(None, "journal_size_limit", LOG_BYTES).sql()?;
    if let Some(pages) = max_pages {
        connection.pragma_update(None, "max_page_count", pages).sql()?;
    }
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.busy_timeout(std::time::Duration::from_secs(5)).sql()?;
    Ok(connection)
}

/// Gives back the cached pages that are not in use.
pub(crate) fn shrink(connection: &Connection) -> Result<()> {
    connection.execute_batch("PRAGMA shrink_memory").sql()
}

/// A connection that reads, and what its queries ask text from.
pub(crate) struct Reader {
    connection: Connection,
    /// Answers questions about text while a query runs.
    pub(crate) probe: Arc<TextProbe>,
    /// The text index.
    pub(crate) index: Arc<IndexerShared>,
}

impl Reader {
    fn open(path: &Path, index: Arc<IndexerShared>) -> Result<Self> {
        let connection = open_reading(path)?;
        functions::register(&connection)?;
        let probe = TextProbe::new(open_reading(path)?);
        probe.register(&connection)?;
        Ok(Self { connection, probe, index })
    }
}

impl std::ops::Deref for Reader {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

/// A connection that reads.
pub(crate) fn open_reading(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).sql()?;
    connection.pragma_update(None, "query_only", true).sql()?;
    connection.pragma_update(None, "temp_store", "MEMORY").sql()?;
    connection.pragma_update(None, "cache_size", -READER_CACHE_KIB).sql()?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.busy_timeout(std::time::Duration::from_secs(5)).sql()?;
    Ok(connection)
}

/// Connections that read, handed out one reader at a time.
pub(crate) struct Readers {
    idle: Mutex<Vec<Reader>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    /// Opens `count` connections, at least one.
    pub(crate) fn open(path: &Path, count: usize, index: &Arc<IndexerShared>) -> Result<Self> {
        let count = count.max(1);
        let idle = (0..count).map(|_| Reader::open(path, index.clone())).collect::<Result<Vec<_>>>()?;
        Ok(Self { idle: Mutex::new(idle), permits: Arc::new(Semaphore::new(count)) })
    }

    /// Runs `read` with a connection on a thread where it may block, in one snapshot of the database.
    pub(crate) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        read: impl FnOnce(&Reader) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let permit = self
            .permits
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| Error::unavailable("the server is shutting down", 1_000))?;
        let readers = self.clone();
        let task = tokio::task::spawn_blocking(move || {
            let Some(reader) = readers.take() else {
                return Err(Error::internal("a reader's permit without its connection"));
            };
            let result = in_snapshot(&reader, read);
            readers.give_back(reader);
            drop(permit);
            result
        });
        task.await.map_err(Error::internal)?
    }

    /// Gives back the caches of the readers that nobody uses now.
    pub(crate) fn shrink(&self) -> Result<()> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.iter().try_for_each(|reader| {
            shrink(reader)?;
            reader.probe.shrink()
        })
    }

    /// Closes all connections; reads that come later fail.
    pub(crate) fn close(&self) {
        self.permits.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn take(&self) -> Option<Reader> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn give_back(&self, reader: Reader) {
        if !self.permits.is_closed() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        }
    }
}

/// Several statements see the same state only inside a transaction.
fn in_snapshot<T>(reader: &Reader, read: impl FnOnce(&Reader) -> Result<T>) -> Result<T> {
    let transaction = reader.unchecked_transaction().sql()?;
    let result = read(reader)?;
    transaction.finish().sql()?;
    Ok(result)
}
