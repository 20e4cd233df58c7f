//! Spans, logs, headers and deletion in memory.

use std::collections::BTreeSet;

use spanwell_model::{ExperimentId, TraceId, TraceSummary};

use super::{Entry, MemoryStore, State};
use crate::joining::join_and_price;
use crate::{ChangeKind, LogWrite, SpanTree, SpanWrite, TraceChange, TraceHeader, TraceRecord};

impl MemoryStore {
    pub(super) fn put_spans_now(&self, writes: Vec<SpanWrite>) {
        let mut state = self.lock();
        let mut changed = BTreeSet::new();
        for mut write in writes {
            changed.insert(write.trace_id.clone());
            let mut stored = write.spans.clone();
            for (span, stored) in write.spans.iter_mut().zip(&mut stored) {
                let logged = state.logs.get(&write.trace_id).and_then(|spans| spans.get(&span.span_id));
                if let Some(logged) = logged {
                    join_and_price(span, logged, &*self.derive);
                    stored.facts.cost = span.facts.cost;
                }
            }
            let entry = state.entry(&write.trace_id, write.experiment_id, write.received_ms);
            entry.record.absorb_spans(&write, &mut entry.tree);
            entry.spans.extend(stored.into_iter().map(|span| (span.span_id, span)));
        }
        self.announce(&mut state, &changed);
    }

    pub(super) fn put_logs_now(&self, writes: Vec<LogWrite>) {
        let mut state = self.lock();
        let mut changed = BTreeSet::new();
        for write in writes {
            let logged =
                state.logs.entry(write.trace_id.clone()).or_default().entry(write.span_id).or_default();
            let before = logged.len();
            for event in write.events {
                if !logged.contains(&event) {
                    logged.push(event);
                }
            }
            if logged.len() > before {
                self.absorb_logs(&mut state, &write.trace_id, write.span_id, &mut changed);
            }
        }
        self.announce(&mut state, &changed);
    }

    /// Brings the summary up to date after a span got log events.
    fn absorb_logs(
        &self,
        state: &mut State,
        id: &TraceId,
        span_id: spanwell_model::SpanId,
        changed: &mut BTreeSet<TraceId>,
    ) {
        let Some(entry) = state.traces.get_mut(id) else { return };
        let Some(stored) = entry.spans.get_mut(&span_id) else { return };
        let mut span = stored.clone();
        let logged = state.logs.get(id).and_then(|spans| spans.get(&span_id));
        join_and_price(&mut span, logged.into_iter().flatten(), &*self.derive);
        stored.facts.cost = span.facts.cost;
        let write = SpanWrite {
            trace_id: id.clone(),
            experiment_id: entry.record.summary.experiment_id,
            run_id: None,
            spans: vec![span],
            default_tags: Vec::new(),
            received_ms: 0,
        };
        entry.record.absorb_spans(&write, &mut entry.tree);
        changed.insert(id.clone());
    }

    pub(super) fn put_header_now(&self, header: &TraceHeader) -> TraceSummary {
        let mut state = self.lock();
        let entry = state.entry(&header.trace_id, header.experiment_id, header.request_time_ms);
        entry.record.absorb_header(header);
        self.announce(&mut state, &BTreeSet::from([header.trace_id.clone()]));
        let entry = state.entry(&header.trace_id, header.experiment_id, header.request_time_ms);
        entry.record.summary.clone()
    }

    /// Changes the record of a trace; `None` when there is no such trace. `change` tells whether it changed something.
    pub(super) fn change<T>(
        &self,
        id: &TraceId,
        change: impl FnOnce(&mut TraceRecord) -> (T, bool),
    ) -> Option<T> {
        let mut state = self.lock();
        let entry = state.traces.get_mut(id)?;
        let (answer, is_changed) = change(&mut entry.record);
        if is_changed {
            self.announce(&mut state, &BTreeSet::from([id.clone()]));
        }
        Some(answer)
    }

    pub(super) fn link_run_now(&self, ids: &[TraceId], run_id: &str) -> Vec<TraceId> {
        let mut state = self.lock();
        let unknown: Vec<_> = ids.iter().filter(|id| !state.traces.contains_key(*id)).cloned().collect();
        if unknown.is_empty() {
            for id in ids {
                if let Some(entry) = state.traces.get_mut(id) {
                    entry.record.summary.run_ids.insert(run_id.to_owned());
                }
            }
            self.announce(&mut state, &ids.iter().cloned().collect());
        }
        unknown
    }

    pub(super) fn delete_traces_now(&self, experiment_id: ExperimentId, ids: &[TraceId]) -> u64 {
        let mut state = self.lock();
        let of_experiment = ids.iter().filter(|id| {
            state.traces.get(*id).is_some_and(|entry| entry.record.summary.experiment_id == experiment_id)
        });
        let ids: BTreeSet<_> = of_experiment.cloned().collect();
        self.delete(&mut state, ids.iter())
    }

    pub(super) fn delete_until_now(
        &self,
        experiment_id: Option<ExperimentId>,
        until_ms: i64,
        limit: u64,
        keep_assessed: bool,
    ) -> u64 {
        let mut state = self.lock();
        let summaries = state.traces.values().map(|entry| &entry.record.summary);
        let mut ids: Vec<_> = summaries
            .filter(|summary| experiment_id.is_none_or(|id| summary.experiment_id == id))
            .filter(|summary| summary.request_time_ms <= until_ms)
            .filter(|summary| !keep_assessed || summary.assessments.is_empty())
            .map(|summary| (summary.request_time_ms, summary.trace_id.clone()))
            .collect();
        ids.sort();
        ids.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        self.delete(&mut state, ids.iter().map(|(_, id)| id))
    }

    fn delete<'a>(&self, state: &mut State, ids: impl Iterator<Item = &'a TraceId>) -> u64 {
        let mut deleted = 0;
        for id in ids {
            state.logs.remove(id);
            let Some(entry) = state.traces.remove(id) else { continue };
            deleted += 1;
            state.version += 1;
            self.send(TraceChange {
                trace_id: id.clone(),
                experiment_id: entry.record.summary.experiment_id,
                kind: ChangeKind::Deleted,
                version: state.version,
                span_count: 0,
            });
        }
        deleted
    }
}

impl State {
    /// The trace, made when it is not there.
    fn entry(&mut self, id: &TraceId, experiment_id: ExperimentId, request_time_ms: i64) -> &mut Entry {
        self.traces.entry(id.clone()).or_insert_with(|| Entry {
            record: TraceRecord::new(id.clone(), experiment_id, request_time_ms),
            spans: Default::default(),
            tree: SpanTree::default(),
        })
    }
}
