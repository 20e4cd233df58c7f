//! What a piece of writing works with: the connection inside a transaction, and what the writer remembers.

use std::sync::Arc;

use rusqlite::{Connection, params};
use spanwell_model::{DeriveFacts, Result, TraceId};
use spanwell_store::{ChangeKind, SpanTree, TraceChange, TraceRecord};

use crate::error::SqliteResult;
use crate::read::record;
use crate::read::skeleton;
use crate::write::hours::{TouchedHours, hour_of};
use crate::write::trace_cache::TraceCache;
use crate::write::trace_row::{self, Before};

/// Numbers that only grow, and totals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counters {
    pub(crate) version: i64,
    pub(crate) next_trace_key: i64,
    pub(crate) next_block_id: i64,
    pub(crate) traces: i64,
    pub(crate) spans: i64,
}

/// What the writer remembers between jobs.
pub(crate) struct WriteState {
    pub(crate) counters: Counters,
    saved: Option<Counters>,
    pub(crate) cache: TraceCache,
    pub(crate) hours: TouchedHours,
    /// Whether any log event is stored: without one, spans need not look for theirs.
    pub(crate) has_logs: bool,
    /// Changes of the transaction that runs.
    pub(crate) changes: Vec<TraceChange>,
    pub(crate) derive: Arc<dyn DeriveFacts>,
}

impl WriteState {
    /// What is known at the start.
    pub(crate) fn new(connection: &Connection, derive: Arc<dyn DeriveFacts>) -> Result<Self> {
        let has_logs =
            connection.query_row("SELECT EXISTS (SELECT 1 FROM span_logs)", [], |row| row.get(0)).sql()?;
        Ok(Self {
            counters: Counters::default(),
            saved: None,
            cache: TraceCache::default(),
            hours: TouchedHours::default(),
            has_logs,
            changes: Vec::new(),
            derive,
        })
    }

    /// Forgets what may differ from the database after something was rolled back.
    pub(crate) fn forget(&mut self) {
        self.cache.clear();
        self.hours.forget();
        self.saved = None;
        self.has_logs = true;
    }

    /// Reads the counters unless they are known.
    pub(crate) fn load_counters(&mut self, connection: &Connection) -> Result<()> {
        if self.saved.is_none() {
            self.counters = connection
                .query_row(
                    "SELECT version, next_trace_key, next_block_id, traces, spans FROM counters WHERE id = 1",
                    [],
                    |row| {
                        Ok(Counters {
                            version: row.get(0)?,
                            next_trace_key: row.get(1)?,
                            next_block_id: row.get(2)?,
                            traces: row.get(3)?,
                            spans: row.get(4)?,
                        })
                    },
                )
                .sql()?;
            self.saved = Some(self.counters);
        }
        self.hours.begin(self.counters.version);
        Ok(())
    }

    /// Takes the counters back to what they were before a job that was rolled back.
    pub(crate) fn return_to(&mut self, counters: Counters) {
        self.counters = counters;
        self.hours.begin(counters.version);
    }

    /// Stores the counters if they changed.
    pub(crate) fn save_counters(&mut self, connection: &Connection) -> Result<()> {
        let counters = self.counters;
        if self.saved == Some(counters) {
            return Ok(());
        }
        connection
            .prepare_cached(
                "UPDATE counters SET version = ?1, next_trace_key = ?2, next_block_id = ?3, traces = ?4, spans = ?5
                 WHERE id = 1",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    counters.version,
                    counters.next_trace_key,
                    counters.next_block_id,
                    counters.traces,
                    counters.spans
                ])
            })
            .sql()?;
        self.saved = Some(counters);
        Ok(())
    }
}

/// A trace that is being written.
pub(crate) struct Loaded {
    pub(crate) trace_key: i64,
    pub(crate) record: TraceRecord,
    /// Its spans, when they were needed.
    pub(crate) tree: Option<SpanTree>,
    /// What is stored of it; `None` for a new trace.
    pub(crate) before: Option<Before>,
}

/// What a piece of writing works with.
pub(crate) struct WriteContext<'a> {
    pub(crate) connection: &'a Connection,
    pub(crate) state: &'a mut WriteState,
}

impl WriteContext<'_> {
    /// The trace, if it is there.
    pub(crate) fn load(&mut self, id: &TraceId) -> Result<Option<Loaded>> {
        if let Some((trace_key, record, tree)) = self.state.cache.take(id) {
            let before = Some(Before::of(&record.summary));
            return Ok(Some(Loaded { trace_key, record, tree, before }));
        }
        let Some((trace_key, record)) = record::load(self.connection, id)? else { return Ok(None) };
        let before = Some(Before::of(&record.summary));
        Ok(Some(Loaded { trace_key, record, tree: None, before }))
    }

    /// The trace, or a new one that `make` makes.
    pub(crate) fn load_or_make(
        &mut self,
        id: &TraceId,
        make: impl FnOnce() -> TraceRecord,
    ) -> Result<Loaded> {
        if let Some(loaded) = self.load(id)? {
            return Ok(loaded);
        }
        let trace_key = self.state.counters.next_trace_key;
        self.state.counters.next_trace_key += 1;
        self.state.counters.traces += 1;
        Ok(Loaded { trace_key, record: make(), tree: Some(SpanTree::default()), before: None })
    }

    /// The spans of the trace that are stored.
    pub(crate) fn tree_of(&self, loaded: &mut Loaded) -> Result<SpanTree> {
        match loaded.tree.take() {
            Some(tree) => Ok(tree),
            None => Ok(SpanTree::from_skeleton(&skeleton::load(self.connection, loaded.trace_key)?)),
        }
    }

    /// Stores the trace's row and what is derived from it, and announces the change.
    pub(crate) fn save(&mut self, mut loaded: Loaded) -> Result<()> {
        self.state.counters.version += 1;
        loaded.record.summary.version = self.state.counters.version;
        trace_row::save(self.connection, &loaded)?;
        let hour = hour_of(&loaded.record.summary);
        self.touch_hour(hour)?;
        if let Some(before) =
            loaded.before.as_ref().map(|before| before.hour).filter(|before| *before != hour)
        {
            self.touch_hour(before)?;
        }
        let summary = &loaded.record.summary;
        self.state.changes.push(TraceChange {
            trace_id: summary.trace_id.clone(),
            experiment_id: summary.experiment_id,
            kind: ChangeKind::Upserted,
            version: summary.version,
            span_count: summary.span_count,
        });
        self.state.cache.put(loaded.trace_key, loaded.record, loaded.tree);
        Ok(())
    }

    /// A block id that was never used.
    pub(crate) fn next_block_id(&mut self) -> i64 {
        let id = self.state.counters.next_block_id;
        self.state.counters.next_block_id += 1;
        id
    }
}
