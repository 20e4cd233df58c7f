//! The write queue and its thread.
//!
//! Whoever wants to write hands a job to a bounded queue (by number and by bytes) and waits. The thread takes all that
//! waits, runs it in one transaction, syncs, and only then answers everybody: acknowledged means on disk. A job that fails
//! is rolled back alone; when the transaction itself fails (disk full), all jobs of the group fail and nothing of them is
//! stored.
//!
//! Hardly any job fails after it has written something. So jobs run without savepoints, which would have each of them copy
//! every page it changes; if one leaves half of its work, the whole group is rolled back and run again with savepoints.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use spanwell_model::{Error, Kind, Limits, Result};
use spanwell_store::TraceChange;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, broadcast, mpsc, oneshot};

use crate::error::SqliteResult;
use crate::text::indexer::Wake;
use crate::write::context::{WriteContext, WriteState};

/// Most jobs in one transaction.
const GROUP_JOBS: usize = 512;

/// Most KiB of payload in one transaction: a bound on how long the first of the group waits, and on what is kept until it
/// is known that the group need not run again.
const GROUP_KIB: u32 = 16 << 10;

/// When a full queue may be tried again, in milliseconds.
const QUEUE_RETRY_AFTER_MS: u64 = 1_000;

/// A piece of writing that waits for its turn.
trait Job: Send {
    /// Does it inside the transaction and remembers the outcome; the error is handed out for the thread to look at. What was
    /// done is rolled back before it is done again.
    fn run(&mut self, context: &mut WriteContext<'_>) -> Result<()>;

    /// Answers the caller: `Err` when the transaction failed.
    fn finish(self: Box<Self>, committed: Result<()>);
}

struct Work<F, T> {
    work: F,
    outcome: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T, F> Job for Work<F, T>
where
    T: Send,
    F: FnMut(&mut WriteContext<'_>) -> Result<T> + Send,
{
    fn run(&mut self, context: &mut WriteContext<'_>) -> Result<()> {
        let outcome = (self.work)(context);
        let error = outcome.as_ref().err().cloned();
        self.outcome = Some(outcome);
        error.map_or(Ok(()), Err)
    }

    fn finish(self: Box<Self>, committed: Result<()>) {
        let answer = match (committed, self.outcome) {
            (_, Some(Err(own))) => Err(own),
            (Err(error), _) => Err(error),
            (Ok(()), Some(outcome)) => outcome,
            (Ok(()), None) => Err(Error::internal("a write that was not run")),
        };
        // A caller that no longer waits has lost interest; what it wrote stays.
        drop(self.reply.send(answer));
    }
}

struct Queued {
    job: Box<dyn Job>,
    kib: u32,
    _permit: OwnedSemaphorePermit,
}

/// The queue's entrance.
pub(crate) struct WriteQueue {
    sender: Mutex<Option<mpsc::Sender<Queued>>>,
    space: Arc<Semaphore>,
    space_kib: u32,
}

impl WriteQueue {
    /// Makes the queue and the body of its thread, which ends when the queue is closed and everything is written.
    pub(crate) fn new(
        connection: Connection,
        state: WriteState,
        limits: &Limits,
        changes: broadcast::Sender<TraceChange>,
        wake: Option<Wake>,
    ) -> (Self, impl FnOnce() + Send + 'static) {
        let (sender, receiver) = mpsc::channel(limits.write_queue_requests.max(1));
        let space_kib = u32::try_from(limits.write_queue_bytes >> 10).unwrap_or(u32::MAX).clamp(1, 1 << 28);
        let queue = Self {
            sender: Mutex::new(Some(sender)),
            space: Arc::new(Semaphore::new(space_kib as usize)),
            space_kib,
        };
        (queue, move || Thread { connection, state, changes, receiver, wake }.run())
    }

    /// Refuses when the queue is full now.
    pub(crate) fn check_room(&self) -> Result<()> {
        if self.space.available_permits() == 0 { Err(full()) } else { Ok(()) }
    }

    /// Writes and waits until it is durable. `bytes` is what the work keeps in memory while it waits.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        bytes: usize,
        work: impl FnMut(&mut WriteContext<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        let kib = u32::try_from(bytes >> 10).unwrap_or(u32::MAX).clamp(1, self.space_kib);
        let permit = self.space.clone().try_acquire_many_owned(kib).map_err(|_| full())?;
        let job = Box::new(Work { work, outcome: None, reply });
        {
            let sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
            let sender = sender.as_ref().ok_or_else(closed)?;
            sender.try_send(Queued { job, kib, _permit: permit }).map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => full(),
                mpsc::error::TrySendError::Closed(_) => closed(),
            })?;
        }
        answer.await.map_err(|_| closed())?
    }

