//! The in-memory store: every contract of the ports, as simply as can be. It is the oracle that engines are compared
//! with, and the store of services' tests. Nothing of it is fast and nothing is kept.

mod charts;
mod cursor;
mod experiments;
mod search;
mod sessions;
mod suggest;
mod traces;
mod view;
mod writes;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use spanwell_model::{DeriveFacts, Experiment, ExperimentId, Lifecycle, Span, SpanEvent, SpanId, TraceId};
use tokio::sync::broadcast;

use crate::joining::{derive_again, join_events};
use crate::{ChangeKind, SpanTree, TraceChange, TraceRecord};

/// Changes that a receiver may be behind before it has to read the store again.
const CHANGES_KEPT: usize = 1_024;

/// A store that keeps everything in memory.
pub struct MemoryStore {
    derive: Arc<dyn DeriveFacts>,
    state: Mutex<State>,
    changes: broadcast::Sender<TraceChange>,
}

/// Everything that is stored.
struct State {
    experiments: BTreeMap<ExperimentId, Experiment>,
    traces: BTreeMap<TraceId, Entry>,
    /// Log events by the span they belong to, which may not be there yet.
    logs: BTreeMap<TraceId, BTreeMap<SpanId, Vec<SpanEvent>>>,
    /// The last version that was given to a change.
    version: i64,
}

/// One trace.
struct Entry {
    record: TraceRecord,
    /// As they came, without joined log events.
    spans: BTreeMap<SpanId, Span>,
    tree: SpanTree,
}

impl MemoryStore {
    /// An empty store that reads facts of spans with `derive`.
    pub fn new(derive: Arc<dyn DeriveFacts>) -> Self {
        let home = Experiment {
            experiment_id: ExperimentId::DEFAULT,
            name: "Default".into(),
            artifact_location: "mlflow-artifacts:/0".into(),
            lifecycle: Lifecycle::Active,
            creation_time_ms: 0,
            last_update_time_ms: 0,
            tags: BTreeMap::new(),
        };
        let state = State {
            experiments: BTreeMap::from([(home.experiment_id, home)]),
            traces: BTreeMap::new(),
            logs: BTreeMap::new(),
            version: 0,
        };
        Self { derive, state: Mutex::new(state), changes: broadcast::Sender::new(CHANGES_KEPT) }
    }

    /// The state. A panic while it was locked cannot leave it half changed in a way that matters to a test.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives these traces new versions and tells everybody.
    fn announce(&self, state: &mut State, changed: &BTreeSet<TraceId>) {
        for id in changed {
            let Some(entry) = state.traces.get_mut(id) else { continue };
            state.version += 1;
            entry.record.summary.version = state.version;
            self.send(TraceChange {
                trace_id: id.clone(),
                experiment_id: entry.record.summary.experiment_id,
                kind: ChangeKind::Upserted,
                version: state.version,
                span_count: entry.record.summary.span_count,
            });
        }
    }

    fn send(&self, change: TraceChange) {
        // Nobody may be listening.
        drop(self.changes.send(change));
    }
}

impl State {
    /// A stored span with its log events and the facts of both.
    fn read_span(&self, id: &TraceId, stored: &Span, derive: &dyn DeriveFacts) -> Span {
        let mut span = stored.clone();
        let logged = self.logs.get(id).and_then(|spans| spans.get(&span.span_id));
        join_events(&mut span, logged.into_iter().flatten());
        derive_again(&mut span, derive);
        span
    }

    /// All spans of a trace, roots first, then by start time and id.
    fn read_spans(&self, id: &TraceId, derive: &dyn DeriveFacts) -> Vec<Span> {
        let Some(entry) = self.traces.get(id) else { return Vec::new() };
        let mut spans: Vec<_> =
            entry.spans.values().map(|stored| self.read_span(id, stored, derive)).collect();
        spans.sort_by_key(|span| (span.parent_span_id.is_some(), span.start_time_ns, span.span_id));
        spans
    }
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;

    use super::*;
    use crate::suite::{Engine, Harness};

    struct Memory(Arc<MemoryStore>);

    #[async_trait]
    impl Harness for Memory {
        fn store(&self) -> Arc<dyn Engine> {
            self.0.clone()
        }

        async fn reopen(&mut self) {}
    }

    async fn start(facts: Arc<dyn DeriveFacts>) -> Box<dyn Harness> {
        Box::new(Memory(Arc::new(MemoryStore::new(facts))))
    }

    crate::store_suite!(start);
}
