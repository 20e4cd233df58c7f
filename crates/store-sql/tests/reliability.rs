//! Full disk, damaged payload, lost index, second process, full queue.
#![expect(clippy::unwrap_used, reason = "what the tests share is test code too")]

use std::path::Path;
use std::sync::Arc;

use spanwell_model::{DeriveFacts, Kind, Limits, TraceSummary};
use spanwell_store::suite::world::{PlainFacts, SpanExt, home, simple, span, span_id, trace_id, write};
use spanwell_store::{ExperimentStore, NewExperiment, TraceQuery, TraceSelection, TraceStore};
use spanwell_store_sql::{OpenOptions, SqliteStore};

fn options(directory: &Path) -> OpenOptions {
    let derive: Arc<dyn DeriveFacts> = Arc::new(PlainFacts);
    OpenOptions { directory: directory.to_owned(), derive, ..OpenOptions::default() }
}

async fn find(store: &SqliteStore, words: &str) -> Vec<TraceSummary> {
    let selection = TraceSelection { words: Some(words.to_owned()), ..home() };
    let query = TraceQuery { selection, limit: 100, ..TraceQuery::default() };
    store.search_traces(query).await.unwrap().items
}

/// Waits until the index has seen everything, without a look at the clock: closing commits it.
async fn reopened(store: Arc<SqliteStore>, directory: &Path) -> Arc<SqliteStore> {
    store.close().await.unwrap();
    drop(store);
    SqliteStore::open(options(directory)).unwrap()
}

#[tokio::test]
async fn a_full_disk_is_unavailable_and_stores_nothing_by_halves() {
    let directory = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(OpenOptions { max_pages: Some(120), ..options(directory.path()) }).unwrap();
    let big = |number: u64| {
        let noise: String =
            (0..40_000_u64).map(|at| char::from(b'a' + (at * at * (number + 7) % 24) as u8)).collect();
        write(number, vec![span(1, 0).with("in", noise.as_str()), span(2, 1)])
    };
    let mut stored = 0;
    let error = loop {
        match store.put_spans(vec![big(stored + 1), simple(stored + 1_000, 5)]).await {
            Ok(()) => stored += 1,
            Err(error) => break error,
        }
        assert!(stored < 1_000, "the disk never fills");
    };
    assert_eq!(error.kind(), Kind::Unavailable);
    assert!(error.outside().contains("disk"), "{error}");
    assert!(error.retry_after_ms().is_some());
    let ids: Vec<_> = [stored + 1, stored + 1_000].map(trace_id).into();
    assert_eq!(store.get_traces(&ids).await.unwrap(), [None, None]);
    assert_eq!(store.figures().await.unwrap().traces, stored * 2);
    // Space comes back: the same store goes on.
    store.delete_traces(spanwell_model::ExperimentId::DEFAULT, &[trace_id(1), trace_id(2)]).await.unwrap();
    store.put_spans(vec![simple(7_777, 5)]).await.unwrap();
    assert!(store.get_traces(&[trace_id(7_777)]).await.unwrap()[0].is_some());
}

#[tokio::test]
async fn a_damaged_payload_is_an_error_of_its_span_only() {
    let directory = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(options(directory.path())).unwrap();
    store.put_spans(vec![write(1, vec![span(1, 0).with("in", "hello")])]).await.unwrap();
    store.put_spans(vec![write(1, vec![span(2, 1).named("child").with("out", "bye")])]).await.unwrap();
    store.close().await.unwrap();
    drop(store);
    let database = rusqlite::Connection::open(directory.path().join("spanwell.db")).unwrap();
    let damaged =
        database.execute("UPDATE span_blocks SET data = x'0102030405' WHERE block_id = 2", []).unwrap();
    assert_eq!(damaged, 1);
    drop(database);
    let store = SqliteStore::open(options(directory.path())).unwrap();
    let spans = store.get_spans(&trace_id(1)).await.unwrap();
    assert_eq!(spans.len(), 2);
    assert_eq!(spans[0].facts.inputs.as_deref(), Some("\"hello\""));
    assert_eq!(spans[1].name, "child");
    assert_eq!(
        spans[1].facts.error.as_ref().and_then(|error| error.kind.as_deref()),
        Some("damaged_payload")
    );
    assert!(store.get_span(&trace_id(1), span_id(2)).await.unwrap().unwrap().facts.error.is_some());
}

