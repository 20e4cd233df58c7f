//! Conversations in memory.

use std::collections::BTreeMap;

use spanwell_model::{Result, TraceState, TraceSummary};

use super::{MemoryStore, cursor};
use crate::{Page, SessionQuery, SessionRow};

impl MemoryStore {
    pub(super) fn sessions_now(&self, query: &SessionQuery) -> Result<Page<SessionRow>> {
        let part = query.search.as_deref().unwrap_or_default().to_lowercase();
        let state = self.lock();
        let mut sessions: BTreeMap<&str, Vec<&TraceSummary>> = BTreeMap::new();
        for summary in state.traces.values().map(|entry| &entry.record.summary) {
            if let Some(id) = &summary.session_id
                && query.experiment_id.is_none_or(|experiment| summary.experiment_id == experiment)
                && id.to_lowercase().contains(&part)
            {
                sessions.entry(id).or_default().push(summary);
            }
        }
        let mut rows: Vec<_> = sessions.into_iter().map(|(id, traces)| row(id, traces)).collect();
        rows.sort_by(|a, b| key(a).cmp(&key(b)));
        cursor::page(rows, query.limit, query.after.as_ref(), |row| {
            let (last, id) = key(row);
            (last, id.to_owned())
        })
    }
}

/// The last active first, then by id.
fn key(row: &SessionRow) -> (std::cmp::Reverse<i64>, &str) {
    (std::cmp::Reverse(row.last_ms), &row.session_id)
}

fn row(id: &str, mut traces: Vec<&TraceSummary>) -> SessionRow {
    traces.sort_by_key(|summary| (summary.request_time_ms, &summary.trace_id));
    let (first, last) = (traces.first(), traces.last());
    SessionRow {
        session_id: id.to_owned(),
        trace_count: traces.len() as u64,
        error_count: traces.iter().filter(|summary| summary.state == TraceState::Error).count() as u64,
        first_ms: first.map_or(0, |summary| summary.request_time_ms),
        last_ms: last.map_or(0, |summary| summary.request_time_ms),
        user_id: traces.iter().rev().find_map(|summary| summary.user_id.clone()),
        tokens: traces.iter().filter_map(|summary| summary.usage).map(|usage| usage.total_tokens).sum(),
        cost_usd: traces.iter().filter_map(|summary| summary.cost).map(|cost| cost.total_usd).sum(),
        first_input: first.and_then(|summary| summary.request_preview.clone()),
        last_output: last.and_then(|summary| summary.response_preview.clone()),
    }
}
