//! Figures over time, from the index that covers them.

use std::collections::{BTreeMap, HashMap};

use spanwell_model::{Error, ExperimentId, Result, TraceState};
use spanwell_store::{ChartBucket, ChartSlice, Charts, ExperimentFigures, TraceSelection};

use crate::connection::Reader;
use crate::error::SqliteResult;
use crate::filter::Sql;
use crate::read::selection::{Selected, each_row};
use crate::write::trace_row::state_of_number;

/// Slices shown at most.
const SLICES: usize = 20;

const HOUR_MS: i64 = 3_600_000;

/// What figures are made of; all of it is in the index `traces_by_time`.
const COLUMNS: &str =
    "t.request_time_ms, t.state, t.duration_ms, t.tokens_input, t.tokens_output, t.cost_usd";

/// What slices need in addition.
const SLICE_COLUMNS: &str = ", t.tokens_total, t.name, t.models";

/// Sums and durations of a stretch of time.
#[derive(Default)]
struct Figures {
    traces: u64,
    bucket: ChartBucket,
    durations: Vec<i64>,
}

struct TraceFigures {
    time_ms: i64,
    state: TraceState,
    duration_ms: Option<i64>,
    tokens_input: u64,
    tokens_output: u64,
    cost_usd: f64,
}

impl TraceFigures {
    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let count = |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(column)?.unwrap_or(0) as u64);
        Ok(Self {
            time_ms: row.get(0)?,
            state: state_of_number(row.get(1)?),
            duration_ms: row.get(2)?,
            tokens_input: count(3)?,
            tokens_output: count(4)?,
            cost_usd: row.get::<_, Option<f64>>(5)?.unwrap_or(0.0),
        })
    }
}

impl Figures {
    fn add(&mut self, trace: &TraceFigures) {
        self.traces += 1;
        let bucket = &mut self.bucket;
        match trace.state {
            TraceState::Ok | TraceState::Unspecified => bucket.ok += 1,
            TraceState::Error => bucket.error += 1,
            TraceState::InProgress => bucket.in_progress += 1,
        }
        bucket.tokens_input = bucket.tokens_input.saturating_add(trace.tokens_input);
        bucket.tokens_output = bucket.tokens_output.saturating_add(trace.tokens_output);
        bucket.cost_usd += trace.cost_usd;
        self.durations.extend(trace.duration_ms);
    }

    fn finish(mut self, start_ms: i64) -> ChartBucket {
        let p50_ms = percentile(&mut self.durations, 0.5);
        let p95_ms = percentile(&mut self.durations, 0.95);
        ChartBucket { start_ms, p50_ms, p95_ms, ..self.bucket }
    }
}

/// Interpolated between the two nearest ranks. Looks for the two, which costs less than sorting.
fn percentile(values: &mut [i64], part: f64) -> Option<f64> {
    let rank = part * (values.len().checked_sub(1)? as f64);
    let (_, low, above) = values.select_nth_unstable(rank as usize);
    let low = *low as f64;
    let high = if rank.fract() > 0.0 { above.iter().min().map_or(low, |value| *value as f64) } else { low };
    Some(low + (high - low) * rank.fract())
}

/// Figures by bucket, as they are collected.
struct Timeline {
    start_ms: i64,
    bucket_ms: i64,
    buckets: BTreeMap<i64, Figures>,
    /// The bucket of the trace before: traces come in order of time.
    current: (i64, Figures),
    total: Figures,
}

impl Timeline {
    fn new(start_ms: i64, bucket_ms: i64) -> Self {
        let current = (start_ms, Figures::default());
        Self { start_ms, bucket_ms, buckets: BTreeMap::new(), current, total: Figures::default() }
    }

    fn add(&mut self, trace: &TraceFigures) {
        let number = trace.time_ms.saturating_sub(self.start_ms).div_euclid(self.bucket_ms);
        let start = self.start_ms.saturating_add(number.saturating_mul(self.bucket_ms));
        if start != self.current.0 {
            self.turn_to(start);
        }
        self.current.1.add(trace);
        self.total.add(trace);
    }

    /// Puts the current bucket away and takes another one.
    fn turn_to(&mut self, start: i64) {
        let next = (start, self.buckets.remove(&start).unwrap_or_default());
        let (start, figures) = std::mem::replace(&mut self.current, next);
        if figures.traces > 0 {
            self.buckets.insert(start, figures);
        }
    }

    fn finish(mut self) -> (Vec<ChartBucket>, ChartBucket) {
        self.turn_to(i64::MAX);
        let buckets = self.buckets.into_iter().map(|(start, figures)| figures.finish(start)).collect();
        (buckets, self.total.finish(self.start_ms))
    }
}

