//! The engine: opens the data directory and answers the ports.

use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::thread::JoinHandle;

use rusqlite::params;
use spanwell_model::{Clock, DeriveFacts, Error, Result};
use spanwell_store::TraceChange;
use tokio::sync::{Semaphore, broadcast};

use crate::connection::{Readers, open_reading, open_writer, shrink};
use crate::directory::DataDirectory;
use crate::error::SqliteResult;
use crate::migrations;
use crate::options::OpenOptions;
use crate::text::indexer::{ForgetDeleted, Indexer, IndexerShared, ShrinkCaches};
use crate::write::context::WriteState;
use crate::write::prepare::PACKED_AT_ONCE;
use crate::write::queue::WriteQueue;

mod datasets;
mod experiments;
mod issues;
mod label_schemas;
mod logged_models;
mod registry;
mod review_queues;
mod runs;
mod scorers;
mod trace_metrics;
mod traces;
mod webhooks;

/// Changes kept for receivers that are slow; slower ones are told that they lag.
const CHANGES: usize = 4_096;

/// The embedded engine: experiments and traces in one data directory.
pub struct SqliteStore {
    directory: Arc<DataDirectory>,
    queue: Arc<WriteQueue>,
    readers: Arc<Readers>,
    changes: broadcast::Sender<TraceChange>,
    derive: Arc<dyn DeriveFacts>,
    clock: Arc<dyn Clock>,
    index: Arc<IndexerShared>,
    packing: Semaphore,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl SqliteStore {
    /// Opens the data directory, which is made when it is not there. Refused when another process has it, or when a newer
    /// version wrote it.
    pub fn open(options: OpenOptions) -> Result<Arc<Self>> {
        let directory = Arc::new(DataDirectory::open(&options.directory)?);
        let database = directory.database();
        let mut connection = open_writer(&database, options.max_pages)?;
        migrations::apply(&mut connection, migrations::MIGRATIONS, options.clock.now_ms())?;
        make_default_experiment(&connection, &*options.clock)?;
        let index = Arc::new(IndexerShared::default());
        let readers = Arc::new(Readers::open(&database, options.readers, &index)?);
        let (changes, _) = broadcast::channel(CHANGES);
        let state = WriteState::new(&connection, options.derive.clone())?;
        // The indexer reaches the writer through the queue, which is made after it.
        let late_queue = Arc::new(OnceLock::new());
        let (indexer, wake) = if options.text_index {
            let forget = forget_deleted(late_queue.clone());
            let reading = open_reading(&database)?;
            let shrink = shrink_caches(late_queue.clone(), Arc::downgrade(&readers));
            let (indexer, wake) =
                Indexer::new(reading, directory.text_index(), index.clone(), forget, shrink);
            (Some(indexer), Some(wake))
        } else {
            (None, None)
        };
        let (queue, write) = WriteQueue::new(connection, state, &options.limits, changes.clone(), wake);
        let queue = Arc::new(queue);
        late_queue.get_or_init(|| Arc::downgrade(&queue));
        let mut threads = vec![start_thread("spanwell-writer", &directory, write)?];
        if let Some(indexer) = indexer {
            threads.push(start_thread("spanwell-indexer", &directory, move || indexer.run())?);
        }
        let threads = Mutex::new(threads);
        let packing = Semaphore::new(PACKED_AT_ONCE);
        Ok(Arc::new(Self {
            packing,
            directory,
            queue,
            readers,
            changes,
            derive: options.derive,
            clock: options.clock,
            index,
            threads,
        }))
    }

    /// Writes what waits, commits the text index, then closes. Calls that come later fail with `Unavailable`. The directory
    /// is free for another process when the last handle of the store is dropped.
    pub async fn close(&self) -> Result<()> {
        self.queue.close();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            let ended = tokio::task::spawn_blocking(move || thread.join()).await.map_err(Error::internal)?;
            ended.map_err(|_| Error::internal("a thread of the store panicked"))?;
        }
        self.readers.close();
        Ok(())
    }
}

/// A thread that keeps the directory locked until it has ended.
fn start_thread(
    name: &str,
    directory: &Arc<DataDirectory>,
    body: impl FnOnce() + Send + 'static,
) -> Result<JoinHandle<()>> {
    let held = directory.clone();
    let body = move || {
        body();
        drop(held);
    };
    std::thread::Builder::new().name(name.to_owned()).spawn(body).map_err(Error::internal)
}

fn forget_deleted(queue: Arc<OnceLock<Weak<WriteQueue>>>) -> ForgetDeleted {
    Box::new(move |keys| {
        if let Some(queue) = queue.get().and_then(Weak::upgrade) {
            queue.write_if_room(move |context| context.forget_deleted(&keys));
        }
    })
}

fn shrink_caches(queue: Arc<OnceLock<Weak<WriteQueue>>>, readers: Weak<Readers>) -> ShrinkCaches {
    Box::new(move || {
        if let Some(queue) = queue.get().and_then(Weak::upgrade) {
            queue.write_if_room(|context| {
                context.state.cache.clear();
                shrink(context.connection)
            });
        }
        if let Some(Err(error)) = readers.upgrade().map(|readers| readers.shrink()) {
            tracing::warn!(%error, inside = error.inside(), "caches of readers could not be given back");
        }
    })
}

fn make_default_experiment(connection: &rusqlite::Connection, clock: &dyn Clock) -> Result<()> {
    connection
        .execute(
            "INSERT OR IGNORE INTO experiments
             (experiment_id, name, artifact_location, deleted, creation_time_ms, last_update_time_ms)
             VALUES (0, 'Default', 'mlflow-artifacts:/0', 0, ?1, ?1)",
            params![clock.now_ms()],
        )
        .sql()?;
    Ok(())
}
