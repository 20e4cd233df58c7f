//! The last changes, for streams that were interrupted.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use spanwell_store::{TraceChange, TraceChanges};
use tokio::sync::broadcast::error::TryRecvError;

/// Changes that are remembered.
const KEPT: usize = 4_096;

/// The last changes of the store. It has no task of its own: whoever asks takes in what has arrived since the last
/// question.
pub(crate) struct Journal {
    inner: Mutex<Inner>,
}

struct Inner {
    receiver: TraceChanges,
    /// In the order they arrived.
    kept: VecDeque<TraceChange>,
    /// Every change with a higher version is in `kept`; `None` until the first change is seen.
    complete_after: Option<i64>,
    latest: i64,
}

impl Journal {
    /// Remembers what `receiver` gets from now on.
    pub(crate) fn new(receiver: TraceChanges) -> Self {
        let inner = Inner { receiver, kept: VecDeque::new(), complete_after: None, latest: 0 };
        Self { inner: Mutex::new(inner) }
    }

    /// What changed after `version`, oldest first; `None` when that is not known any more. With it the version up to
    /// which the answer goes, 0 when no change was seen yet.
    pub(crate) fn since(&self, version: i64) -> (Option<Vec<TraceChange>>, i64) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.take_in();
        let known = inner.complete_after.is_some_and(|floor| version >= floor);
        let changes =
            known.then(|| inner.kept.iter().filter(|change| change.version > version).cloned().collect());
        (changes, inner.latest)
    }

    /// Takes in what has arrived, and the version of the last change seen, 0 when none was.
    pub(crate) fn latest(&self) -> i64 {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.take_in();
        inner.latest
    }
}

impl Inner {
    fn take_in(&mut self) {
        loop {
            match self.receiver.try_recv() {
                Ok(change) => self.remember(change),
                Err(TryRecvError::Lagged(_)) => {
                    self.kept.clear();
                    self.complete_after = None;
                }
                Err(TryRecvError::Empty | TryRecvError::Closed) => return,
            }
        }
    }

    fn remember(&mut self, change: TraceChange) {
        // Versions grow with every change of the store: none is missing before the first one seen.
        self.complete_after.get_or_insert(change.version - 1);
        self.latest = self.latest.max(change.version);
        self.kept.push_back(change);
        if self.kept.len() > KEPT
            && let Some(dropped) = self.kept.pop_front()
        {
            self.complete_after = self.complete_after.max(Some(dropped.version));
        }
    }
}

#[cfg(test)]
mod tests {
    use spanwell_model::{ExperimentId, TraceId};
    use spanwell_store::ChangeKind;
    use tokio::sync::broadcast;

    use super::*;

    fn change(version: i64) -> TraceChange {
        TraceChange {
            trace_id: TraceId::parse("ab".repeat(16).as_str()).unwrap(),
            experiment_id: ExperimentId::DEFAULT,
            kind: ChangeKind::Upserted,
            version,
            span_count: 1,
        }
    }

    #[test]
    fn what_is_missing_is_known() {
        let sender = broadcast::Sender::new(8_192);
        let journal = Journal::new(sender.subscribe());
        assert_eq!(journal.since(5), (None, 0));
        for version in 11..=20 {
            sender.send(change(version)).unwrap();
        }
        assert_eq!(journal.since(18).0.unwrap().len(), 2);
        assert_eq!(journal.since(10).0.unwrap().len(), 10);
        assert_eq!(journal.since(9), (None, 20));
        for version in 21..=20 + KEPT as i64 {
            sender.send(change(version)).unwrap();
        }
        assert!(journal.since(19).0.is_none());
        assert_eq!(journal.since(20).0.unwrap().len(), KEPT);
    }

    #[test]
    fn what_was_missed_is_not_claimed() {
        let sender = broadcast::Sender::new(4);
        let journal = Journal::new(sender.subscribe());
        for version in 1..=10 {
            sender.send(change(version)).unwrap();
        }
        assert!(journal.since(3).0.is_none());
        assert_eq!(journal.since(6).0.unwrap().len(), 4);
    }
}