/// Figures over time of a selection.
pub(crate) fn charts(reader: &Reader, selection: &TraceSelection, bucket_ms: i64) -> Result<Charts> {
    let (Some(start_ms), Some(_)) = (selection.start_ms, selection.end_ms) else {
        return Err(Error::invalid("charts need `start_ms` and `end_ms`"));
    };
    if bucket_ms <= 0 {
        return Err(Error::invalid(format!("`bucket_ms` must be positive, it is {bucket_ms}")));
    }
    let selected = Selected::new(reader, selection)?;
    let mut columns = Sql::default();
    columns.push(COLUMNS).push(SLICE_COLUMNS);
    let mut timeline = Timeline::new(start_ms, bucket_ms);
    let (mut by_name, mut by_models) = (Slices::default(), Slices::default());
    for experiment in &selected.experiments {
        each_row(reader, &selected.select(&columns, *experiment), |row| {
            let trace = TraceFigures::read(row).sql()?;
            timeline.add(&trace);
            let tokens = row.get::<_, Option<i64>>(6).sql()?.unwrap_or(0) as u64;
            let text = |column| row.get_ref(column).and_then(|value| Ok(value.as_str_or_null()?)).sql();
            if let Some(name) = text(7)? {
                by_name.add(name, &trace, tokens);
            }
            if let Some(models) = text(8)? {
                by_models.add(models, &trace, tokens);
            }
            Ok(true)
        })?;
    }
    let (buckets, total) = timeline.finish();
    Ok(Charts { buckets, total, by_model: by_models.split()?.largest(), by_name: by_name.largest() })
}

/// Figures by key.
#[derive(Default)]
struct Slices(HashMap<String, ChartSlice>);

impl Slices {
    fn add(&mut self, key: &str, trace: &TraceFigures, tokens: u64) {
        let add = ChartSlice {
            key: String::new(),
            traces: 1,
            errors: u64::from(trace.state == TraceState::Error),
            tokens,
            cost_usd: trace.cost_usd,
        };
        self.merge(key, &add);
    }

    fn merge(&mut self, key: &str, add: &ChartSlice) {
        // A key that is known costs no new text.
        let slice = match self.0.get_mut(key) {
            Some(slice) => slice,
            None => {
                let slice = ChartSlice { key: key.to_owned(), ..ChartSlice::default() };
                self.0.entry(key.to_owned()).or_insert(slice)
            }
        };
        slice.traces += add.traces;
        slice.errors += add.errors;
        slice.tokens = slice.tokens.saturating_add(add.tokens);
        slice.cost_usd += add.cost_usd;
    }

    /// From slices by list of models to slices by model.
    fn split(self) -> Result<Self> {
        let mut by_model = Self::default();
        for slice in self.0.values() {
            let models: Vec<String> = serde_json::from_str(&slice.key).map_err(Error::internal)?;
            for model in models {
                by_model.merge(&model, slice);
            }
        }
        Ok(by_model)
    }

    fn largest(self) -> Vec<ChartSlice> {
        let mut slices: Vec<_> = self.0.into_values().collect();
        slices.sort_by(|a, b| b.traces.cmp(&a.traces).then_with(|| a.key.cmp(&b.key)));
        slices.truncate(SLICES);
        slices
    }
}

pub(crate) const COUNT: &str = "SELECT COUNT(*), MAX(request_time_ms) FROM traces WHERE experiment_id = ?1";

/// Figures of one experiment since a time.
pub(crate) fn of_experiment(reader: &Reader, id: ExperimentId, since_ms: i64) -> Result<ExperimentFigures> {
    let mut statement = reader.prepare_cached(COUNT).sql()?;
    let (trace_count, last_trace_ms) =
        statement.query_row([id.number()], |row| Ok((row.get(0)?, row.get(1)?))).sql()?;
    let selection =
        TraceSelection { experiment_ids: vec![id], start_ms: Some(since_ms), ..TraceSelection::default() };
    let selected = Selected::new(reader, &selection)?;
    let mut columns = Sql::default();
    columns.push(COLUMNS);
    let mut timeline = Timeline::new(since_ms, HOUR_MS);
    each_row(reader, &selected.select(&columns, id.number()), |row| {
        timeline.add(&TraceFigures::read(row).sql()?);
        Ok(true)
    })?;
    let (hours, total) = timeline.finish();
    Ok(ExperimentFigures { trace_count, last_trace_ms, hours, total })
}
