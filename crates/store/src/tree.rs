//! The spans of one trace as a tree, as far as sums and times need it.

use std::collections::{BTreeSet, HashMap};

use spanwell_model::{Cost, Span, SpanId, StatusCode, TokenUsage};

use crate::traces::SpanSkeleton;

/// What the tree keeps of a span.
#[derive(Clone, Debug, PartialEq)]
struct Node {
    parent: Option<SpanId>,
    start_ns: u64,
    end_ns: Option<u64>,
    failed: bool,
    usage: Option<TokenUsage>,
    cost: Option<Cost>,
    first_token_ns: Option<u64>,
}

/// The spans of one trace, with the sums that its summary shows. Inserting a span again replaces it.
#[derive(Clone, Debug, Default)]
pub struct SpanTree {
    nodes: HashMap<SpanId, Node>,
    /// Spans with usage or cost, in a fixed order, so that sums of floating-point numbers are the same each time.
    counted: BTreeSet<SpanId>,
    failed: u32,
    earliest_start_ns: Option<u64>,
    latest_end_ns: Option<u64>,
    first_token_ns: Option<u64>,
    /// Spans were replaced since the times were measured.
    is_stale: bool,
}

impl SpanTree {
    /// The tree of spans that are stored.
    pub fn from_skeleton(spans: &[SpanSkeleton]) -> Self {
        let mut tree = Self::default();
        for span in spans {
            tree.insert_node(
                span.span_id,
                Node {
                    parent: span.parent_span_id,
                    start_ns: span.start_time_ns,
                    end_ns: span.end_time_ns,
                    failed: span.status == StatusCode::Error,
                    usage: span.usage,
                    cost: span.cost,
                    first_token_ns: span
                        .time_to_first_token_ns
                        .map(|after| span.start_time_ns.saturating_add(after)),
                },
            );
        }
        tree.settle();
        tree
    }

    /// Adds a span or replaces it. After replacing, [`SpanTree::settle`] brings the times up to date.
    pub fn insert(&mut self, span: &Span) {
        let first_token_ns =
            span.facts.time_to_first_token_ns.map(|after| span.start_time_ns.saturating_add(after));
        self.insert_node(
            span.span_id,
            Node {
                parent: span.parent_span_id,
                start_ns: span.start_time_ns,
                end_ns: span.end_time_ns,
                failed: span.status.code == StatusCode::Error,
                usage: span.facts.usage,
                cost: span.facts.cost,
                first_token_ns,
            },
        );
    }

    fn insert_node(&mut self, id: SpanId, node: Node) {
        if node.usage.is_some() || node.cost.is_some() {
            self.counted.insert(id);
        } else {
            self.counted.remove(&id);
        }
        self.failed += u32::from(node.failed);
        self.widen(&node);
        if let Some(old) = self.nodes.insert(id, node) {
            self.failed -= u32::from(old.failed);
            // A replaced span may have been the first or the last.
            self.is_stale |= Some(old.start_ns) == self.earliest_start_ns
                || old.end_ns.is_some() && old.end_ns == self.latest_end_ns
                || old.first_token_ns.is_some() && old.first_token_ns == self.first_token_ns;
        }
    }

    fn widen(&mut self, node: &Node) {
        let min = |a: Option<u64>, b: Option<u64>| a.into_iter().chain(b).min();
        self.earliest_start_ns = min(self.earliest_start_ns, Some(node.start_ns));
        self.latest_end_ns = self.latest_end_ns.max(node.end_ns);
        self.first_token_ns = min(self.first_token_ns, node.first_token_ns);
    }

    /// Brings the times up to date after spans were replaced: once for all of a write, since it looks at every span.
    pub fn settle(&mut self) {
        if !std::mem::take(&mut self.is_stale) {
            return;
        }
        (self.earliest_start_ns, self.latest_end_ns, self.first_token_ns) = (None, None, None);
        let nodes = std::mem::take(&mut self.nodes);
        for node in nodes.values() {
            self.widen(node);
        }
        self.nodes = nodes;
    }