    /// Writes when there is room and nobody waits for it; what cannot be queued now is left undone.
    pub(crate) fn write_if_room(
        &self,
        work: impl FnMut(&mut WriteContext<'_>) -> Result<()> + Send + 'static,
    ) {
        let (reply, _) = oneshot::channel();
        let Ok(permit) = self.space.clone().try_acquire_owned() else { return };
        let job = Box::new(Work { work, outcome: None, reply });
        let sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = sender.as_ref() {
            // The caller comes again with the same work.
            drop(sender.try_send(Queued { job, kib: 1, _permit: permit }));
        }
    }

    /// Takes no more work; what waits is still written.
    pub(crate) fn close(&self) {
        self.sender.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

fn full() -> Error {
    Error::new(Kind::ResourceExhausted, "too much waits to be written: send less, or later")
        .with_retry_after_ms(QUEUE_RETRY_AFTER_MS)
}

fn closed() -> Error {
    Error::unavailable("the server is shutting down", QUEUE_RETRY_AFTER_MS)
}

struct Thread {
    connection: Connection,
    state: WriteState,
    changes: broadcast::Sender<TraceChange>,
    receiver: mpsc::Receiver<Queued>,
    /// The text index follows what was written.
    wake: Option<Wake>,
}

impl Thread {
    fn run(mut self) {
        while let Some(first) = self.receiver.blocking_recv() {
            let mut kib = first.kib;
            let mut group = vec![first];
            while group.len() < GROUP_JOBS && kib < GROUP_KIB {
                let Ok(next) = self.receiver.try_recv() else { break };
                kib = kib.saturating_add(next.kib);
                group.push(next);
            }
            let changes = self.connection.total_changes();
            let committed = self.write(&mut group);
            if let Err(error) = &committed {
                self.state.forget();
                tracing::warn!(error = %error, inside = error.inside(), jobs = group.len(), "a group of writes failed");
            }
            if committed.is_ok() {
                // Before the callers go on: who subscribes after a write does not hear of it.
                for change in self.state.changes.drain(..) {
                    // Nobody listens: nothing to tell.
                    drop(self.changes.send(change));
                }
            }
            for queued in group {
                queued.job.finish(committed.clone());
            }
            // Work that changed nothing, as that of an idle indexer, does not keep it awake.
            if let Some(wake) = &self.wake
                && self.connection.total_changes() != changes
            {
                wake.wake();
            }
        }
        if let Err(error) = self.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)") {
            tracing::warn!(%error, "the log could not be copied into the database; the next start does it");
        }
    }

    fn write(&mut self, group: &mut [Queued]) -> Result<()> {
        if self.transact(group, Isolation::None)? {
            return Ok(());
        }
        self.state.forget();
        self.transact(group, Isolation::Savepoints).map(drop)
    }

    /// Runs a group in one transaction; whether it stands. It does not when a job that is not isolated failed half-way.
    fn transact(&mut self, group: &mut [Queued], isolation: Isolation) -> Result<bool> {
        self.state.changes.clear();
        self.connection.execute_batch("BEGIN IMMEDIATE").sql()?;
        let done = self.run_group(group, isolation).and_then(|stands| {
            if stands {
                self.connection.execute_batch("COMMIT").sql()?;
            }
            Ok(stands)
        });
        if !matches!(done, Ok(true)) && !self.connection.is_autocommit() {
            self.connection.execute_batch("ROLLBACK").sql()?;
        }
        done
    }

    fn run_group(&mut self, group: &mut [Queued], isolation: Isolation) -> Result<bool> {
        self.state.load_counters(&self.connection)?;
        for queued in group {
            if isolation == Isolation::Savepoints {
                self.connection.prepare_cached("SAVEPOINT job").and_then(|mut s| s.execute([])).sql()?;
            }
            let (changes, counters) = (self.state.changes.len(), self.state.counters);
            let rows_changed = self.connection.total_changes();
            let mut context = WriteContext { connection: &self.connection, state: &mut self.state };
            if let Err(error) = queued.job.run(&mut context) {
                if self.connection.is_autocommit() {
                    // The engine gave up the whole transaction (disk full, input/output error).
                    return Err(error);
                }
                if isolation == Isolation::Savepoints {
                    self.connection.execute_batch("ROLLBACK TO job").sql()?;
                    self.state.forget();
                } else if self.connection.total_changes() != rows_changed {
                    return Ok(false);
                }
                self.state.changes.truncate(changes);
                self.state.return_to(counters);
            }
            if isolation == Isolation::Savepoints {
                self.connection.prepare_cached("RELEASE job").and_then(|mut s| s.execute([])).sql()?;
            }
        }
        self.state.save_counters(&self.connection)?;
        Ok(true)
    }
}

/// What protects the jobs of a group from the failure of one of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Isolation {
    /// Nothing: no job may leave half of its work.
    None,
    /// What a job did can be taken back alone.
    Savepoints,
}

#[cfg(test)]
mod tests {
    use std::future::Future;

