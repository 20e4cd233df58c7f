//! The behaviour suite and the property tests of the port, on this engine.
#![expect(clippy::unwrap_used, reason = "what the tests share is test code too")]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use spanwell_model::{Clock, DeriveFacts};
use spanwell_store::suite::world::EPOCH_MS;
use spanwell_store::suite::{Engine, Harness};
use spanwell_store_sql::{OpenOptions, SqliteStore};

/// Data of its own in a temporary directory, and the engine that is open on it.
struct SqliteHarness {
    directory: tempfile::TempDir,
    facts: Arc<dyn DeriveFacts>,
    store: Option<Arc<SqliteStore>>,
}

/// Before everything that happens in the tests while the engine is opened, then a day after it: all hours have ended, and
/// are kept.
#[derive(Default)]
struct DayAfter(AtomicBool);

impl Clock for DayAfter {
    fn now_ns(&self) -> u64 {
        let day_ms = 24 * 3_600_000;
        let now_ms = EPOCH_MS as u64 - day_ms + 2 * day_ms * u64::from(self.0.load(Ordering::Relaxed));
        now_ms * 1_000_000
    }
}

fn open(directory: &Path, facts: Arc<dyn DeriveFacts>) -> Arc<SqliteStore> {
    let clock = Arc::new(DayAfter::default());
    let options = OpenOptions {
        directory: directory.to_owned(),
        derive: facts,
        clock: clock.clone(),
        ..OpenOptions::default()
    };
    let store = SqliteStore::open(options).unwrap();
    clock.0.store(true, Ordering::Relaxed);
    store
}

#[async_trait]
impl Harness for SqliteHarness {
    fn store(&self) -> Arc<dyn Engine> {
        self.store.clone().unwrap()
    }

    async fn reopen(&mut self) {
        if let Some(store) = self.store.take() {
            store.close().await.unwrap();
        }
        self.store = Some(open(self.directory.path(), self.facts.clone()));
    }
}

async fn start(facts: Arc<dyn DeriveFacts>) -> Box<dyn Harness> {
    let directory = tempfile::tempdir().unwrap();
    let store = Some(open(directory.path(), facts.clone()));
    Box::new(SqliteHarness { directory, facts, store })
}

spanwell_store::store_suite!(start);
