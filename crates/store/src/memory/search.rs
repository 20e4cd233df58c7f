//! Search for traces in memory: look at every trace, sort, cut the page.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};
use spanwell_model::{Result, SpanId, TraceId, TraceSummary};
use spanwell_query::{Direction, Order, TraceOrder, TraceOrderKey, default_trace_order, matches};

use super::view::{META_RUN, StoredTrace, end_time_ms};
use super::{MemoryStore, State, cursor};
use crate::text::{has_word, span_content, words};
use crate::{Page, TraceQuery, TraceSelection};

impl MemoryStore {
    /// The traces of a selection, by id.
    pub(super) fn selected(&self, selection: &TraceSelection) -> Vec<TraceSummary> {
        let state = self.lock();
        let summaries = state.traces.values().map(|entry| &entry.record.summary);
        summaries.filter(|summary| self.is_selected(&state, summary, selection)).cloned().collect()
    }

    fn is_selected(&self, state: &State, summary: &TraceSummary, selection: &TraceSelection) -> bool {
        let in_reach = selection.experiment_ids.contains(&summary.experiment_id)
            && selection.start_ms.is_none_or(|start| summary.request_time_ms >= start)
            && selection.end_ms.is_none_or(|end| summary.request_time_ms < end)
            && (selection.states.is_empty() || selection.states.contains(&summary.state));
        if !in_reach {
            return false;
        }
        let words = words(selection.words.as_deref().unwrap_or_default());
        if words.is_empty() && selection.filter.is_none() {
            return true;
        }
        let trace = StoredTrace::new(state, summary, &*self.derive);
        words.iter().all(|word| trace.contents().any(|text| has_word(text, word)))
            && selection.filter.as_ref().is_none_or(|filter| matches(filter, &trace))
    }

    pub(super) fn search_now(&self, query: &TraceQuery) -> Result<Page<TraceSummary>> {
        let mut rows = self.selected(&query.selection);
        let mut order = query.order.clone();
        if order.is_empty() {
            order = default_trace_order();
        }
        order.push(Order::ascending(TraceOrderKey::TraceId));
        let key = |summary: &TraceSummary| -> Vec<Part> {
            order.iter().map(|order| part(summary, order)).collect()
        };
        rows.sort_by_cached_key(key);
        cursor::page(rows, query.limit, query.after.as_ref(), key)
    }

    pub(super) fn find_now(&self, id: &TraceId, text: &str, limit: usize) -> Vec<SpanId> {
        let text = text.to_lowercase();
        let spans = self.lock().read_spans(id, &*self.derive).into_iter();
        let found = spans.filter(|span| span_content(span).to_lowercase().contains(&text));
        found.map(|span| span.span_id).take(limit).collect()
    }
}

/// One part of the key that traces are sorted by. What is missing comes last either way.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Part {
    Up(Sorted),
    Down(Reverse<Sorted>),
    Missing,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Sorted {
    Number(i64),
    Count(u64),
    /// A fraction by its bits, which sort as the number does; there are no negative costs but from hostile input.
    Fraction(i64),
    Text(String),
}

fn part(summary: &TraceSummary, order: &TraceOrder) -> Part {
    match (sorted(summary, &order.key), order.direction) {
        (None, _) => Part::Missing,
        (Some(value), Direction::Ascending) => Part::Up(value),
        (Some(value), Direction::Descending) => Part::Down(Reverse(value)),
    }
}

fn sorted(summary: &TraceSummary, key: &TraceOrderKey) -> Option<Sorted> {
    let text = |text: Option<&String>| text.cloned().map(Sorted::Text);
    match key {
        TraceOrderKey::ExperimentId => Some(Sorted::Number(summary.experiment_id.number())),
        TraceOrderKey::Timestamp => Some(Sorted::Number(summary.request_time_ms)),
        TraceOrderKey::ExecutionTime => summary.execution_duration_ms.map(Sorted::Number),
        TraceOrderKey::EndTime => end_time_ms(summary).map(Sorted::Number),
        TraceOrderKey::Status => Some(Sorted::Text(summary.state.name().to_owned())),
        TraceOrderKey::TraceId => Some(Sorted::Text(summary.trace_id.as_str().to_owned())),
        TraceOrderKey::Name => text(summary.name.as_ref()),
        TraceOrderKey::RunId => text(summary.metadata.get(META_RUN)),
        TraceOrderKey::Session => text(summary.session_id.as_ref()),
        TraceOrderKey::User => text(summary.user_id.as_ref()),
        TraceOrderKey::InputTokens => summary.usage.map(|usage| Sorted::Count(usage.input_tokens)),
        TraceOrderKey::OutputTokens => summary.usage.map(|usage| Sorted::Count(usage.output_tokens)),
        TraceOrderKey::TotalTokens => summary.usage.map(|usage| Sorted::Count(usage.total_tokens)),
        TraceOrderKey::Cost => {
            summary.cost.map(|cost| Sorted::Fraction(cost.total_usd.to_bits().cast_signed()))
        }
        TraceOrderKey::Tag(key) => text(summary.tags.get(key)),
        TraceOrderKey::Metadata(key) => text(summary.metadata.get(key)),
    }
}
