//! The behaviour suite and the property tests of the port, on this engine.
#![expect(clippy::unwrap_used, reason = "what the tests share is test code too")]

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use spanwell_model::DeriveFacts;
use spanwell_store::suite::{Engine, Harness};
use spanwell_store_sql::{OpenOptions, SqliteStore};

/// Data of its own in a temporary directory, and the engine that is open on it.
struct SqliteHarness {
    directory: tempfile::TempDir,
    facts: Arc<dyn DeriveFacts>,
    store: Option<Arc<SqliteStore>>,
}

fn open(directory: &Path, facts: Arc<dyn DeriveFacts>) -> Arc<SqliteStore> {
    let options = OpenOptions { directory: directory.to_owned(), derive: facts, ..OpenOptions::default() };
    SqliteStore::open(options).unwrap()
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
