//! Completion of filters in memory.

use std::collections::BTreeMap;

use spanwell_model::{AssessmentValue, ExperimentId, Span, TraceSummary};

use super::MemoryStore;
use crate::SuggestField;

impl MemoryStore {
    /// The most frequent values first, then by alphabet.
    pub(super) fn suggest_now(
        &self,
        experiment_id: ExperimentId,
        field: &SuggestField,
        part: &str,
        limit: usize,
    ) -> Vec<String> {
        let part = part.to_lowercase();
        let state = self.lock();
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for entry in state.traces.values() {
            let summary = &entry.record.summary;
            if summary.experiment_id != experiment_id {
                continue;
            }
            let spans = || state.read_spans(&summary.trace_id, &*self.derive);
            for value in values(summary, spans, field) {
                if value.to_lowercase().contains(&part) {
                    *counts.entry(value).or_default() += 1;
                }
            }
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts.into_iter().map(|(value, _)| value).take(limit).collect()
    }
}

fn values(summary: &TraceSummary, spans: impl Fn() -> Vec<Span>, field: &SuggestField) -> Vec<String> {
    match field {
        SuggestField::TagKeys => summary.tags.keys().cloned().collect(),
        SuggestField::TagValues(key) => summary.tags.get(key).cloned().into_iter().collect(),
        SuggestField::MetadataKeys => summary.metadata.keys().cloned().collect(),
        SuggestField::MetadataValues(key) => summary.metadata.get(key).cloned().into_iter().collect(),
        SuggestField::TraceNames => summary.name.iter().cloned().collect(),
        SuggestField::SpanNames => spans().into_iter().map(|span| span.name).collect(),
        SuggestField::SpanTypes => spans().into_iter().filter_map(|span| span.facts.span_type).collect(),
        SuggestField::Models => summary.models.iter().cloned().collect(),
        SuggestField::Sessions => summary.session_id.iter().cloned().collect(),
        SuggestField::Users => summary.user_id.iter().cloned().collect(),
        SuggestField::AssessmentNames => {
            let rated = summary
                .assessments
                .iter()
                .filter(|known| !matches!(known.value, AssessmentValue::Issue { .. }));
            rated.map(|known| known.name.clone()).collect()
        }
    }
}
