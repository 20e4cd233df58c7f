//! One event stream: takes in changes, sends the latest state of what changed, at most four messages a second.

use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse::Event;
use futures_util::Stream;
use serde::Serialize;
use spanwell_model::{Result, TraceId};
use spanwell_store::{ChangeKind, TraceChange, TraceChanges};
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;

use crate::events::topics::Topics;
use crate::state::NativeState;
use crate::wire::events::{ResetEvent, TraceEvent, TracesEvent};

/// Time that one message takes: four a second.
const MESSAGE_TIME: Duration = Duration::from_millis(250);
/// Silence after which a `ping` is sent.
const PING_TIME: Duration = Duration::from_secs(15);
/// Most changed traces of one message; more than that is a `reset`.
const TRACES: usize = 500;
/// Time between a `reset` and the next message: the page is busy reading.
const RESET_TIME: Duration = Duration::from_secs(1);

/// One event stream.
pub(crate) struct Feed {
    state: NativeState,
    topics: Topics,
    changes: TraceChanges,
    /// Changes to be sent, one a trace.
    pending: BTreeMap<TraceId, TraceChange>,
    /// More has changed than is worth listing.
    reset: bool,
    /// Version up to which changes were taken in.
    version: i64,
    ready: VecDeque<Event>,
    next_message: Instant,
    next_ping: Instant,
    /// Held as long as the stream is open.
    _permit: OwnedSemaphorePermit,
}

impl Feed {
    /// A stream that begins with what changed after `last_version`, when that is given.
    pub(crate) fn new(
        state: NativeState,
        topics: Topics,
        last_version: Option<i64>,
        permit: OwnedSemaphorePermit,
    ) -> Self {
        // Subscribed before the journal is asked, so that nothing falls between the two.
        let changes = state.tracking.trace_store().changes();
        let now = Instant::now();
        let mut feed = Self {
            topics,
            changes,
            pending: BTreeMap::new(),
            reset: false,
            version: 0,
            ready: VecDeque::new(),
            next_message: now,
            next_ping: now + PING_TIME,
            _permit: permit,
            state,
        };
        feed.catch_up(last_version);
        feed.greet();
        feed
    }

    fn catch_up(&mut self, last_version: Option<i64>) {
        let Some(last_version) = last_version else {
            self.version = self.state.journal.latest();
            return;
        };
        let (missed, latest) = self.state.journal.since(last_version);
        self.version = latest;
        match missed {
            Some(missed) => missed.into_iter().for_each(|change| self.take_in(change)),
            None => self.reset = true,
        }
    }

    /// The first message: tells the browser how soon to come back, and where to go on from then.
    fn greet(&mut self) {
        let event = Event::default().event("ping").data("{}").retry(Duration::from_secs(2));
        let nothing_missed = self.version > 0 && self.pending.is_empty() && !self.reset;
        self.ready.push_back(if nothing_missed { event.id(self.version.to_string()) } else { event });
    }

    /// The stream of messages. It ends at shutdown, or when the store cannot be read.
    pub(crate) fn into_stream(self) -> impl Stream<Item = std::result::Result<Event, Infallible>> {
        futures_util::stream::unfold(self, |mut feed| async move {
            let event = feed.next().await?;
            Some((Ok(event), feed))
        })
    }

    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                self.next_ping = Instant::now() + PING_TIME;
                return Some(event);
            }
            let shutdown = self.state.shutdown.clone();
            let waiting = self.reset || !self.pending.is_empty();
            tokio::select! {
                biased;
                () = shutdown.cancelled() => return None,
                () = tokio::time::sleep_until(self.next_message), if waiting => {
                    if let Err(error) = self.flush().await {
                        tracing::warn!("an event stream ends: {error}");
                        return None;
                    }
                }
                () = tokio::time::sleep_until(self.next_ping) => {
                    self.ready.push_back(Event::default().event("ping").data("{}"));
                }
                change = self.changes.recv() => match change {
                    Ok(change) => self.take_in(change),
                    Err(RecvError::Lagged(_)) => self.reset = true,
                    Err(RecvError::Closed) => return None,
                },
            }
        }
    }

    fn take_in(&mut self, change: TraceChange) {
        self.version = self.version.max(change.version);
        if !self.topics.want(&change) || self.reset {
            return;
        }
        self.pending.insert(change.trace_id.clone(), change);
        self.reset = self.pending.len() > TRACES;
    }

    /// Makes messages of what is pending.
    async fn flush(&mut self) -> Result<()> {
        let pending = std::mem::take(&mut self.pending);
        let id = self.version.to_string();
        if std::mem::take(&mut self.reset) {
            self.ready.push_back(event("reset", &ResetEvent {}).id(id));
            self.next_message = Instant::now() + RESET_TIME;
            // Nobody reads the journal while no stream is interrupted: keep it from falling behind.
            self.state.journal.latest();
            return Ok(());
        }
        for change in pending.values().filter(|change| self.topics.traces.contains(&change.trace_id)) {
            let changed = TraceEvent { trace_id: change.trace_id.to_string(), version: change.version };
            self.ready.push_back(event("trace", &changed));
        }
        let list = self.list_changes(&pending).await?;
        if !list.upserts.is_empty() || !list.deleted.is_empty() {
            self.ready.push_back(event("traces", &list));
        }
        // The last message carries the id: a stream that breaks before it gets all of them again.
        if let Some(last) = self.ready.pop_back() {
            self.ready.push_back(last.id(id));
        }
        let messages = u32::try_from(self.ready.len()).unwrap_or(u32::MAX);
        self.next_message = Instant::now() + MESSAGE_TIME * messages.max(1);
        self.state.journal.latest();
        Ok(())
    }

    /// The changes of the watched list: the latest state of each changed trace.
    async fn list_changes(&self, pending: &BTreeMap<TraceId, TraceChange>) -> Result<TracesEvent> {
        let listed = pending.values().filter(|change| self.topics.in_list(change.experiment_id));
        let (gone, changed): (Vec<_>, Vec<_>) = listed.partition(|change| change.kind == ChangeKind::Deleted);
        let mut deleted: Vec<_> = gone.iter().map(|change| change.trace_id.to_string()).collect();
        let ids: Vec<_> = changed.iter().map(|change| change.trace_id.clone()).collect();
        let mut upserts = Vec::with_capacity(ids.len());
        let found = if ids.is_empty() {
            Vec::new()
        } else {
            self.state.tracking.trace_store().get_traces(&ids).await?
        };
        for (id, summary) in ids.iter().zip(found) {
            match summary {
                Some(summary) => upserts.push(summary.into()),
                // Deleted since: its own change is on the way, saying so twice is harmless.
                None => deleted.push(id.to_string()),
            }
        }
        Ok(TracesEvent { upserts, deleted })
    }
}

fn event(name: &str, data: &impl Serialize) -> Event {
    // The data is on one line, as JSON text always is here, and has no carriage return: `data` cannot panic.
    Event::default().event(name).data(serde_json::to_string(data).unwrap_or_default())
}