#[tokio::test]
async fn a_lost_or_damaged_index_is_built_again() {
    let directory = tempfile::tempdir().unwrap();
    let mut store = SqliteStore::open(options(directory.path())).unwrap();
    for number in 1..=20 {
        let text = format!("word{number} shared");
        store.put_spans(vec![write(number, vec![span(1, 0).with("in", text.as_str())])]).await.unwrap();
    }
    let index = directory.path().join("text-index");
    for damage in 0..3 {
        store = reopened(store, directory.path()).await;
        assert_eq!(find(&store, "word7").await.len(), 1, "damage {damage}");
        assert_eq!(find(&store, "shar").await.len(), 20);
        assert_eq!(find(&store, "word7 shared").await.len(), 1);
        assert_eq!(find(&store, "ord7").await.len(), 0);
        store.close().await.unwrap();
        match damage {
            0 => std::fs::remove_dir_all(&index).unwrap(),
            1 => std::fs::write(index.join("meta.json"), "{").unwrap(),
            _ => {}
        }
        drop(store);
        store = SqliteStore::open(options(directory.path())).unwrap();
    }
}

#[tokio::test]
async fn deleted_traces_leave_the_index() {
    let directory = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(options(directory.path())).unwrap();
    store.put_spans(vec![write(1, vec![span(1, 0).with("in", "gone")])]).await.unwrap();
    let store = reopened(store, directory.path()).await;
    store.delete_traces(spanwell_model::ExperimentId::DEFAULT, &[trace_id(1)]).await.unwrap();
    let store = reopened(store, directory.path()).await;
    store.put_spans(vec![write(2, vec![span(1, 0).with("in", "stays")])]).await.unwrap();
    let store = reopened(store, directory.path()).await;
    assert!(find(&store, "gone").await.is_empty());
    assert_eq!(find(&store, "stays").await.len(), 1);
}

#[tokio::test]
async fn a_second_store_on_the_directory_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(options(directory.path())).unwrap();
    let Err(error) = SqliteStore::open(options(directory.path())) else { panic!("two stores") };
    assert!(error.outside().contains("in use"), "{error}");
    store.close().await.unwrap();
    let error = store.put_spans(vec![simple(1, 0)]).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Unavailable);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_queue_refuses_and_recovers() {
    let directory = tempfile::tempdir().unwrap();
    let limits = Limits { write_queue_requests: 2, ..Limits::default() };
    let store = SqliteStore::open(OpenOptions { limits, ..options(directory.path()) }).unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for number in 1..=200 {
        let store = store.clone();
        tasks.spawn(async move { store.put_spans(vec![simple(number, number)]).await });
    }
    let answers = tasks.join_all().await;
    let stored = answers.iter().filter(|answer| answer.is_ok()).count() as u64;
    for error in answers.iter().filter_map(|answer| answer.as_ref().err()) {
        assert_eq!(error.kind(), Kind::ResourceExhausted);
        assert!(error.retry_after_ms().is_some());
    }
    assert_eq!(store.figures().await.unwrap().traces, stored);
    store.put_spans(vec![simple(1_000, 1)]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_that_fails_does_not_touch_its_neighbours() {
    let directory = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(options(directory.path())).unwrap();
    let mut changes = store.changes();
    let mut tasks = tokio::task::JoinSet::new();
    for number in 1..=100 {
        let store = store.clone();
        tasks.spawn(async move {
            // Every second one fails: the name is in use.
            let new = NewExperiment {
                name: "Default".into(),
                artifact_location: None,
                tags: Default::default(),
                now_ms: 0,
            };
            let (stored, refused) =
                tokio::join!(store.put_spans(vec![simple(number, number)]), store.create_experiment(new));
            stored.unwrap();
            assert_eq!(refused.unwrap_err().kind(), Kind::AlreadyExists);
        });
    }
    tasks.join_all().await;
    let mut announced = std::collections::BTreeSet::new();
    while let Ok(change) = changes.try_recv() {
        announced.insert(change.trace_id);
    }
    assert_eq!((announced.len(), store.figures().await.unwrap().traces), (100, 100));
    for number in 1..=100 {
        assert_eq!(store.get_skeleton(&trace_id(number)).await.unwrap().len(), 1);
    }
}
