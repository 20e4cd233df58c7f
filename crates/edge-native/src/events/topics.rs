//! What a stream watches.

use std::collections::BTreeSet;

use spanwell_model::{ExperimentId, TraceId};
use spanwell_store::TraceChange;

use crate::problem::{Answer, Problem};

/// Most topics of one stream.
const TOPICS: usize = 16;

/// What a stream watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Topics {
    /// The experiment of the address.
    pub(crate) experiment_id: ExperimentId,
    /// Whether the list of its traces is watched.
    pub(crate) list: bool,
    /// Traces that are watched one by one.
    pub(crate) traces: BTreeSet<TraceId>,
}

impl Topics {
    /// From `traces,trace:{trace_id}`; the list alone when nothing is said.
    pub(crate) fn parse(experiment_id: ExperimentId, text: Option<&str>) -> Answer<Self> {
        let mut topics = Self { experiment_id, list: false, traces: BTreeSet::new() };
        let text = text.filter(|text| !text.is_empty()).unwrap_or("traces");
        if text.split(',').nth(TOPICS).is_some() {
            return Err(Problem::field("topics", format!("`topics` has more than {TOPICS} entries")));
        }
        for topic in text.split(',').map(str::trim) {
            match topic.split_once(':') {
                None if topic == "traces" => topics.list = true,
                Some(("trace", id)) => {
                    let id = TraceId::parse(id).map_err(|error| Problem::from(error).in_field("topics"))?;
                    topics.traces.insert(id);
                }
                _ => {
                    let shown = topic.escape_debug();
                    let text = format!("unknown topic `{shown}`: it must be `traces` or `trace:<trace id>`");
                    return Err(Problem::field("topics", text));
                }
            }
        }
        Ok(topics)
    }

    /// Whether a change belongs into the stream.
    pub(crate) fn want(&self, change: &TraceChange) -> bool {
        self.in_list(change.experiment_id) || self.traces.contains(&change.trace_id)
    }

    /// Whether a trace of this experiment is part of the watched list.
    pub(crate) fn in_list(&self, experiment_id: ExperimentId) -> bool {
        self.list && experiment_id == self.experiment_id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_read() {
        let id = "ab".repeat(16);
        let topics = Topics::parse(ExperimentId::DEFAULT, Some(&format!("traces,trace:{id}"))).unwrap();
        assert!(topics.list && topics.traces.len() == 1);
        assert!(Topics::parse(ExperimentId::DEFAULT, None).unwrap().list);
        assert!(!Topics::parse(ExperimentId::DEFAULT, Some(&format!("trace:{id}"))).unwrap().list);
        for wrong in ["spans", "trace:", "trace:a b", ",", &"traces,".repeat(20)] {
            assert!(Topics::parse(ExperimentId::DEFAULT, Some(wrong)).is_err(), "{wrong}");
        }
    }
}
