//! Figures over time, from the index that covers them, and from whole hours that are kept.

mod durations;
mod figures;
pub(crate) mod hours;
mod slices;
mod timeline;

use spanwell_model::{Error, ExperimentId, Result};
use spanwell_store::{ChartBuckets, Charts, ExperimentFigures, TraceSelection};

use self::figures::SlicedFigures;
use self::hours::HourCollector;
use self::timeline::Timeline;
use crate::connection::Reader;
use crate::error::SqliteResult;
use crate::filter::Sql;
use crate::read::selection::{Selected, each_row, experiments_of};
use crate::write::hours::{HOUR_MS, HourFigures};

pub(crate) const COUNT: &str = "SELECT COUNT(*), MAX(request_time_ms) FROM traces WHERE experiment_id = ?1";
pub(crate) const VERSION: &str = "SELECT version FROM counters WHERE id = 1";

/// Whole hours that a question has collected and that are worth keeping.
#[derive(Default)]
pub(crate) struct NewHours {
    /// The version of the database that was read.
    pub(crate) version: i64,
    pub(crate) hours: Vec<HourFigures>,
}

impl NewHours {
    fn begin(reader: &Reader) -> Result<Self> {
        let version = reader.prepare_cached(VERSION).and_then(|mut s| s.query_row([], |row| row.get(0)));
        Ok(Self { version: version.sql()?, hours: Vec::new() })
    }
}

/// Figures over time of a selection, and the hours to keep for the next question.
pub(crate) fn charts(
    reader: &Reader,
    selection: &TraceSelection,
    buckets: ChartBuckets,
    now_ms: i64,
) -> Result<(Charts, NewHours)> {
    let (Some(start_ms), Some(end_ms)) = (selection.start_ms, selection.end_ms) else {
        return Err(Error::invalid("charts need `start_ms` and `end_ms`"));
    };
    let mut timeline = Timeline::new(buckets);
    let mut new = NewHours::default();
    if is_of_all(selection) && is_of_hours(buckets) {
        new = NewHours::begin(reader)?;
        for experiment_id in experiments_of(selection) {
            let (timeline, new) = (&mut timeline, &mut new.hours);
            HourCollector { reader, experiment_id, now_ms, timeline, new }.collect(start_ms, end_ms)?;
        }
    } else {
        scan(reader, selection, &mut timeline)?;
    }
    Ok((timeline.finish(start_ms)?, new))
}

/// Whether the selection has no condition but experiment and time.
fn is_of_all(selection: &TraceSelection) -> bool {
    selection.states.is_empty()
        && selection.words.as_deref().is_none_or(|words| spanwell_store::text::words(words).is_empty())
        && selection.filter.as_ref().is_none_or(|filter| filter.is_everything())
}

/// Whether each hour lies in one bucket.
const fn is_of_hours(buckets: ChartBuckets) -> bool {
    buckets.origin_ms() % HOUR_MS == 0 && buckets.length_ms() % HOUR_MS == 0
}

/// Adds the traces of a selection one by one.
fn scan(reader: &Reader, selection: &TraceSelection, timeline: &mut Timeline) -> Result<()> {
    let selected = Selected::of_all(reader, selection)?;
    let mut columns = Sql::default();
    columns.push(figures::COLUMNS);
    let mut current: Option<(i64, SlicedFigures)> = None;
    for experiment in &selected.experiments {
        each_row(reader, &selected.select(&columns, *experiment), |row| {
            let bucket_ms = timeline.buckets.start_of(row.get(0).sql()?);
            // Traces mostly come in order of time: a bucket is looked up when it begins.
            let stretch = match &mut current {
                Some((start_ms, stretch)) if *start_ms == bucket_ms => stretch,
                other => {
                    if let Some((start_ms, ended)) = other.replace((bucket_ms, SlicedFigures::default())) {
                        timeline.add(start_ms, &ended);
                    }
                    &mut other.get_or_insert_default().1
                }
            };
            stretch.add_row(row)?;
            Ok(true)
        })?;
    }
    if let Some((start_ms, ended)) = current {
        timeline.add(start_ms, &ended);
    }
    Ok(())
}

/// Figures of one experiment since a time, and the hours to keep for the next question.
pub(crate) fn of_experiment(
    reader: &Reader,
    id: ExperimentId,
    since_ms: i64,
    now_ms: i64,
) -> Result<(ExperimentFigures, NewHours)> {
    let mut statement = reader.prepare_cached(COUNT).sql()?;
    let (trace_count, last_trace_ms) =
        statement.query_row([id.number()], |row| Ok((row.get(0)?, row.get(1)?))).sql()?;
    let selection = TraceSelection {
        experiment_ids: vec![id],
        start_ms: Some(since_ms),
        end_ms: Some(i64::MAX),
        ..TraceSelection::default()
    };
    let (charts, new) = charts(reader, &selection, ChartBuckets::new(since_ms, HOUR_MS)?, now_ms)?;
    Ok((ExperimentFigures { trace_count, last_trace_ms, hours: charts.buckets, total: charts.total }, new))
}
