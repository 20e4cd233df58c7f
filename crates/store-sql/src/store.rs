//! The engine: opens the data directory and answers the ports.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use rusqlite::params;
use spanwell_model::{Clock, DeriveFacts, Error, Result};
use spanwell_store::TraceChange;
use tokio::sync::broadcast;

use crate::connection::{Readers, open_writer};
use crate::directory::DataDirectory;
use crate::error::SqliteResult;
use crate::migrations;
use crate::options::OpenOptions;
use crate::write::context::WriteState;
use crate::write::queue::WriteQueue;

mod experiments;
mod traces;

/// Changes kept for receivers that are slow; slower ones are told that they lag.
const CHANGES: usize = 4_096;

/// The embedded engine: experiments and traces in one data directory.
pub struct SqliteStore {
    directory: Arc<DataDirectory>,
    queue: WriteQueue,
    readers: Arc<Readers>,
    changes: broadcast::Sender<TraceChange>,
    derive: Arc<dyn DeriveFacts>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl SqliteStore {
    /// Opens the data directory, which is made when it is not there. Refused when another process has it, or when a newer
    /// version wrote it.
    pub fn open(options: OpenOptions) -> Result<Arc<Self>> {
        let directory = Arc::new(DataDirectory::open(&options.directory)?);
        let mut connection = open_writer(&directory.database(), options.max_pages)?;
        migrations::apply(&mut connection, migrations::MIGRATIONS, options.clock.now_ms())?;
        make_default_experiment(&connection, &*options.clock)?;
        let readers = Arc::new(Readers::open(&directory.database(), options.readers)?);
        let (changes, _) = broadcast::channel(CHANGES);
        let state = WriteState::new(&connection, options.derive.clone())?;
        let (queue, write) = WriteQueue::new(connection, state, &options.limits, changes.clone());
        let held = directory.clone();
        let writer = std::thread::Builder::new()
            .name("spanwell-writer".to_owned())
            .spawn(move || {
                write();
                // The directory stays locked until the last write is on disk.
                drop(held);
            })
            .map_err(Error::internal)?;
        Ok(Arc::new(Self {
            directory,
            queue,
            readers,
            changes,
            derive: options.derive,
            writer: Mutex::new(Some(writer)),
        }))
    }

    /// Writes what waits, then closes. Calls that come later fail with `Unavailable`. The directory is free for another
    /// process when the last handle of the store is dropped.
    pub async fn close(&self) -> Result<()> {
        self.queue.close();
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            let ended = tokio::task::spawn_blocking(move || writer.join()).await.map_err(Error::internal)?;
            ended.map_err(|_| Error::internal("the writer's thread panicked"))?;
        }
        self.readers.close();
        Ok(())
    }
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