    /// How many spans there are.
    pub fn len(&self) -> u32 {
        u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// How many failed.
    pub const fn failed(&self) -> u32 {
        self.failed
    }

    /// The earliest start, in nanoseconds since the epoch.
    pub const fn earliest_start_ns(&self) -> Option<u64> {
        self.earliest_start_ns
    }

    /// The latest end, in nanoseconds since the epoch.
    pub const fn latest_end_ns(&self) -> Option<u64> {
        self.latest_end_ns
    }

    /// When the first token of any span came, in nanoseconds since the epoch.
    pub const fn first_token_ns(&self) -> Option<u64> {
        self.first_token_ns
    }

    /// Whether the span is there.
    pub fn contains(&self, id: SpanId) -> bool {
        self.nodes.contains_key(&id)
    }

    /// Tokens and cost of the trace. The rule (MLflow's, stated once, here): **a span that reports usage hides the
    /// usage of all its descendants**, so that an agent span with totals and its model calls are counted once; the same
    /// holds for cost.
    pub fn totals(&self) -> (Option<TokenUsage>, Option<Cost>) {
        let (mut usage, mut cost) = (None::<TokenUsage>, None::<Cost>);
        let (mut under_usage, mut under_cost) = (HashMap::new(), HashMap::new());
        for id in &self.counted {
            let Some(node) = self.nodes.get(id) else { continue };
            let parent = node.parent.filter(|parent| parent != id);
            if let Some(own) = node.usage
                && !self.covered(parent, &mut under_usage, |node| node.usage.is_some())
            {
                usage = Some(usage.map_or(own, |sum| sum.plus(own)));
            }
            if let Some(own) = node.cost
                && !self.covered(parent, &mut under_cost, |node| node.cost.is_some())
            {
                cost = Some(cost.map_or(own, |sum| sum.plus(own)));
            }
        }
        (usage, cost)
    }

    /// Whether the span or one of its ancestors is as asked. What is found on the way is remembered, so that all spans
    /// of a trace together cost one walk of the tree; parents that point in a circle (hostile input) end the walk.
    fn covered(
        &self,
        from: Option<SpanId>,
        known: &mut HashMap<SpanId, bool>,
        test: impl Fn(&Node) -> bool,
    ) -> bool {
        let mut path = Vec::new();
        let mut next = from;
        let answer = loop {
            let Some(id) = next else { break false };
            if let Some(answer) = known.get(&id) {
                break *answer;
            }
            let Some(node) = self.nodes.get(&id) else { break false };
            if test(node) {
                break true;
            }
            known.insert(id, false);
            path.push(id);
            next = node.parent;
        };
        for id in path {
            known.insert(id, answer);
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(id: u64, parent: u64, tokens: Option<u64>) -> SpanSkeleton {
        SpanSkeleton {
            span_id: SpanId::from_u64(id),
            parent_span_id: (parent != 0).then(|| SpanId::from_u64(parent)),
            name: "step".into(),
            span_type: None,
            status: StatusCode::Ok,
            start_time_ns: 100 + id,
            end_time_ns: Some(200 + id),
            model: None,
            usage: tokens.map(|tokens| TokenUsage { total_tokens: tokens, ..TokenUsage::default() }),
            cost: None,
            time_to_first_token_ns: Some(5),
        }
    }

    fn total(spans: &[SpanSkeleton]) -> Option<u64> {
        SpanTree::from_skeleton(spans).totals().0.map(|usage| usage.total_tokens)
    }

    #[test]
    fn a_parent_with_usage_hides_all_descendants() {
        let agent = span(1, 0, Some(30));
        let step = span(2, 1, None);
        let (first, second) = (span(3, 2, Some(10)), span(4, 2, Some(20)));
        assert_eq!(total(&[agent, step.clone(), first.clone(), second.clone()]), Some(30));
        assert_eq!(total(&[span(1, 0, None), step, first, second]), Some(30));
        assert_eq!(total(&[span(1, 0, None)]), None);
    }

    #[test]
    fn order_of_arrival_does_not_matter() {
        let spans = [span(1, 0, Some(30)), span(2, 1, None), span(3, 2, Some(10)), span(4, 9, Some(2))];
        let mut reversed = spans.to_vec();
        reversed.reverse();
        assert_eq!(total(&spans), Some(32));
        assert_eq!(total(&reversed), Some(32));
    }

    #[test]
    fn circles_and_deep_chains_end() {
        assert_eq!(total(&[span(1, 2, Some(1)), span(2, 1, None), span(3, 3, Some(4))]), Some(4));
        let mut chain: Vec<_> = (1..50_000).map(|id| span(id, id - 1, None)).collect();
        chain.extend((50_000..60_000).map(|id| span(id, 49_999, Some(1))));
        assert_eq!(total(&chain), Some(10_000));
    }

    #[test]
    fn a_span_sent_again_replaces_the_old_one() {
        let mut late = span(2, 1, Some(5));
        late.start_time_ns = 1;
        late.status = StatusCode::Error;
        let tree = SpanTree::from_skeleton(&[span(1, 0, None), late, span(2, 1, Some(7))]);
        assert_eq!((tree.len(), tree.failed(), tree.earliest_start_ns()), (2, 0, Some(101)));
        assert_eq!(tree.totals().0.map(|usage| usage.total_tokens), Some(7));
    }
}
