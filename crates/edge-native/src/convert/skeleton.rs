//! The spans of a trace as columns, in linear time.

use std::collections::HashMap;

use spanwell_model::{SpanId, TraceSummary};
use spanwell_store::SpanSkeleton;

use crate::wire::skeleton::Skeleton;

/// Most spans of a skeleton; further ones are left out and `truncated` says so.
pub(crate) const SPANS: usize = 200_000;

/// Name of the type of spans without one, as MLflow calls it.
const UNKNOWN_TYPE: &str = "UNKNOWN";

/// The columns of these spans, which come roots first and then by start time.
pub(crate) fn skeleton(trace: &TraceSummary, spans: &[SpanSkeleton]) -> Skeleton {
    let truncated = spans.len() > SPANS;
    let spans = spans.get(..SPANS).unwrap_or(spans);
    let start_ns = spans.iter().map(|span| span.start_time_ns).min().unwrap_or(0);
    let mut columns = Skeleton {
        trace_id: trace.trace_id.to_string(),
        version: trace.version,
        start_ns: start_ns.to_string(),
        truncated,
        ..Skeleton::default()
    };
    let (mut names, mut types, mut models) = (Interner::default(), Interner::default(), Interner::default());
    for (place, parent) in family_order(spans) {
        let span = &spans[place];
        columns.span_id.push(span.span_id.to_string());
        columns.parent.push(parent);
        columns.name.push(names.number(&span.name));
        columns.span_type.push(types.number(span.span_type.as_deref().unwrap_or(UNKNOWN_TYPE)));
        columns.model.push(span.model.as_deref().map_or(-1, |model| small(models.number(model))));
        columns.status.push(span.status as u8);
        columns.start_us.push(microseconds(span.start_time_ns - start_ns));
        let duration = span.end_time_ns.map(|end| microseconds(end.saturating_sub(span.start_time_ns)));
        columns.duration_us.push(duration.unwrap_or(-1));
        let tokens = span.usage.map(|usage| i64::try_from(usage.total_tokens).unwrap_or(i64::MAX));
        columns.tokens.push(tokens.unwrap_or(-1));
        // A float cast saturates, and NaN becomes 0.
        columns
            .cost_micro_usd
            .push(span.cost.map_or(-1, |cost| (cost.total_usd * 1e6).round().max(0.0) as i64));
        columns.first_token_us.push(span.time_to_first_token_ns.map_or(-1, microseconds));
    }
    (columns.names, columns.types, columns.models) = (names.texts(), types.texts(), models.texts());
    columns
}

/// The spans' places in an order in which parents come before their children and roots first, each with the place of
/// its parent in that order, or -1. Siblings keep their order. A circle of parents (hostile input) is opened at its
/// first span.
fn family_order(spans: &[SpanSkeleton]) -> Vec<(usize, i32)> {
    let places: HashMap<SpanId, usize> =
        spans.iter().enumerate().rev().map(|(place, span)| (span.span_id, place)).collect();
    let parents: Vec<Option<usize>> =
        spans.iter().map(|span| span.parent_span_id.and_then(|id| places.get(&id).copied())).collect();
    // Children as linked lists in two arrays: no allocation a span.
    let (mut first_child, mut next_sibling) = (vec![usize::MAX; spans.len()], vec![usize::MAX; spans.len()]);
    for (place, parent) in parents.iter().enumerate().rev() {
        if let Some(parent) = *parent {
            next_sibling[place] = first_child[parent];
            first_child[parent] = place;
        }
    }
    let mut order: Vec<(usize, i32)> = Vec::with_capacity(spans.len());
    let mut seen = vec![false; spans.len()];
    let mut read = 0;
    let roots = (0..spans.len()).filter(|place| parents[*place].is_none());
    for place in roots {
        seen[place] = true;
        order.push((place, -1));
    }
    for start in 0..=spans.len() {
        while let Some((parent, _)) = order.get(read).copied() {
            let mut child = first_child[parent];
            while child != usize::MAX {
                if !std::mem::replace(&mut seen[child], true) {
                    order.push((child, i32::try_from(read).unwrap_or(-1)));
                }
                child = next_sibling[child];
            }
            read += 1;
        }
        // What no root leads to hangs on a circle.
        if seen.get(start) == Some(&false) {
            seen[start] = true;
            order.push((start, -1));
        }
    }
    order
}

