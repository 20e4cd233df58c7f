//! Figures of a stretch of time, as they are collected.

use rusqlite::Row;
use spanwell_model::{Result, TraceState};
use spanwell_store::{ChartBucket, ChartSlice};

use super::durations::Durations;
use super::slices::Slices;
use crate::error::SqliteResult;
use crate::write::trace_row::state_of_number;

macro_rules! columns {
    () => {
        "t.request_time_ms, t.state, t.duration_ms, t.tokens_input, t.tokens_output, t.cost_usd, t.tokens_total, \
         t.name, t.models"
    };
}
pub(super) use columns;

/// What figures are made of; all of it is in the index `traces_by_time`.
pub(super) const COLUMNS: &str = columns!();

/// Sums and durations.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Figures {
    /// Counts and sums; its start and percentiles are not kept.
    pub(super) sums: ChartBucket,
    pub(super) durations: Durations,
}

/// What a trace's row gives to figures.
struct TraceFigures {
    state: TraceState,
    duration_ms: Option<i64>,
    tokens_input: u64,
    tokens_output: u64,
    cost_usd: f64,
}

impl TraceFigures {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            state: state_of_number(row.get(1)?),
            duration_ms: row.get(2)?,
            tokens_input: count(row, 3)?,
            tokens_output: count(row, 4)?,
            cost_usd: row.get::<_, Option<f64>>(5)?.unwrap_or(0.0),
        })
    }
}

fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(row.get::<_, Option<i64>>(column)?.unwrap_or(0) as u64)
}

impl Figures {
    fn add(&mut self, trace: &TraceFigures) {
        let sums = &mut self.sums;
        match trace.state {
            TraceState::Ok | TraceState::Unspecified => sums.ok += 1,
            TraceState::Error => sums.error += 1,
            TraceState::InProgress => sums.in_progress += 1,
        }
        sums.tokens_input = sums.tokens_input.saturating_add(trace.tokens_input);
        sums.tokens_output = sums.tokens_output.saturating_add(trace.tokens_output);
        sums.cost_usd += trace.cost_usd;
        if let Some(duration_ms) = trace.duration_ms {
            self.durations.add(duration_ms);
        }
    }

    /// Adds those of another stretch of time.
    pub(super) fn add_all(&mut self, other: &Self) {
        let (sums, more) = (&mut self.sums, &other.sums);
        sums.ok += more.ok;
        sums.error += more.error;
        sums.in_progress += more.in_progress;
        sums.tokens_input = sums.tokens_input.saturating_add(more.tokens_input);
        sums.tokens_output = sums.tokens_output.saturating_add(more.tokens_output);
        sums.cost_usd += more.cost_usd;
        self.durations.add_all(&other.durations);
    }

    /// How many traces there are.
    pub(super) const fn traces(&self) -> u64 {
        self.sums.ok + self.sums.error + self.sums.in_progress
    }

    /// The bucket that is shown.
    pub(super) fn finish(self, start_ms: i64) -> ChartBucket {
        let [p50_ms, p95_ms] = self.durations.percentiles();
        ChartBucket { start_ms, p50_ms, p95_ms, ..self.sums }
    }
}

/// Figures of a stretch of time, whole and by name and list of models.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SlicedFigures {
    pub(super) figures: Figures,
    pub(super) by_name: Slices,
    /// By list of models, as JSON.
    pub(super) by_models: Slices,
}

impl SlicedFigures {
    /// Adds a row of [`COLUMNS`].
    pub(super) fn add_row(&mut self, row: &Row<'_>) -> Result<()> {
        let trace = TraceFigures::read(row).sql()?;
        self.figures.add(&trace);
        let slice = ChartSlice {
            key: String::new(),
            traces: 1,
            errors: u64::from(trace.state == TraceState::Error),
            tokens: count(row, 6).sql()?,
            cost_usd: trace.cost_usd,
        };
        let text = |column| row.get_ref(column).and_then(|value| Ok(value.as_str_or_null()?)).sql();
        if let Some(name) = text(7)? {
            self.by_name.add(name, &slice);
        }
        if let Some(models) = text(8)? {
            self.by_models.add(models, &slice);
        }
        Ok(())
    }
}