    use spanwell_model::{DeriveFacts, Span, SpanFacts};

    use super::*;
    use crate::connection::open_writer;
    use crate::migrations;

    struct NoFacts;

    impl DeriveFacts for NoFacts {
        fn derive(&self, _: &Span) -> SpanFacts {
            SpanFacts::default()
        }
    }

    /// Stores a tag for each of `keys`; then fails, if it should.
    fn tag(queue: &WriteQueue, keys: [&'static str; 2], fails: bool) -> impl Future<Output = Result<()>> {
        queue.write(0, move |context| {
            for key in keys {
                let sql = "INSERT INTO experiment_tags VALUES (0, ?1, '')";
                context.connection.execute(sql, [key]).sql()?;
                context.state.counters.version += 1;
            }
            if fails { Err(Error::invalid("no")) } else { Ok(()) }
        })
    }

    #[tokio::test]
    async fn a_job_that_fails_half_way_leaves_nothing_and_spares_the_others() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("queue.db");
        let mut connection = open_writer(&path, None).unwrap();
        migrations::apply(&mut connection, migrations::MIGRATIONS, 0).unwrap();
        let state = WriteState::new(&connection, Arc::new(NoFacts)).unwrap();
        let (changes, _) = broadcast::channel(8);
        let (queue, run) = WriteQueue::new(connection, state, &Limits::default(), changes, None);
        // In this order: the jobs are queued before the thread begins, hence are one group.
        let (first, half, last, thread) = tokio::join!(
            tag(&queue, ["a", "b"], false),
            tag(&queue, ["c", "d"], true),
            tag(&queue, ["e", "f"], false),
            async { std::thread::spawn(run) },
        );
        assert!(first.is_ok() && half.is_err() && last.is_ok(), "{first:?} {half:?} {last:?}");
        queue.close();
        thread.join().unwrap();
        let connection = Connection::open(&path).unwrap();
        let text = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
        assert_eq!(text("SELECT group_concat(key, '') FROM experiment_tags"), "abef");
        assert_eq!(text("SELECT CAST(version AS TEXT) FROM counters"), "4");
    }
}