fn microseconds(ns: u64) -> i64 {
    i64::try_from(ns / 1_000).unwrap_or(i64::MAX)
}

fn small(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(-1)
}

/// Texts and their numbers in the order they were first seen.
#[derive(Default)]
struct Interner<'a> {
    numbers: HashMap<&'a str, u32>,
    texts: Vec<&'a str>,
}

impl<'a> Interner<'a> {
    fn number(&mut self, text: &'a str) -> u32 {
        *self.numbers.entry(text).or_insert_with(|| {
            self.texts.push(text);
            u32::try_from(self.texts.len() - 1).unwrap_or(u32::MAX)
        })
    }

    fn texts(self) -> Vec<String> {
        self.texts.into_iter().map(str::to_owned).collect()
    }
}

#[cfg(test)]
mod tests {
    use spanwell_model::{ExperimentId, StatusCode, TraceId};
    use spanwell_store::TraceRecord;

    use super::*;

    fn span(id: u64, parent: u64) -> SpanSkeleton {
        SpanSkeleton {
            span_id: SpanId::from_u64(id),
            parent_span_id: (parent != 0).then(|| SpanId::from_u64(parent)),
            name: format!("step {}", id % 3),
            span_type: id.is_multiple_of(2).then(|| "TOOL".to_owned()),
            status: StatusCode::Error,
            start_time_ns: 1_000_000 * id,
            end_time_ns: id.is_multiple_of(2).then_some(1_000_000 * id + 5_000),
            model: None,
            usage: None,
            cost: None,
            time_to_first_token_ns: None,
        }
    }

    fn of(spans: &[SpanSkeleton]) -> Skeleton {
        let id = TraceId::parse(&"ab".repeat(16)).unwrap();
        skeleton(&TraceRecord::new(id, ExperimentId::DEFAULT, 0).summary, spans)
    }

    fn ids(skeleton: &Skeleton) -> Vec<u64> {
        skeleton.span_id.iter().map(|id| SpanId::parse(id).unwrap().as_u64()).collect()
    }

    #[test]
    fn parents_come_before_children_and_roots_first() {
        let columns = of(&[span(5, 0), span(7, 6), span(1, 5), span(6, 5), span(9, 99)]);
        assert_eq!(ids(&columns), [5, 9, 1, 6, 7]);
        assert_eq!(columns.parent, [-1, -1, 0, 0, 3]);
        assert_eq!(columns.start_us, [4_000, 8_000, 0, 5_000, 6_000]);
        assert_eq!(columns.duration_us, [-1, -1, -1, 5, -1]);
        assert_eq!(columns.types, ["UNKNOWN", "TOOL"]);
        assert_eq!(columns.names, ["step 2", "step 0", "step 1"]);
        assert_eq!(columns.status, [2; 5]);
        assert_eq!(columns.model, [-1; 5]);
    }

    #[test]
    fn circles_are_opened_and_every_span_is_there_once() {
        let columns = of(&[span(1, 2), span(2, 3), span(3, 1), span(4, 4), span(5, 3)]);
        let mut sorted = ids(&columns);
        sorted.sort_unstable();
        assert_eq!(sorted, [1, 2, 3, 4, 5]);
        for (place, parent) in columns.parent.iter().enumerate() {
            assert!(i64::from(*parent) < place as i64);
        }
        assert!(of(&[]).span_id.is_empty());
    }

    #[test]
    fn deep_and_wide_traces_take_linear_time() {
        let chain: Vec<_> = (1..=50_000).map(|id| span(id, id - 1)).collect();
        let columns = of(&chain);
        assert_eq!(columns.parent[49_999], 49_998);
        let reversed: Vec<_> = chain.into_iter().rev().collect();
        assert_eq!(ids(&of(&reversed))[49_999], 50_000);
    }
}
