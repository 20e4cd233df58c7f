//! The feed of changes.

use std::time::Duration;

use super::Harness;
use super::world::{event, feedback, get, header, logs, put, simple, trace_id};
use crate::{ChangeKind, TraceChange, TraceChanges};

/// Longest wait for an announcement before a behaviour fails, in seconds: far more than any engine needs.
const PATIENCE_S: u64 = 30;

async fn next(changes: &mut TraceChanges) -> TraceChange {
    let received = tokio::time::timeout(Duration::from_secs(PATIENCE_S), changes.recv()).await;
    received.unwrap_or_else(|_| panic!("no change was announced")).unwrap()
}

/// Each kind of change; the version announced is the one that is read.
pub async fn every_change_is_announced_after_it_is_readable(harness: Box<dyn Harness>) {
    let store = harness.store();
    let mut changes = store.changes();
    let id = trace_id(1);
    for step in 0..7 {
        match step {
            0 => put(&*store, vec![simple(1, 0)]).await,
            1 => drop(store.put_header(header(1)).await.unwrap()),
            2 => store.put_logs(vec![logs(1, 1, vec![event("note", "x", 1)])]).await.unwrap(),
            3 => assert!(store.change_trace_tag(&id, "color", Some("red")).await.unwrap().is_some()),
            4 => assert!(store.put_assessment(feedback(1, "a", "correct", true)).await.unwrap()),
            5 => assert!(store.update_assessment(feedback(1, "a", "correct", false)).await.unwrap()),
            _ => assert!(store.link_run(std::slice::from_ref(&id), "run").await.unwrap().is_empty()),
        }
        let change = next(&mut changes).await;
        let trace = get(&*store, 1).await;
        let expected = TraceChange {
            trace_id: id.clone(),
            experiment_id: trace.experiment_id,
            kind: ChangeKind::Upserted,
            version: trace.version,
            span_count: 1,
        };
        assert_eq!(change, expected, "step {step}");
    }
}

/// A cursor for live views.
pub async fn versions_grow_over_all_traces(harness: Box<dyn Harness>) {
    let store = harness.store();
    let mut last = 0;
    for round in 0..3 {
        for number in [1, 2, 3] {
            put(&*store, vec![simple(number, round)]).await;
            let version = get(&*store, number).await.version;
            assert!(version > last, "version {version} after {last}");
            last = version;
        }
    }
}

/// Live views remove the row.
pub async fn deletion_is_announced(harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, vec![simple(1, 0), simple(2, 0)]).await;
    let mut changes = store.changes();
    let version = get(&*store, 2).await.version;
    store.delete_traces(super::world::HOME, &[trace_id(1), trace_id(7)]).await.unwrap();
    let first = next(&mut changes).await;
    store.delete_until(None, i64::MAX, 10, false).await.unwrap();
    let second = next(&mut changes).await;
    assert_eq!((first.trace_id, first.kind), (trace_id(1), ChangeKind::Deleted));
    assert_eq!((second.trace_id, second.kind), (trace_id(2), ChangeKind::Deleted));
    assert!(second.version > first.version && first.version >= version);
}
