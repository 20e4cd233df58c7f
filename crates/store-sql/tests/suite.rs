//! The behaviour suite and the property tests of the port, on this engine.
#![expect(clippy::unwrap_used, reason = "what the tests share is test code too")]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;
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

    /// Until the commit of the index that searches use has all blocks.
    async fn settle(&self) {
        let (store, folder) = (self.store(), self.directory.path());
        let settled = async {
            while indexed_blocks(folder) < Some(stored_blocks(folder))
                || store.figures().await.unwrap().index_lag_ms > 0
            {}
        };
        let waited = tokio::time::timeout(Duration::from_secs(60), settled).await;
        assert!(waited.is_ok(), "the text index never catches up");
    }
}

/// The last block that was stored.
fn stored_blocks(folder: &Path) -> i64 {
    let connection = rusqlite::Connection::open(folder.join("spanwell.db")).unwrap();
    connection.query_row("SELECT next_block_id - 1 FROM counters", [], |row| row.get(0)).unwrap()
}

/// The last block that the index has, as its commit says; `None` when there is no index yet.
fn indexed_blocks(folder: &Path) -> Option<i64> {
    let commit: Value = serde_json::from_slice(&fs::read(folder.join("text-index/meta.json")).ok()?).ok()?;
    let payload: Value = serde_json::from_str(commit["payload"].as_str()?).ok()?;
    payload["watermark"].as_i64()
}

async fn start(facts: Arc<dyn DeriveFacts>) -> Box<dyn Harness> {
    let directory = tempfile::tempdir().unwrap();
    let store = Some(open(directory.path(), facts.clone()));
    Box::new(SqliteHarness { directory, facts, store })
}

spanwell_store::store_suite!(start);
